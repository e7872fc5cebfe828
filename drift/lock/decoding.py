"""Facts from JSON, as encoding.py wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drift.facts.model import (
    Array,
    Body,
    Claim,
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
    Spot,
    Spots,
    Topic,
    Type,
    Union,
    Unknown,
    Unsaid,
    Variant,
)
from drift.facts.paths import canonical, labels

from .encoding import BROAD, Json, JsonObject


@dataclass(frozen=True)
class Decoder:
    """Reads what an `Encoder` wrote."""

    read_at: Mapping[str, list[str]]

    def _at(self, path: str) -> Spots:
        return _spots(self.read_at[path])

    def operation(self, key: str, facts: JsonObject) -> Operation:
        method, _, path = key.partition(" ")
        security = facts.get("security")
        permissions = facts.get("permissions")
        return Operation(
            method,
            path,
            facts["title"],
            frozenset(Topic(each) for each in facts["says"]),
            tuple(self._parameters(facts["parameters"])),
            tuple(self._body(name, each) for name, each in facts.get("bodies", {}).items()),
            tuple(self._response(status, each) for status, each in facts["responses"].items()),
            None if permissions is None else tuple(Permission(n, self._at(f"permissions/{n}")) for n in permissions),
            None if security is None else tuple(self._scheme(name, each) for name, each in security.items()),
            facts.get("deprecated"),
            facts.get("base_path"),
            tuple(self._example(number, each) for number, each in enumerate(facts.get("examples", []))),
            tuple(_contradicted(each) for each in facts.get("contradictions", [])),
            self._at("operation"),
        )

    def _parameters(self, places: JsonObject) -> Iterable[Parameter]:
        for place, fields in places.items():
            for name, facts in fields.items():
                yield Parameter(place, self.field(name, facts, f"parameters/{place}/{name}"))

    def _body(self, name: str, facts: JsonObject) -> Body:
        path = f"requestBody/{name}/"
        media_type = None if name == "*" else name
        return Body(media_type, self.type(facts, path), facts.get("optional"), self._at(path))

    def _response(self, status: str, facts: JsonObject) -> Response:
        path = f"responses/{status}/"
        told = self.type(facts, path) if facts.keys() - {"media_type"} else None
        return Response(status, facts.get("media_type"), told, self._at(path))

    def _scheme(self, name: str, headers: list[str]) -> Scheme:
        return Scheme(name, tuple(headers), self._at(f"security/{name}"))

    def _example(self, number: int, facts: JsonObject) -> Example:
        text = canonical(facts["value"])
        return Example(facts["of"], text, self._at(f"examples/{number}"))

    def field(self, name: str, facts: JsonObject, path: str) -> Field:
        told = self.type(facts, path)
        constraints = self._constraints(facts, path)
        return Field(name, told, facts.get("optional"), facts.get("deprecated"), constraints, self._at(path))

    def _constraints(self, facts: JsonObject, path: str) -> tuple[Constraint, ...] | None:
        if "constraints" not in facts:
            return None
        return tuple(Constraint(n, text, self._at(f"{path}#{n}")) for n, text in facts["constraints"].items())

    def type(self, facts: JsonObject, path: str) -> Type:
        match facts:
            case {"type": "unknown"}:
                return Unknown()
            case {"type": str(name)}:
                return Scalar(name.removeprefix(BROAD), broad=name.startswith(BROAD))
            case {"const": value}:
                return Constant(canonical(value))
            case {"unsaid": shown}:
                return Unsaid(shown)
            case {"items": items}:
                return Array(self.type(items, path + "[]"))
            case {"values": values}:
                return Map(self.type(values, path + "{}"))
            case {"fields": fields}:
                step = "" if path.endswith("/") else "."
                inner = tuple(self.field(name, each, f"{path}{step}{name}") for name, each in fields.items())
                return Object(inner, facts.get("model"), facts.get("partial", False))
            case {"enum": constants}:
                return self._enum(constants, facts.get("model"), path)
            case {"variants": variants}:
                return self._union(variants, facts.get("model"), path)
            case {"model": model}:
                return Model(model)
        raise ValueError(f"no type at {path}: {facts}")

    def _union(self, variants: list[JsonObject], model: str | None, path: str) -> Union:
        """Labels are made of types, and the spots of types are found by labels: so the types come first."""
        bare = tuple(Variant(_Typed().type(each, ""), each.get("name")) for each in variants)
        paths = [f"{path}<{label}>" for label in labels(bare)]
        return Union(tuple(self.variant(each, at) for each, at in zip(variants, paths, strict=True)), model)

    def _enum(self, constants: list[Json], model: str | None, path: str) -> Union:
        told = [Constant(canonical(each)) for each in constants]
        return Union(tuple(Variant(each, read_at=self._at(f"{path}<{each.text}>")) for each in told), model)

    def variant(self, facts: JsonObject, path: str) -> Variant:
        told = self.type(facts, path)
        return Variant(told, facts.get("name"), self._constraints(facts, path), self._at(path))


class _Typed(Decoder):
    """Reads types alone."""

    def __init__(self) -> None:
        super().__init__({})

    def _at(self, path: str) -> Spots:
        return ()


def _contradicted(facts: JsonObject) -> Contradiction:
    claims = tuple(Claim(each["says"], _spots(each["read_at"])) for each in facts["claims"])
    return Contradiction(facts["path"], facts["kind"], claims)


def _spots(texts: Iterable[str]) -> Spots:
    return tuple(Spot(page, int(line)) for page, _, line in (text.rpartition(":") for text in texts))
