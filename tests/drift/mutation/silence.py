"""What no check of openapi.yaml can hold, mostly because no page speaks of it: each with its reason."""

from __future__ import annotations

from functools import cache
from typing import Any

from drift.comparison.apis import address
from drift.comparison.docs import comparison
from drift.spec.as_facts import CONSTRAINTS
from drift.spec.document import committed
from drift.spec.line_numbers import step, steps
from drift.spec.specification import Specification
from tests.drift.comparison.documented import Documented, documented

from .watch import DOCUMENTED, LOCKED, NO_LINES, operations_at

NOT_FACTS = {
    "operationId": "a name of ours",
    "tags": "a grouping of ours",
    "encoding": "no page speaks of the headers of parts",
    "headers": "no page speaks of headers of answers",
    "default": "no page speaks of it; the rules hold it to the constant",
    "writeOnly": "no page speaks of what must not be printed",
    "x-kept-by": "no page speaks of it; the generator and the tests of the client hold it",
    "additionalProperties": "no page says what else there may be",
    "explode": "no page speaks of it",
    "style": "no page speaks of it",
    "contentEncoding": "no page speaks of it",
}
NULL = "no page says what may be null, and to read null where it is not sent does no harm"
VALUES_SAY_IT = "the values that there may be say it"
NO_CONSTRAINTS = "no page that has constraints describes it"
NO_OPTIONALITY = "no page that says what is optional describes it"
NOT_DESCRIBED = "no page describes it, and what exchanges show fits all the same"
ACCEPTED = "the docs say something else already, and an accepted difference accepts whatever we say instead"


# Any: every corner of a document.
def reason(pointer: str, before: Any, after: Any) -> str | None:
    """Why no check can see a change of a place from one value to another; None, if one must."""
    way = steps(pointer)
    for depth in range(len(way) - 1, -1, -1):
        if way[depth] in NOT_FACTS and (not depth or way[depth - 1] != "properties"):
            return NOT_FACTS[way[depth]]
    around, _, last = pointer.rpartition("/")
    if pointer in _accepted():
        return ACCEPTED
    if last == "type" and {"enum", "const"} & (committed().find(around) or {}).keys():
        return VALUES_SAY_IT
    if last in CONSTRAINTS and not any(each.field.constraints is not None for each in _at_schema(around)):
        return NO_CONSTRAINTS
    if _is_null(before) != _is_null(after) and _without_null(before) == _without_null(after):
        return NULL
    if last == "required":
        changed = {*_names(before)} ^ {*_names(after)}
        fields = [each for name in changed for each in _at_property(f"{around}/properties{step(name)}")]
        return None if any(each.field.optional is not None for each in fields) else NO_OPTIONALITY
    return None if _is_described(pointer) else NOT_DESCRIBED


def _is_described(pointer: str) -> bool:
    """Whether any page describes the smallest thing around a place that can be described."""
    while pointer and not pointer.endswith(("/parameters", "/schemas", "/paths")):
        if _at_schema(pointer):
            return True
        if pointer.rpartition("/")[0].endswith(("/properties", "/schemas", "/oneOf", "/anyOf", "/enum")):
            return False
        pointer = pointer.rpartition("/")[0]
    return bool(operations_at(pointer))


def _names(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _is_null(value: Any) -> bool:
    return isinstance(value, list) and ("null" in value or {"type": "null"} in value)


def _without_null(value: Any) -> list[Any]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if each not in ("null", {"type": "null"})]


def _at_property(pointer: str) -> list[Documented]:
    return _documented()[0].get(pointer, [])


def _at_schema(pointer: str) -> list[Documented]:
    return [*_documented()[1].get(pointer, []), *_at_property(pointer)]


@cache
def _documented() -> tuple[dict[str, list[Documented]], dict[str, list[Documented]]]:
    """All that pages say of fields and parameters: by where each stands, and by where it is described."""
    properties: dict[str, list[Documented]] = {}
    schemas: dict[str, list[Documented]] = {}
    for operation in committed().operations:
        facts = DOCUMENTED.get(address(operation.method, operation.path))
        for each in documented(committed(), operation.name, facts) if facts else ():
            properties.setdefault(each.property.pointer, []).append(each)
            schemas.setdefault(each.schema.pointer, []).append(each)
    return properties, schemas


@cache
def _accepted() -> set[str]:
    """The places at which the docs and openapi.yaml differ as they are: all of these differences are accepted."""
    specification = Specification(committed(), NO_LINES)
    found = comparison(specification, LOCKED).found(LOCKED.operations, specification.operations)
    return {location.pointer for _, location in found}
