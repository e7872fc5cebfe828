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

# Any: what a document holds is what its readers find out.
Object = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation; `parameters` are those of its path and its own, resolved."""

    name: str
    method: str
    path: str
    spec: Object
    parameters: tuple[Object, ...]

    def located(self, place: str) -> dict[str, Object]:
        """The parameters that stand in `place` (path, query, header), by name."""
        return {parameter["name"]: parameter for parameter in self.parameters if parameter["in"] == place}


@dataclass(frozen=True)
class Document:
    """A loaded openapi.yaml."""

    raw: Object

    @property
    def schemas(self) -> dict[str, Object]:
        schemas: dict[str, Object] = self.raw["components"]["schemas"]
        return schemas

    @property
    def base_path(self) -> str:
        """What the server's address puts before every path."""
        address: str = self.raw["servers"][0]["url"]
        return urlsplit(address).path

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(self._operations())

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.raw["paths"].items():
            for method in METHODS:
                if method in item:
                    spec = item[method]
                    given = [*item.get("parameters", []), *spec.get("parameters", [])]
                    parameters = tuple(self.resolve(parameter) for parameter in given)
                    yield Operation(spec.get("operationId", f"{method} {path}"), method, path, spec, parameters)

    def resolve(self, node: Object) -> Object:
        """What `node` refers to, through as many references as it takes; itself, if it is no reference."""
        while "$ref" in node:
            node = self.at(node["$ref"])
        return node

    def at(self, reference: str) -> Object:
        """The place in the document that a reference names; KeyError if there is none."""
        if not reference.startswith("#/"):
            raise KeyError(reference)
        # Any: what stands on the way there.
        place: Any = self.raw
        for step in steps(reference):
            place = place[int(step)] if isinstance(place, list) else place[step]
        found: Object = place
        return found


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice in one mapping; YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # as upstream has it
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"{key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def parse(text: str) -> Document:
    """The document that `text` holds as YAML."""
    raw = yaml.load(text, Loader=_Loader)  # a SafeLoader
    if not isinstance(raw, dict):
        raise yaml.YAMLError("not an OpenAPI document: its root is no mapping")
    return Document(raw)


@cache
def committed() -> Document:
    """The openapi.yaml of this project; shared by all who ask, so not to be changed."""
    return parse(SPEC.read_text(encoding="utf-8"))
