"""openapi.yaml as data: its operations with their parameters resolved, and its schemas by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from .line_numbers import steps

SPEC = Path(__file__).resolve().parents[2] / "openapi.yaml"
METHODS = ("get", "put", "post", "delete", "patch")

# Any: its values are whatever JSON holds.
JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation; `parameters` are those of its path and its own, resolved."""

    name: str
    method: str
    path: str
    spec: JsonObject
    parameters: tuple[JsonObject, ...]

    def parameters_in(self, place: str) -> dict[str, JsonObject]:
        """The parameters that are sent in `place` (path, query, header), by name."""
        return {parameter["name"]: parameter for parameter in self.parameters if parameter["in"] == place}


@dataclass(frozen=True)
class Document:
    """A loaded openapi.yaml."""

    raw: JsonObject

    @property
    def schemas(self) -> dict[str, JsonObject]:
        schemas: dict[str, JsonObject] = self.raw["components"]["schemas"]
        return schemas

    @property
    def base_path(self) -> str:
        """What the server's address puts before every path."""
        return urlsplit(str(self.raw["servers"][0]["url"])).path

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(self._operations())

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.raw["paths"].items():
            for method in (each for each in METHODS if each in item):
                spec = item[method]
                given = [*item.get("parameters", []), *spec.get("parameters", [])]
                parameters = tuple(map(self.resolve, given))
                yield Operation(spec.get("operationId", f"{method} {path}"), method, path, spec, parameters)

    def resolve(self, node: JsonObject) -> JsonObject:
        """What `node` refers to, through as many references as it takes; itself, if it is not a reference."""
        while "$ref" in node:
            node = self.at(node["$ref"])
        return node

    def at(self, reference: str) -> JsonObject:
        """What a reference points to; KeyError if it points nowhere."""
        if not reference.startswith("#/"):
            raise KeyError(reference)
        node: Any = self.raw  # Any: whatever the document holds there
        for step in steps(reference):
            node = node[int(step)] if isinstance(node, list) else node[step]
        found: JsonObject = node
        return found

    def find(self, pointer: str) -> Any | None:  # Any: whatever the document holds there
        """What a JSON pointer points to; None if it points nowhere."""
        try:
            return self.at("#" + pointer)
        except (KeyError, IndexError):
            return None


def without_all_of(schema: JsonObject, document: Document) -> JsonObject:
    """One object with the fields of all members of its `allOf`, at any depth."""
    whole: JsonObject = {"type": "object", "properties": {}, "required": []}
    whole |= {keyword: value for keyword, value in schema.items() if keyword != "allOf"}
    for member in schema["allOf"]:
        part = document.resolve(member)
        if "allOf" in part:
            part = without_all_of(part, document)
        whole["properties"] = whole["properties"] | part.get("properties", {})
        whole["required"] = [*whole["required"], *part.get("required", [])]
        if "additionalProperties" in part:
            whole["additionalProperties"] = part["additionalProperties"]
    return whole


def described_variants(variants: list[JsonObject], document: Document) -> list[JsonObject]:
    """The variants of a union, without the last of several kinds of object if it only says that there may be others."""
    objects = [each for each in variants if _is_object(document.resolve(each))]
    is_open = len(objects) > 1 and document.resolve(objects[-1]).get("additionalProperties") is True
    return [each for each in variants if not is_open or each is not objects[-1]]


def _is_object(schema: JsonObject) -> bool:
    return "allOf" in schema or "object" in json_types(schema)


def json_types(schema: JsonObject) -> list[str]:
    """The JSON types that a schema names, always as a list."""
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


class _Loader(yaml.SafeLoader):
    """Refuses a key that is twice in one mapping; YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # as upstream has it
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"{key!r} is there twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def parse(text: str) -> Document:
    """The document that `text` holds as YAML."""
    raw = yaml.load(text, Loader=_Loader)  # a SafeLoader
    if not isinstance(raw, dict):
        raise yaml.YAMLError("not an OpenAPI document: its root is not a mapping")
    return Document(raw)


@cache
def committed() -> Document:
    """The openapi.yaml of this project: one object for all callers, which must not change it."""
    return parse(SPEC.read_text(encoding="utf-8"))
