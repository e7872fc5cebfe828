"""Facts as JSON. What is unknown is left out; where facts were read stands apart from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from drift.facts import model as facts
from drift.facts.paths import field_path, labelled

# Any: the values of JSON.
JsonObject = dict[str, Any]
BROAD = "broad "


@dataclass
class Encoder:
    """Writes the facts of one operation or page; `read_at` becomes where each was read, by the fact's own path."""

    read_at: dict[str, list[str]] = field(default_factory=dict)

    def _at(self, path: str, spots: facts.Spots) -> None:
        if path in self.read_at:
            raise ValueError(f"two facts have the path {path}")
        self.read_at[path] = [str(spot) for spot in spots]

    def operation(self, operation: facts.OperationFacts) -> JsonObject:
        self._at("operation", operation.read_at)
        encoded: JsonObject = {
            "title": operation.title,
            "says": sorted(operation.topics),
            "parameters": self._parameters(operation.parameters),
            "bodies": {each.media_type or "*": self._body(each) for each in operation.bodies} or None,
            "responses": {each.status: self._response(each) for each in operation.responses},
            "permissions": None if operation.permissions is None else [*map(self._permission, operation.permissions)],
            "security": None if operation.security is None else dict(map(self._scheme, operation.security)),
            "deprecated": operation.deprecated,
            "base_path": operation.base_path,
            "examples": [self._example(number, each) for number, each in enumerate(operation.examples)] or None,
            "notes": [self._note(number, each) for number, each in enumerate(operation.notes)] or None,
            "contradictions": [_contradiction(each) for each in operation.contradictions] or None,
        }
        return _known(encoded)

    def _parameters(self, parameters: Iterable[facts.Parameter]) -> JsonObject:
        places: JsonObject = {}
        for each in parameters:
            places.setdefault(each.place, {})[each.field.name] = self._field(each.field, each.path)
        return places

    def _body(self, body: facts.Body) -> JsonObject:
        self._at(body.path, body.read_at)
        return self._type(body.type, body.path) | _known({"optional": body.optional})

    def _response(self, response: facts.Response) -> JsonObject:
        self._at(response.path, response.read_at)
        content = {} if response.type is None else self._type(response.type, response.path)
        return content | _known({"media_type": response.media_type})

    def _permission(self, permission: facts.Permission) -> str:
        self._at(f"permissions/{permission.name}", permission.read_at)
        return permission.name

    def _scheme(self, scheme: facts.Scheme) -> tuple[str, list[str]]:
        self._at(f"security/{scheme.name}", scheme.read_at)
        return scheme.name, list(scheme.headers)

    def _example(self, number: int, example: facts.Example) -> JsonObject:
        self._at(f"examples/{number}", example.read_at)
        return {"of": example.of, "value": json.loads(example.text)}

    def _note(self, number: int, note: facts.Note) -> JsonObject:
        self._at(f"notes/{number}", note.read_at)
        return {"of": note.of, "at": list(note.place), "says": note.text}

    def _field(self, each: facts.Field, path: str) -> JsonObject:
        self._at(path, each.read_at)
        constraints = self._constraints(each.constraints, path)
        known = _known({"optional": each.optional, "deprecated": each.deprecated, "constraints": constraints})
        return self._type(each.type, path) | known

    def _constraints(self, constraints: tuple[facts.Constraint, ...] | None, path: str) -> JsonObject | None:
        for each in constraints or ():
            self._at(f"{path}#{each.name}", each.read_at)
        return None if constraints is None else {each.name: each.text for each in constraints}

    def _type(self, described: facts.Type, path: str) -> JsonObject:
        match described:
            case facts.Scalar(name, broad):
                return {"type": BROAD * broad + name}
            case facts.Constant(text):
                return {"const": json.loads(text)}
            case facts.Unknown():
                return {"type": "unknown"}
            case facts.Unsaid(shown):
                return {"unsaid": shown}
            case facts.Array(items):
                return {"items": self._type(items, path + "[]")}
            case facts.Map(values):
                return {"values": self._type(values, path + "{}")}
            case facts.Model(name):
                return {"model": name}
            case facts.Object(fields, model, partial):
                inner = {each.name: self._field(each, field_path(path, each.name)) for each in fields}
                return {"fields": inner} | _known({"model": model, "partial": partial or None})
            case facts.Union(variants, model):
                paths = {f"{path}<{label}>": variant for label, variant in labelled(variants).items()}
                constants = [each.type.text for each in variants if isinstance(each.type, facts.Constant)]
                if len(constants) < len(variants) or any(each.name for each in variants):
                    listed = [self.variant(each, at) for at, each in paths.items()]
                    return {"variants": listed} | _known({"model": model})
                for at, each in paths.items():
                    self._at(at, each.read_at)
                return {"enum": [*map(json.loads, constants)]} | _known({"model": model})

    def variant(self, variant: facts.Variant, path: str) -> JsonObject:
        self._at(path, variant.read_at)
        known = _known({"name": variant.name, "constraints": self._constraints(variant.constraints, path)})
        return self._type(variant.type, path) | known


def _known(values: JsonObject) -> JsonObject:
    return {name: value for name, value in values.items() if value is not None}


def _contradiction(contradiction: facts.Contradiction) -> JsonObject:
    claims = [{"says": each.text, "read_at": [str(spot) for spot in each.read_at]} for each in contradiction.claims]
    return {"path": contradiction.path, "kind": contradiction.kind, "claims": claims}
