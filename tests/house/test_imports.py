"""No two files of a package import each other in a circle, not even for typing only, except the handles."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

import grimp
import pytest

import tenantry
from tests.house.packages import PACKAGES

# A handle names the type of the one that it came from.
HANDLES = {
    (f"tenantry.{flavour}.{lower}", f"tenantry.{flavour}.{upper}")
    for flavour in ("_async", "_sync")
    for lower, upper in (("script_code", "namespace"), ("namespace", "client"))
}


@pytest.mark.parametrize("package", PACKAGES)
def test_files_do_not_import_each_other_in_a_circle(package: str) -> None:
    graph = grimp.build_graph(package, exclude_type_checking_imports=False, cache_dir=None)
    imports = {
        module: {each for each in graph.find_modules_directly_imported_by(module) if (module, each) not in HANDLES}
        for module in graph.modules
    }

    # Raises CycleError, which names the circle.
    assert len([*TopologicalSorter(imports).static_order()]) == len(graph.modules) > 20


def test_the_fleet_uses_public_names_of_the_client_alone() -> None:
    public = {"tenantry", *(f"tenantry.{name}" for name in tenantry.__all__)}
    used = {name for path in PACKAGES["tenantry_fleet"].rglob("*.py") for name in _imported(path.read_text("utf-8"))}
    # What `errors` and the like have is public, too.
    of_client = {name for name in used if name.partition(".")[0] == "tenantry"}

    assert len(of_client) > 3
    assert {name for name in of_client if ".".join(name.split(".")[:2]) not in public} == set()
    assert [name for name in of_client if "._" in name] == []


def _imported(source: str) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
