"""No room is too large to be seen at once, none so small that it belongs to its neighbour, and no road too long."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.road import measure
from tests.house.packages import PACKAGES, ROOT, folders, handwritten

FILES_IN_A_FOLDER = 9
LINES_OF_A_FILE = 375
FEWEST_LINES = 25
LINES_OF_A_FUNCTION = 45

# Smaller files than FEWEST_LINES that have no neighbour to join.
SMALL = {
    "emulator/tenantry_emulator/runtime/keyed_locks.py": "used by the runtime and by the state above it",
}

FILES = [*handwritten()]


@pytest.mark.parametrize("folder", [*folders()], ids=lambda folder: "/".join(folder.parts[-2:]))
def test_a_folder_holds_few_files(folder: Path) -> None:
    files = [path for path in folder.iterdir() if path.is_file() and path.name != "__init__.py"]

    assert 0 < len(files) <= FILES_IN_A_FOLDER


def test_files_are_neither_large_nor_tiny() -> None:
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in FILES}
    tiny = {
        name: count
        for name, count in lines.items()
        if count < FEWEST_LINES and not name.endswith("__init__.py") and ROOT / name not in _roots()
    }

    assert {name: count for name, count in lines.items() if count > LINES_OF_A_FILE} == {}
    assert tiny.keys() == SMALL.keys()


def _roots() -> set[Path]:
    """Files beside a package's `__init__`, which are public or what pyproject.toml reads."""
    return {path for package in PACKAGES.values() for path in package.glob("*.py")}


def test_functions_are_short() -> None:
    long = {f"{path.name}:{name}": count for path in FILES for name, count in _functions(path)}

    assert len(long) > 1_000
    assert {name: count for name, count in long.items() if count > LINES_OF_A_FUNCTION} == {}


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function and the lines of its body, without its signature and its docstring."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_a_deploy_passes_through_few_files_and_functions() -> None:
    road = measure()

    assert 0 < road.files <= 14
    assert 0 < road.named_functions <= 60
