"""The schemas of a spec: what is reachable from where, and what their properties are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.failure import CannotGenerate
from generator.spec import Object

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
_SNAKE_CASE = re.compile(r"[a-z]+(_[a-z]+)*")
_SCHEMA = "#/components/schemas/"
_RESPONSE = "#/components/responses/"


def operations(spec: Object) -> dict[str, tuple[str, Object]]:
    """By its id, each operation and its method. The generator lets one of two with the same id overwrite the other."""
    found: dict[str, tuple[str, Object]] = {}
    for path in spec["paths"].values():
        for method in (key for key in path if key in METHODS):
            name = path[method].get("operationId", "")
            if name in found or not _SNAKE_CASE.fullmatch(name):
                raise CannotGenerate(f"operationId `{name}` is not in snake_case, or there are two of it")
            found[name] = method, path[method]
    return found


def answer_schemas(spec: Object, operation: Object, *, successes_only: bool = False) -> Iterator[Object]:
    """The schemas of the bodies that an operation can answer with."""
    for status, response in operation["responses"].items():
        if successes_only and not status.startswith("2"):
            continue
        if "$ref" in response:
            response = spec["components"]["responses"][response["$ref"].removeprefix(_RESPONSE)]
        yield from (media["schema"] for media in response.get("content", {}).values())


def answered(spec: Object, schemas: Schemas) -> set[str]:
    """The names of the schemas that an answer can contain."""
    every = (schema for _, operation in operations(spec).values() for schema in answer_schemas(spec, operation))
    return schemas.reachable(name for schema in every for name in names_in(schema))


def asked(spec: Object, schemas: Schemas) -> set[str]:
    """The names of the schemas that the body of a request can contain."""
    bodies = (operation.get("requestBody", {}) for _, operation in operations(spec).values())
    return schemas.reachable(name for body in bodies for name in names_in(body))


def names_in(value: object) -> Iterator[str]:
    """The names of the schemas that a part of the spec refers to."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref" and isinstance(item, str) and item.startswith(_SCHEMA):
                yield item.removeprefix(_SCHEMA)
            yield from names_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from names_in(item)


class Schemas:
    """The named schemas of a spec."""

    def __init__(self, spec: Object) -> None:
        self.by_name: Object = spec["components"]["schemas"]

    def named(self, name: str) -> Object:
        """The schema of this name."""
        if name not in self.by_name:
            raise CannotGenerate(f"{_SCHEMA}{name} is referred to, and is not there")
        schema: Object = self.by_name[name]
        return schema

    def reachable(self, start: Iterable[str]) -> set[str]:
        """The names in `start`, and all that their schemas refer to."""
        found: set[str] = set()
        waiting = list(start)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(names_in(self.named(name)))
        return found

    def properties(self, schema: Object) -> Object:
        """The properties of an object, with those of the schemas that it is made of."""
        merged: Object = {}
        for part in schema.get("allOf", []):
            merged |= self.properties(self.resolved(part))
        merged |= schema.get("properties", {})
        return merged

    def required(self, schema: Object) -> set[str]:
        """The names of the properties that must be there."""
        parts = [self.required(self.resolved(part)) for part in schema.get("allOf", [])]
        return set(schema.get("required", [])).union(*parts)

    def resolved(self, schema: Object) -> Object:
        """The schema itself, or the one that it refers to."""
        for name in names_in({"$ref": schema.get("$ref")}):
            return self.named(name)
        return schema
