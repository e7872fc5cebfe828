"""Long values are checked in pieces, and what is wrong is found wherever it stands."""

import importlib.resources
import re

from tenantry_emulator.spec.schemas import AT_ONCE, Checker
from tenantry_emulator.wire.json_types import Json

CHECKER = Checker(
    {
        "required": ["name"],
        "properties": {
            "bindings": {"items": {"properties": {"name": {"type": "string"}}}},
            "manifest": {"additionalProperties": {"type": "integer"}},
        },
    }
)
BINDINGS: list[Json] = [{"name": f"B{number}"} for number in range(3 * AT_ONCE)]
MANIFEST: dict[str, Json] = {f"/{number}": number for number in range(3 * AT_ONCE)}


def pointer(value: Json) -> str | None:
    problem = CHECKER.problem(value)
    return problem.pointer if problem else None


def test_a_long_value_that_is_right_is_right() -> None:
    assert pointer({"name": "a", "bindings": [*BINDINGS], "manifest": {**MANIFEST}}) is None


def test_what_is_wrong_far_behind_is_found_where_it_stands() -> None:
    for index in (0, AT_ONCE - 1, AT_ONCE, len(BINDINGS) - 1):
        bindings = [*BINDINGS]
        bindings[index] = {"name": index}
        assert pointer({"name": "a", "bindings": bindings, "manifest": MANIFEST}) == f"/bindings/{index}/name"

        manifest = {**MANIFEST, f"/{index}": "long"}
        wrong = pointer({"name": "a", "bindings": [*BINDINGS], "manifest": manifest})
        assert wrong == f"/manifest/~1{index}"


def test_what_is_wrong_beside_it_is_found() -> None:
    assert pointer({"bindings": [*BINDINGS]}) == ""


def test_no_schema_counts_entries() -> None:
    text = importlib.resources.files("tenantry_emulator").joinpath("openapi.json").read_text()
    counting = r'"((min|max)(Items|Properties|Contains)|uniqueItems|contains|prefixItems|propertyNames|dependent\w+)":'
    assert re.findall(counting, text) == []
