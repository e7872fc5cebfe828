"""No two files of a package import each other in a circle, not even for typing only, except the handles."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from types import ModuleType

import grimp
import pytest

import tenantry
import tenantry_emulator
import tenantry_fleet
from tests.house.packages import PACKAGES

# A handle names the type of the one that it came from.
HANDLES = {
    (f"tenantry.{flavour}.{lower}", f"tenantry.{flavour}.{upper}")
    for flavour in ("_async", "_sync")
    for lower, upper in (("script_code", "namespace"), ("namespace", "client"))
}

# What a command of its own is made of.
ENTRIES = {"tenantry_emulator.__main__"}


@pytest.mark.parametrize("package", PACKAGES)
def test_files_do_not_import_each_other_in_a_circle(package: str) -> None:
    graph = grimp.build_graph(package, exclude_type_checking_imports=False, cache_dir=None)
    imports = {
        module: {each for each in graph.find_modules_directly_imported_by(module) if (module, each) not in HANDLES}
        for module in graph.modules
    }

    # Raises CycleError, which names the circle.
    assert len([*TopologicalSorter(imports).static_order()]) == len(graph.modules) > 20


@pytest.mark.parametrize(
    ("package", "used"),
    [("tenantry_fleet", [tenantry]), ("tenantry_cli", [tenantry, tenantry_fleet, tenantry_emulator])],
)
def test_the_fleet_and_the_command_line_use_public_names_alone(package: str, used: list[ModuleType]) -> None:
    names = {name for path in PACKAGES[package].rglob("*.py") for name in _imported(path.read_text("utf-8"))}
    for module in used:
        public = {module.__name__, *(f"{module.__name__}.{name}" for name in module.__all__)}
        # What `errors` and the like have is public, too.
        theirs = {name for name in names if name.partition(".")[0] == module.__name__}

        assert len(theirs) > 3 or module is not tenantry
        assert {name for name in theirs if ".".join(name.split(".")[:2]) not in public | ENTRIES} == set()
        assert [name for name in theirs if re.search(r"\._(?!_)", name)] == []


def _imported(source: str) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
