"""Changes of one fact each, anywhere in openapi.yaml, whether or not any page speaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drift.spec.document import Document, JsonObject, json_types
from drift.spec.line_numbers import step

NULL = {"type": "null"}
# For each keyword the types that it is for, another value, and one that no text of ours has.
KEYWORDS: dict[str, tuple[set[str], Any]] = {
    "minLength": ({"string"}, 5),
    "maxLength": ({"string"}, 3),
    "pattern": ({"string"}, "^x$"),
    "format": ({"string"}, "uuid"),
    "minimum": ({"integer", "number"}, 7),
    "maximum": ({"integer", "number"}, 0),
    "minItems": ({"array"}, 7),
    "maxItems": ({"array"}, 0),
}


@dataclass(frozen=True)
class Change:
    """A keyword of a node of openapi.yaml with another value, or with none."""

    what: str
    pointer: str
    keyword: str
    value: Any  # Any: whatever the keyword takes; None takes it away

    def __str__(self) -> str:
        return f"{self.what}: {self.pointer}/{self.keyword}"


def changes(document: Document) -> Iterator[Change]:
    """All of them."""
    for kind in ("schemas", "parameters"):
        for name, node in document.raw["components"][kind].items():
            yield from _of_schema(f"/components/{kind}{step(name)}", node)
    for operation in document.operations:
        pointer = f"/paths{step(operation.path)}/{operation.method}"
        if "x-repeatable" in operation.spec:
            yield Change("repeatable", pointer, "x-repeatable", not operation.spec["x-repeatable"])
        if "requestBody" in operation.spec:
            yield Change("body optional", f"{pointer}/requestBody", "required", None)
        for index, parameter in enumerate(operation.spec.get("parameters", [])):
            yield from _of_schema(f"{pointer}/parameters/{index}", parameter)


def _of_schema(pointer: str, schema: JsonObject) -> Iterator[Change]:
    yield from _required(pointer, schema)
    yield from _null(pointer, schema)
    for keyword, (types, other) in KEYWORDS.items():
        if keyword in schema:
            yield Change(f"{keyword} gone", pointer, keyword, None)
            yield Change(f"{keyword} changed", pointer, keyword, other)
        elif types & {*json_types(schema)}:
            yield Change(f"{keyword} added", pointer, keyword, other)
    for name, inner in schema.get("properties", {}).items():
        yield from _of_schema(f"{pointer}/properties{step(name)}", inner)
    for keyword in ("allOf", "oneOf", "anyOf"):
        for index, inner in enumerate(schema.get(keyword, [])):
            yield from _of_schema(f"{pointer}/{keyword}/{index}", inner)
    for keyword in ("items", "additionalProperties", "schema"):
        if isinstance(schema.get(keyword), dict):
            yield from _of_schema(f"{pointer}/{keyword}", schema[keyword])


def _required(pointer: str, schema: JsonObject) -> Iterator[Change]:
    required = schema.get("required", [])
    for name in schema.get("properties", {}):
        if name in required:
            fewer = [each for each in required if each != name]
            yield Change(f"{name} optional", pointer, "required", fewer or None)
        else:
            yield Change(f"{name} required", pointer, "required", [*required, name])


def _null(pointer: str, schema: JsonObject) -> Iterator[Change]:
    types = json_types(schema)
    if "null" in types[1:]:
        yield Change("not null", pointer, "type", next(each for each in types if each != "null"))
    elif types and "null" not in types:
        yield Change("or null", pointer, "type", [*types, "null"])
    if NULL in schema.get("oneOf", []):
        yield Change("not null", pointer, "oneOf", [each for each in schema["oneOf"] if each != NULL])
