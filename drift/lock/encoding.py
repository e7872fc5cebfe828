"""Facts as JSON. What is silent is left out; where facts were read stands apart from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from drift.facts.model import (
    Array,
    Body,
    Constant,
    Constraint,
    Contradiction,
    Example,
    Field,
    Map,
    Model,
    Object,
    Operation,
    Parameter,
    Permission,
    Response,
    Scalar,
    Scheme,
    Spots,
    Type,
    Union,
    Unknown,
    Unsaid,
    Variant,
)
from drift.facts.paths import labels

# Any: the values of JSON.
Json = Any
JsonObject = dict[str, Any]
BROAD = "broad "


@dataclass
class Encoder:
    """Writes one thing's facts; `read_at` becomes where each was read, by a path that no other fact of it has."""

    read_at: dict[str, list[str]] = field(default_factory=dict)

    def _at(self, path: str, spots: Spots) -> None:
        if path in self.read_at:
            raise ValueError(f"two facts have the path {path}")
        self.read_at[path] = [str(spot) for spot in spots]

    def operation(self, told: Operation) -> JsonObject:
        self._at("operation", told.read_at)
        facts: JsonObject = {
            "title": told.title,
            "says": sorted(told.says),
            "parameters": self._parameters(told.parameters),
            "bodies": {each.media_type or "*": self._body(each) for each in told.bodies},
            "responses": {each.status: self._response(each) for each in told.responses},
            "permissions": None if told.permissions is None else [self._permission(each) for each in told.permissions],
            "security": None if told.security is None else {each.name: self._scheme(each) for each in told.security},
            "deprecated": told.deprecated,
            "base_path": told.base_path,
            "examples": [self._example(number, each) for number, each in enumerate(told.examples)],
            "contradictions": [_contradiction(each) for each in told.contradictions],
        }
        empty = {name for name in ("bodies", "examples", "contradictions") if not facts[name]}
        return {name: value for name, value in _without_silence(facts).items() if name not in empty}

    def _parameters(self, told: Iterable[Parameter]) -> JsonObject:
        places: JsonObject = {}
        for each in told:
            path = f"parameters/{each.place}/{each.field.name}"
            places.setdefault(each.place, {})[each.field.name] = self.field(each.field, path)
        return places

    def _body(self, told: Body) -> JsonObject:
        path = f"requestBody/{told.media_type or '*'}/"
        self._at(path, told.read_at)
        return self.type(told.type, path) | ({} if told.optional is None else {"optional": told.optional})

    def _response(self, told: Response) -> JsonObject:
        path = f"responses/{told.status}/"
        self._at(path, told.read_at)
        facts = {} if told.type is None else self.type(told.type, path)
        return facts | ({"media_type": told.media_type} if told.media_type else {})

    def _permission(self, told: Permission) -> str:
        self._at(f"permissions/{told.name}", told.read_at)
        return told.name

    def _scheme(self, told: Scheme) -> list[str]:
        self._at(f"security/{told.name}", told.read_at)
        return list(told.headers)

    def _example(self, number: int, told: Example) -> JsonObject:
        self._at(f"examples/{number}", told.read_at)
        return {"of": told.of, "value": json.loads(told.text)}

    def field(self, told: Field, path: str) -> JsonObject:
        self._at(path, told.read_at)
        constraints = self._constraints(told.constraints, path)
        said = {"optional": told.optional, "deprecated": told.deprecated, "constraints": constraints}
        return self.type(told.type, path) | _without_silence(said)

    def _constraints(self, told: tuple[Constraint, ...] | None, path: str) -> JsonObject | None:
        for each in told or ():
            self._at(f"{path}#{each.name}", each.read_at)
        return None if told is None else {each.name: each.text for each in told}

    def type(self, told: Type, path: str) -> JsonObject:
        match told:
            case Scalar(name, broad):
                return {"type": BROAD * broad + name}
            case Constant(text):
                return {"const": json.loads(text)}
            case Unknown():
                return {"type": "unknown"}
            case Unsaid(shown):
                return {"unsaid": shown}
            case Array(items):
                return {"items": self.type(items, path + "[]")}
            case Map(values):
                return {"values": self.type(values, path + "{}")}
            case Model(name):
                return {"model": name}
            case Object(fields, model, partial):
                step = "" if path.endswith("/") else "."
                inner = {each.name: self.field(each, f"{path}{step}{each.name}") for each in fields}
                return {"fields": inner} | ({"model": model} if model else {}) | ({"partial": True} if partial else {})
            case Union(variants, model):
                if all(isinstance(each.type, Constant) and not each.name for each in variants):
                    return self._enum(told, path)
                paths = [f"{path}<{label}>" for label in labels(variants)]
                each_one = [self.variant(each, at) for each, at in zip(variants, paths, strict=True)]
                return {"variants": each_one} | ({"model": model} if model else {})

    def _enum(self, told: Union, path: str) -> JsonObject:
        for label, each in zip(labels(told.variants), told.variants, strict=True):
            self._at(f"{path}<{label}>", each.read_at)
        constants = [json.loads(each.type.text) for each in told.variants if isinstance(each.type, Constant)]
        return {"enum": constants} | ({"model": told.model} if told.model else {})

    def variant(self, told: Variant, path: str) -> JsonObject:
        self._at(path, told.read_at)
        said = {"name": told.name, "constraints": self._constraints(told.constraints, path)}
        return self.type(told.type, path) | _without_silence(said)


def _without_silence(said: JsonObject) -> JsonObject:
    return {name: value for name, value in said.items() if value is not None}


def _contradiction(told: Contradiction) -> JsonObject:
    claims = [{"says": claim.text, "read_at": [str(spot) for spot in claim.read_at]} for claim in told.claims]
    return {"path": told.path, "kind": told.kind, "claims": claims}
