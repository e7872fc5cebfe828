"""The exit code of `python -m drift` says whether there is drift, or that it cannot tell; it never fails otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drift.__main__ import CANNOT_TELL, CLEAN, DRIFT, main
from drift.lock.docs_lock import LOCK, READER
from drift.spec.document import SPEC

PAGE = Path(__file__).parent / "comparison" / "pages" / "get_settings.txt"

# Not a schema, in a place that no fact of the docs is about.
ODD = "{paths: {}, components: {schemas: {Kettle: {type: kettle}}}}"

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The page, after one of its fields was deprecated."""
    text = PAGE.read_text(encoding="utf-8").replace("logpush: optional boolean", "Deprecatedlogpush: optional boolean")
    (tmp_path / "settings.txt").write_text(text, encoding="utf-8")
    return tmp_path / "settings.txt"


@pytest.mark.parametrize("check", ["docs", "cassettes"])
def test_the_repository_is_clean(capsys: Printed, check: str) -> None:
    assert main([check]) == CLEAN
    assert capsys.readouterr().out.endswith(f"{check}: no findings\n")


def test_drift_has_an_exit_code_of_its_own(capsys: Printed, later: Path) -> None:
    assert main(["pages", str(PAGE), str(later)]) == DRIFT
    assert "deprecation in get_settings" in capsys.readouterr().out


def test_each_form_can_be_asked_for(capsys: Printed, later: Path) -> None:
    main(["pages", str(PAGE), str(later), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    main(["pages", str(PAGE), str(later), "--format", "github"])
    annotation, *_ = capsys.readouterr().out.splitlines()

    assert found["clean"] is False
    assert [finding["kind"] for finding in found["findings"]] == ["deprecation"]
    assert annotation.startswith(f"::warning file=openapi.yaml,line={found['findings'][0]['line']},title=deprecation")


def test_what_was_never_seen_is_told_only_when_asked_for(capsys: Printed) -> None:
    main(["cassettes"])
    short = capsys.readouterr().out
    assert main(["cassettes", "--never-seen"]) == CLEAN
    long = capsys.readouterr().out

    assert "never-seen" not in short
    assert "notice: never-seen" in long


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["docs", "--lock", "nothing"], "nothing is not a lock of docs: "),
        (["docs", "--lock", str(PAGE)], "is not a lock of docs: "),
        (["docs", "--spec", "nothing"], "nothing cannot be read: "),
        (["docs", "--spec", str(PAGE)], "get_settings.txt is not YAML: "),
        (["cassettes", "nothing"], "there are no cassettes in nothing"),
        (["pages", "nothing", str(PAGE)], "nothing cannot be read: No such file or directory"),
        (["pages", str(SPEC), str(PAGE)], f"{SPEC}:1: is in no dialect that is known"),
        (["live", "--account", "a"], "the API token cannot be one"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.delenv("CLOUDFLARE_API_TOKEN", raising=False)

    assert main(arguments) == CANNOT_TELL
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line


def test_all_pages_that_cannot_be_read_are_told_with_their_files(capsys: Printed, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("not a page", encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\xff")
    (tmp_path / "c.txt").write_bytes(PAGE.read_bytes())

    assert main(["pages", str(tmp_path), str(PAGE), "--format", "github"]) == CANNOT_TELL
    printed = capsys.readouterr()
    told, annotated = printed.err.splitlines(), printed.out.splitlines()
    assert [line.split(" ")[1] for line in told] == [f"{tmp_path}/a.md:1:", f"{tmp_path}/b.md:1:"]
    assert annotated.pop() == "pages: cannot tell; no findings in what could be read"
    assert [line.partition(",title=drift cannot tell::")[0] for line in annotated[:2]] == [
        f"::error file={tmp_path}/{name},line=1" for name in ("a.md", "b.md")
    ]


def test_a_folder_without_pages_is_told(capsys: Printed, tmp_path: Path) -> None:
    assert main(["pages", str(tmp_path), str(PAGE)]) == CANNOT_TELL
    assert capsys.readouterr().err == f"drift: {tmp_path} has no pages\n"


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["docs", "--lock", "nothing"], "file=nothing,line=1,"),
        (["docs", "--spec", "nothing"], "file=nothing,line=1,"),
        (["cassettes", "nothing"], ""),
    ],
)
def test_what_cannot_be_told_is_an_annotation_too(capsys: Printed, arguments: list[str], file: str) -> None:
    assert main([*arguments, "--format", "github"]) == CANNOT_TELL
    printed = capsys.readouterr()
    assert printed.out == f"::error {file}title=drift cannot tell::{printed.err.removeprefix('drift: ')}"


@pytest.mark.parametrize("text", ["- a", "a: 1", "paths: 5", "paths: {/a: {get: {security: [{token: []}]}}}", ODD])
def test_a_spec_of_another_form_is_said_in_one_line(capsys: Printed, tmp_path: Path, text: str) -> None:
    (tmp_path / "openapi.yaml").write_text(text, encoding="utf-8")

    assert main(["docs", "--spec", str(tmp_path / "openapi.yaml")]) == CANNOT_TELL
    (line,) = capsys.readouterr().err.splitlines()
    assert "openapi.yaml is " in line


def test_a_lock_of_another_reader_is_not_compared(capsys: Printed, tmp_path: Path) -> None:
    older = LOCK.read_text(encoding="utf-8").replace(f'"reader": {READER}', '"reader": 0')
    (tmp_path / "docs.lock.json").write_text(older, encoding="utf-8")

    assert main(["docs", "--lock", str(tmp_path / "docs.lock.json")]) == CANNOT_TELL
    assert f"was made by reader 0, and this is {READER}: make docs-lock mends that" in capsys.readouterr().err


def test_a_spec_without_operations_misses_all(capsys: Printed, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text("{openapi: 3.1.0, paths: {}}", encoding="utf-8")

    assert main(["docs", "--spec", str(tmp_path / "openapi.yaml")]) == DRIFT
    assert "docs: 27 findings\n" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["colour"], ["docs", "--colour"], ["pages", "one"], ["live"]])
def test_arguments_that_are_wrong_are_told(capsys: Printed, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)

    assert end.value.code == CANNOT_TELL
    assert "usage: python -m drift" in capsys.readouterr().err


def test_it_runs_as_a_module() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "drift", "pages", PAGE, PAGE],
        cwd=SPEC.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (run.returncode, run.stderr) == (CLEAN, "")
    assert run.stdout.endswith("pages: no findings\n")
