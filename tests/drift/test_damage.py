"""In a copy of the repository, each kind of damage turns the check red that is there for it, and no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drift.spec.document import SPEC

# What the checks read, and what they are.
TREE = [
    "cassettes",
    "drift",
    "emulator",
    "generated",
    "generator",
    "wrappers",
    "generate.py",
    "openapi.yaml",
    "pyproject.toml",
]
CHECKS = {
    "docs": ["-m", "drift", "docs"],
    "cassettes": ["-m", "drift", "cassettes"],
    "generated": ["generate.py", "--check"],
}
BINDINGS = "  /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/bindings:\n"
DEPLOYED = "cassettes/a_worker_is_deployed_and_read_back.yaml"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in TREE:
        source = SPEC.parent / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=tree, capture_output=True, encoding="utf-8", check=False)


def red(tree: Path, checks: list[str]) -> dict[str, str]:
    """The checks that find drift, with what they say."""
    done = {name: run(tree, *CHECKS[name]) for name in checks}
    assert {each.returncode for each in done.values()} <= {0, 1}, done
    return {name: each.stdout for name, each in done.items() if each.returncode == 1}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_operation_that_is_removed_is_missed_by_the_docs_and_by_who_was_seen_to_call_it(tree: Path) -> None:
    before, _, after = (tree / "openapi.yaml").read_text(encoding="utf-8").partition(BINDINGS)
    following = after.index("\n  /accounts/")
    (tree / "openapi.yaml").write_text(before + after[following + 1 :], encoding="utf-8")
    assert run(tree, "generate.py").returncode == 0

    found = red(tree, ["docs", "cassettes"])
    assert found.keys() == {"docs", "cassettes"}
    assert "error: missing-operation\n    /paths/" in found["docs"]
    assert "~1bindings/get\n    docs: GET " in found["docs"]
    assert found["docs"].endswith("docs: 1 finding\n")
    assert {line for line in found["cassettes"].splitlines() if ": error: " in line or ": warning: " in line} == {
        f"openapi.yaml:{line_of(tree, 'paths:')}: error: missing-operation"
    }


def test_a_generated_file_that_is_edited_is_found(tree: Path) -> None:
    edit(tree / "generated/tenantry_api/models/namespace_info.py", "script_count", "scripts_count")

    found = red(tree, [*CHECKS])
    assert found.keys() == {"generated"}
    assert found["generated"].startswith("changed generated/tenantry_api/models/namespace_info.py\n")


def test_an_unknown_field_in_a_cassette_is_found(tree: Path) -> None:
    edit(tree / DEPLOYED, "            script_count: 0\n", "            script_count: 0\n            colour: red\n")

    found = red(tree, ["docs", "cassettes"])
    assert found.keys() == {"cassettes"}
    assert "/components/schemas/NamespaceInfo/properties/colour" in found["cassettes"]
    assert f"read in {DEPLOYED}:" in found["cassettes"]
    assert found["cassettes"].endswith("cassettes: 1 finding\n")


def test_without_the_captured_requests_it_is_said_that_none_was_checked(tree: Path) -> None:
    done = run(tree, *CHECKS["cassettes"])

    assert done.returncode == 0
    assert "no captured requests of other clients are beside the repository: none were checked\n" in done.stdout


def line_of(tree: Path, text: str) -> int:
    return 1 + (tree / "openapi.yaml").read_text(encoding="utf-8").splitlines().index(text)
