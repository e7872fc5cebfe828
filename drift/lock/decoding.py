"""Facts from JSON, as encoding.py wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from drift.facts import model as facts
from drift.facts.paths import canonical_json, field_path, labelled

from .encoding import BROAD, JsonObject


@dataclass(frozen=True)
class Decoder:
    """Reads what an `Encoder` wrote; where facts were read is left out if `read_at` is None."""

    read_at: Mapping[str, list[str]] | None

    def _at(self, path: str) -> facts.Spots:
        return () if self.read_at is None else _spots(self.read_at[path])

    def operation(self, key: str, encoded: JsonObject) -> facts.OperationFacts:
        method, _, path = key.partition(" ")
        security = encoded.get("security")
        permissions = encoded.get("permissions")
        return facts.OperationFacts(
            method,
            path,
            encoded["title"],
            frozenset(map(facts.Topic, encoded["says"])),
            tuple(self._parameters(encoded["parameters"])),
            tuple(self._body(name, each) for name, each in encoded.get("bodies", {}).items()),
            tuple(self._response(status, each) for status, each in encoded["responses"].items()),
            None if permissions is None else tuple(map(self._permission, permissions)),
            None if security is None else tuple(self._scheme(*each) for each in security.items()),
            encoded.get("deprecated"),
            encoded.get("base_path"),
            tuple(self._example(number, each) for number, each in enumerate(encoded.get("examples", []))),
            tuple(self._note(number, each) for number, each in enumerate(encoded.get("notes", []))),
            tuple(map(_contradiction, encoded.get("contradictions", []))),
            self._at("operation"),
        )

    def _parameters(self, places: JsonObject) -> Iterable[facts.Parameter]:
        for place, fields in places.items():
            for name, encoded in fields.items():
                yield facts.Parameter(place, self._field(name, encoded, f"parameters/{place}/{name}"))

    def _body(self, name: str, encoded: JsonObject) -> facts.Body:
        body = facts.Body(None if name == "*" else name, facts.Unsaid(), encoded.get("optional"))
        return replace(body, type=self._type(encoded, body.path), read_at=self._at(body.path))

    def _response(self, status: str, encoded: JsonObject) -> facts.Response:
        response = facts.Response(status, encoded.get("media_type"), None)
        content = self._type(encoded, response.path) if encoded.keys() - {"media_type"} else None
        return replace(response, type=content, read_at=self._at(response.path))

    def _permission(self, name: str) -> facts.Permission:
        return facts.Permission(name, self._at(f"permissions/{name}"))

    def _scheme(self, name: str, headers: list[str]) -> facts.Scheme:
        return facts.Scheme(name, tuple(headers), self._at(f"security/{name}"))

    def _example(self, number: int, encoded: JsonObject) -> facts.Example:
        return facts.Example(encoded["of"], canonical_json(encoded["value"]), self._at(f"examples/{number}"))

    def _note(self, number: int, encoded: JsonObject) -> facts.Note:
        return facts.Note(encoded["of"], tuple(encoded["at"]), encoded["says"], self._at(f"notes/{number}"))

    def _field(self, name: str, encoded: JsonObject, path: str) -> facts.Field:
        constraints = self._constraints(encoded, path)
        optional, deprecated = encoded.get("optional"), encoded.get("deprecated")
        return facts.Field(name, self._type(encoded, path), optional, deprecated, constraints, self._at(path))

    def _constraints(self, encoded: JsonObject, path: str) -> tuple[facts.Constraint, ...] | None:
        if "constraints" not in encoded:
            return None
        return tuple(facts.Constraint(n, text, self._at(f"{path}#{n}")) for n, text in encoded["constraints"].items())

    def _type(self, encoded: JsonObject, path: str) -> facts.Type:
        match encoded:
            case {"type": "unknown"}:
                return facts.Unknown()
            case {"type": str(name)}:
                return facts.Scalar(name.removeprefix(BROAD), broad=name.startswith(BROAD))
            case {"const": value}:
                return facts.Constant(canonical_json(value))
            case {"unsaid": shown}:
                return facts.Unsaid(shown)
            case {"items": items}:
                return facts.Array(self._type(items, path + "[]"))
            case {"values": values}:
                return facts.Map(self._type(values, path + "{}"))
            case {"fields": fields}:
                inner = tuple(self._field(name, each, field_path(path, name)) for name, each in fields.items())
                return facts.Object(inner, encoded.get("model"), encoded.get("partial", False))
            case {"enum": constants}:
                return self._union([{"const": each} for each in constants], encoded.get("model"), path)
            case {"variants": variants}:
                return self._union(variants, encoded.get("model"), path)
            case {"model": model}:
                return facts.Model(model)
        raise ValueError(f"what is at {path} is not a type: {encoded}")

    def _union(self, variants: list[JsonObject], model: str | None, path: str) -> facts.Union:
        """Labels are made of types, and where types were read is found by labels: so the types come first."""
        labels = labelled(Decoder(None).variant(each, "") for each in variants)
        paths = (f"{path}<{label}>" for label in labels)
        return facts.Union(tuple(self.variant(each, at) for each, at in zip(variants, paths, strict=True)), model)

    def variant(self, encoded: JsonObject, path: str) -> facts.Variant:
        constraints = self._constraints(encoded, path)
        return facts.Variant(self._type(encoded, path), encoded.get("name"), constraints, self._at(path))


def _contradiction(encoded: JsonObject) -> facts.Contradiction:
    claims = tuple(facts.Claim(each["says"], _spots(each["read_at"])) for each in encoded["claims"])
    return facts.Contradiction(encoded["path"], encoded["kind"], claims)


def _spots(texts: Iterable[str]) -> facts.Spots:
    return tuple(facts.Spot(page, int(line)) for page, _, line in (text.rpartition(":") for text in texts))
