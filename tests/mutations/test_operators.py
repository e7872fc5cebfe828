"""What is changed in a module to make its mutants, and that tests import the mutant."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutations.operators import mutants


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a == b", ["a != b"]),
        ("a < b", ["a <= b"]),
        ("a not in b", ["a in b"]),
        ("a and b", ["a or b", "b", "a"]),
        ("not a", ["a"]),
        ("a + b", ["a - b"]),
        ("'word'", []),
        ("f('word', 'a text for people', 1, True)", ["pass", "f('word_', 'a text for people', 1, True)"]),
        ("max(a)", ["pass", "min(a)"]),
        ("x: int | None = 1", ["x: int | None = 2"]),
        ("import a", []),
        ("raise a", ["pass"]),
    ],
)
def test_each_mutant_has_one_error(source: str, changed: list[str]) -> None:
    made = [ast.unparse(mutant.tree) for mutant in mutants(source)]

    assert made[: len(changed)] == changed
    assert len(made) >= len(changed)


def test_a_mutant_is_imported_in_place_of_the_module(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("ANSWER = 41\n", "utf-8")
    script = "import tests.mutations.plugin, module; print(module.ANSWER)"

    printed = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "MUTANT": f"{module}:0", "PYTHONPATH": os.pathsep.join((str(tmp_path), *sys.path))},
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert printed == "42\n"
    assert module.read_text("utf-8") == "ANSWER = 41\n"
