"""docs/cli.md says what the commands say of themselves, and its session is what happens."""

import inspect
import re
from pathlib import Path

import pytest

from tenantry_cli.tree import load
from tests.test_readme import blocks

from .reference import PAGE, commands, help_of, parts, reference
from .running import TENANTRY, on_terminal

# All that differs from one run to the next.
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


def session() -> str:
    """The console block in which commands are run one after another."""
    (found,) = (block for block in blocks("console", "docs/cli.md") if "TENANTRY_NAMESPACE=" in block)
    return found


def steady(text: str) -> str:
    return TIME.sub("(a time)", text)


def test_the_reference_is_made_from_the_commands() -> None:
    assert parts()[1] == reference(), "python -m tests.cli.reference writes it anew"


def test_the_session_is_what_happens(environment: dict[str, str], tmp_path: Path) -> None:
    for folder, version in (("dist", "v1"), ("new", "v2")):
        (tmp_path / folder).mkdir()
        code = f'export default {{ fetch: () => new Response("{version}") }}\n'
        (tmp_path / folder / "index.js").write_text(code, "utf-8")
    (tmp_path / "key.txt").write_text("not-a-real-key\n", "utf-8")
    lines = [line.removeprefix("$ ") for line in session().splitlines() if line.startswith("$ ")]
    script = "".join(f"printf '%s\\n' {quoted(f'$ {line}')}\n{line}\n" for line in lines)

    ran = on_terminal(
        ["-c", script],
        {**environment, "PATH": f"{TENANTRY.parent}:{environment['PATH']}", "TERM": "dumb"},
        folder=tmp_path,
        command=["bash"],
    )

    assert sum(line.startswith("tenantry ") for line in lines) == 10
    assert [line.rstrip() for line in steady(ran.out).splitlines()] == steady(session()).splitlines()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


@pytest.mark.parametrize("words", [*commands()], ids=" ".join)
def test_each_command_has_an_example_and_fits_a_terminal(words: tuple[str, ...]) -> None:
    command = load(words)
    text = inspect.getdoc(command.default_command) or ""

    assert re.search(rf"^\$ (.*\()?tenantry {' '.join(words)}\b", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 79
    assert f"### tenantry {' '.join(words)}\n" in PAGE.read_text("utf-8")
    for entry in re.findall(r"^  (\S.*?): (.*)$", help_of(words), re.MULTILINE):
        assert entry[1].removesuffix(" [required]"), f"{entry[0]} says nothing of itself"


@pytest.mark.parametrize("words", [*commands()], ids=" ".join)
def test_where_a_command_is_listed_it_says_what_its_help_begins_with(words: tuple[str, ...]) -> None:
    load(words)
    listed = re.search(rf"^  {words[-1]}: (.*)$", help_of(words[:-1]), re.MULTILINE)

    assert listed
    assert help_of(words).split("\n\n")[1] == listed[1]
