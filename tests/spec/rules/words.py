"""Rules for what the document says in words: descriptions, secrets, and where it differs from the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from drift.document import Document, Object, Operation

from .objects import BOUNDS, VALUES
from .walk import every_parameter, every_property, every_schema, named_schemas

SECRET = re.compile(r"jwt|key_.*|SecretText/properties/text")
DIFFERENCE = {"docs", "ours", "reason", "evidence"}


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
    """What the docs say, what we say, why, and on what evidence."""
    for where, owner in _owners(document):
        for index, entry in enumerate(owner.get("x-differs", [])):
            odd = entry.keys() ^ DIFFERENCE - {"at"}
            if odd - {"at"} or not all(_is_text(value) for value in entry.values()):
                yield f"{where}/x-differs/{index}: is not docs, ours, reason and evidence, all of them text"


def differences_stand_where_they_are_read(document: Document) -> Iterator[str]:
    """An entry in any other place would be a comment."""
    read = sum("x-differs" in owner for _, owner in _owners(document))
    written = _count(document.raw)
    if read != written:
        yield f"x-differs: {written - read} of them stand at no operation, parameter or schema"


def differences_point_at_something(document: Document) -> Iterator[str]:
    """One that no longer matches anything has outlived its reason."""
    for where, owner in _owners(document):
        for entry in owner.get("x-differs", []):
            if "at" in entry and not _leads_somewhere(document, owner, entry["at"]):
                yield f"{where}: differs at {entry['at']}, which is not there"


def _owners(document: Document) -> Iterator[tuple[str, Object]]:
    """What may differ: operations, parameters, schemas."""
    for operation in document.operations:
        yield operation.name, operation.spec
    yield from every_parameter(document)
    yield from every_schema(document)


def _leads_somewhere(document: Document, owner: Object, at: str) -> bool:
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


def _in_schema(document: Document, schema: Object, steps: list[str]) -> bool:
    """Fields within fields; `*` for the fields that are not named."""
    for step in steps:
        if step == "*":
            return isinstance(schema.get("additionalProperties"), dict)
        if step not in schema.get("properties", {}):
            return False
        schema = document.resolve(schema["properties"][step])
    return True


def _only_refers(schema: Object) -> bool:
    """A reference, or a list of such, or null."""
    if schema.get("type") == "array":
        return _only_refers(schema["items"])
    if "oneOf" in schema:
        return all(_only_refers(arm) for arm in schema["oneOf"])
    return "$ref" in schema or schema == {"type": "null"}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _count(node: Any) -> int:  # Any: every corner of a document
    if isinstance(node, dict):
        return ("x-differs" in node) + sum(_count(child) for child in node.values())
    return sum(_count(child) for child in node) if isinstance(node, list) else 0
