"""No two files of a package import each other in a circle, not even for typing only, except the handles."""

from graphlib import TopologicalSorter

import grimp
import pytest

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
