"""Which schemas describe a value: each place of the value, with the places of openapi.yaml that describe it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drift.facts.paths import JSON_TYPES
from drift.spec.document import Document, JsonObject, json_types
from drift.spec.line_numbers import step


@dataclass(frozen=True)
class SchemaAnnotations:
    """Annotates values with the schemas of a document."""

    document: Document

    # Any: whatever JSON came over the wire.
    def of(self, pointer: str, value: Any, place: str = "") -> Iterator[tuple[str, str]]:
        """Places in the value, each with the pointer to a schema that describes it, from the schema at `pointer` on."""
        schema = self.document.at("#" + pointer)
        yield place, pointer
        if "$ref" in schema:
            yield from self.of(schema["$ref"][1:], value, place)
        for index in range(len(schema.get("allOf", ()))):
            yield from self.of(f"{pointer}/allOf/{index}", value, place)
        for keyword in ("oneOf", "anyOf"):
            for index in self._meant(schema.get(keyword, []), value):
                yield from self.of(f"{pointer}/{keyword}/{index}", value, place)
        if value in schema.get("enum", ()):
            yield place, f"{pointer}/enum/{schema['enum'].index(value)}"
        yield from self._within(schema, pointer, value, place)

    def _within(self, schema: JsonObject, pointer: str, value: Any, place: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                yield from self.of(pointer + "/items", item, place + step(index))
        if isinstance(value, dict):
            for name, inner in value.items():
                if name in schema.get("properties", {}):
                    yield from self.of(f"{pointer}/properties{step(name)}", inner, place + step(name))
                elif isinstance(schema.get("additionalProperties"), dict):
                    yield from self.of(pointer + "/additionalProperties", inner, place + step(name))

    def _meant(self, variants: list[JsonObject], value: Any) -> list[int]:
        """The variant that a value is meant to be: the first of its type whose constants it has."""
        fitting = (index for index, each in enumerate(variants) if self._may_be(self.document.resolve(each), value))
        return [*fitting][:1]

    def _may_be(self, variant: JsonObject, value: Any) -> bool:
        if "enum" in variant:
            return value in variant["enum"]
        wanted = json_types(variant)
        if wanted and not JSON_TYPES[type(value)].intersection(wanted):
            return False
        if not isinstance(value, dict):
            return True
        constants = {name: inner["const"] for name, inner in variant.get("properties", {}).items() if "const" in inner}
        return all(value.get(name) == constant for name, constant in constants.items())
