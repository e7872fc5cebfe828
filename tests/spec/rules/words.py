"""Rules for what the document says in words: descriptions, secrets, and where it differs from the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from drift.findings.finding import Kind
from drift.spec.document import Document, JsonObject, Operation

from .objects import BOUNDS, VALUES
from .walk import every_parameter, every_property, every_schema, named_schemas

SECRET = re.compile(r"jwt|key_.*|SecretText/properties/text")
ELSEWHERE = "x-differs-elsewhere"
SAID = {"docs", "ours", "reason", "evidence", "date"}
DIFFERENCES = {"x-differs": SAID | {"kind"}, ELSEWHERE: SAID}
# A list, for what is asked of it may be no text.
KINDS = [kind.value for kind in Kind]


def schemas_are_described(document: Document) -> Iterator[str]:
    """The description becomes the docstring of the class."""
    for where, schema in named_schemas(document):
        if not schema.get("description"):
            yield f"{where}: has no description"


def properties_are_described(document: Document) -> Iterator[str]:
    """But for constants, and for those that only refer to what is described itself."""
    for where, _, _, schema in every_property(document):
        if not schema.get("description") and "const" not in schema and not _only_refers(schema):
            yield f"{where}: has no description"


def secrets_are_write_only(document: Document) -> Iterator[str]:
    """That is how generated code knows what it must not print."""
    for where, _, name, schema in every_property(document):
        owned = where.removeprefix("schemas/")
        if (SECRET.fullmatch(name) or SECRET.fullmatch(owned)) and schema.get("writeOnly") is not True:
            yield f"{where}: is a secret, but not writeOnly"


def what_is_unverified_says_why(document: Document) -> Iterator[str]:
    """A doubt without a reason cannot be settled."""
    for where, owner in [*_owners(document)]:
        if "x-unverified" in owner and not _is_text(owner["x-unverified"]):
            yield f"{where}: x-unverified gives no reason"


def differences_are_complete(document: Document) -> Iterator[str]:
    """What the docs say, what we say, why, on what evidence and since when; and which findings are meant."""
    for where, owner in _owners(document):
        for remark, fields in DIFFERENCES.items():
            for index, entry in enumerate(owner.get(remark, [])):
                if entry.keys() - {"at"} != fields or not all(map(_is_said, entry.items())):
                    yield f"{where}/{remark}/{index}: is not {', '.join(sorted(fields))}"


def differences_stand_where_they_are_read(document: Document) -> Iterator[str]:
    """An entry in any other place would be a comment."""
    for remark in DIFFERENCES:
        read = sum(remark in owner for _, owner in _owners(document))
        written = _count(document.raw, remark)
        if read != written:
            yield f"{remark}: {written - read} of them stand at no operation, parameter or schema"


def differences_point_at_something(document: Document) -> Iterator[str]:
    """One that matches nothing has outlived its reason; those from the docs are held to the docs themselves."""
    for where, owner in _owners(document):
        for entry in owner.get(ELSEWHERE, []):
            if "at" in entry and not _leads_somewhere(document, owner, entry["at"]):
                yield f"{where}: differs at {entry['at']}, which is not there"


def _owners(document: Document) -> Iterator[tuple[str, JsonObject]]:
    """What may differ: operations, parameters, schemas."""
    for operation in document.operations:
        yield operation.name, operation.spec
    yield from every_parameter(document)
    yield from every_schema(document)


def _leads_somewhere(document: Document, owner: JsonObject, at: str) -> bool:
    if "operationId" in owner:
        operation = next(operation for operation in document.operations if operation.spec is owner)
        return _in_operation(document, operation, at)
    if "in" in owner:
        return at in VALUES | BOUNDS
    return _in_schema(document, owner, at.split("/"))


def _in_operation(document: Document, operation: Operation, at: str) -> bool:
    """`parameters/<name>`, `requestBody` (which the docs may have and we not) or a place in the answers."""
    head, _, rest = at.partition("/")
    if head == "parameters":
        return rest in {parameter["name"] for parameter in operation.parameters}
    if head == "responses":
        place: Any = operation.spec["responses"]
        for step in rest.split("/") if rest else []:
            place = document.resolve(place.get(step, {}))
        return bool(place)
    return at == "requestBody"


def _in_schema(document: Document, schema: JsonObject, steps: list[str]) -> bool:
    """Fields within fields; `*` for the fields that are not named."""
    for step in steps:
        if step == "*":
            return isinstance(schema.get("additionalProperties"), dict)
        if step not in schema.get("properties", {}):
            return False
        schema = document.resolve(schema["properties"][step])
    return True


def _only_refers(schema: JsonObject) -> bool:
    """A reference, or a list of such, or null."""
    if schema.get("type") == "array":
        return _only_refers(schema["items"])
    if "oneOf" in schema:
        return all(_only_refers(variant) for variant in schema["oneOf"])
    return "$ref" in schema or schema == {"type": "null"}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_said(entry: tuple[str, object]) -> bool:
    """Whether a field of a difference is what it should be."""
    name, value = entry
    match value:
        case str() if name == "date":
            return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))
        case [*kinds] if name == "kind":
            return bool(kinds) and all(kind in KINDS for kind in kinds)
        case [*places] if name in ("at", "docs"):
            return bool(places) and all(map(_is_text, places))
        case _:
            return value in KINDS if name == "kind" else _is_text(value)


def _count(node: Any, remark: str) -> int:  # Any: every corner of a document
    if isinstance(node, dict):
        return (remark in node) + sum(_count(child, remark) for child in node.values())
    return sum(_count(child, remark) for child in node) if isinstance(node, list) else 0
