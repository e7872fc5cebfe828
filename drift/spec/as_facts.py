"""What openapi.yaml says, as facts: the structure into which the docs are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from drift.facts import model as facts
from drift.facts import paths as places
from drift.facts.model import Constraint, Field, Topic, Type, Variant

from .closed_schemas import flat, types
from .document import Document, Object, Operation

# How the docs call the header of a scheme that is `bearer`.
BEARER = "Authorization: Bearer"
NULL = facts.Constant("null")
CONSTRAINTS = ("format", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "default")


@dataclass(frozen=True)
class Specified:
    """A document, told as facts."""

    document: Document

    @cached_property
    def operations(self) -> tuple[facts.Operation, ...]:
        return tuple(map(self.operation, self.document.operations))

    def operation(self, operation: Operation) -> facts.Operation:
        """One of them."""
        return facts.Operation(
            operation.method.upper(),
            operation.path,
            operation.name,
            frozenset(Topic),
            tuple(self._parameter(parameter) for parameter in operation.parameters),
            tuple(self._bodies(operation.spec.get("requestBody", {}).get("content", {}))),
            tuple(self._responses(operation.spec.get("responses", {}))),
            tuple(facts.Permission(name) for name in operation.spec.get("x-permissions", ())),
            tuple(self._scheme([*names]) for names in operation.spec.get("security", ())),
            bool(operation.spec.get("deprecated")),
            self.document.base_path,
        )

    def _parameter(self, parameter: Object) -> facts.Parameter:
        field = self._field(parameter["name"], parameter["schema"], not parameter.get("required"), ())
        deprecated = bool(parameter.get("deprecated")) or field.deprecated
        return facts.Parameter(parameter["in"], replace(field, deprecated=deprecated))

    def _bodies(self, content: Object) -> Iterator[facts.Body]:
        for media_type, body in content.items():
            yield facts.Body(media_type, self._type(body["schema"]))

    def _responses(self, responses: Object) -> Iterator[facts.Response]:
        for status, response in responses.items():
            content = self.document.resolve(response).get("content", {})
            for media_type, body in content.items() or [(None, None)]:
                yield facts.Response(status, media_type, self._type(body["schema"]) if body else None)

    def _scheme(self, names: list[str]) -> facts.Scheme:
        schemes = [self.document.raw["components"]["securitySchemes"][name] for name in names]
        return facts.Scheme(" + ".join(names), tuple(scheme.get("name", BEARER) for scheme in schemes))

    def _field(self, name: str, schema: Object, optional: bool, around: tuple[str, ...]) -> Field:
        deprecated = bool(schema.get("deprecated"))
        return Field(name, self._type(schema, around), optional, deprecated, tuple(self._constraints(schema)))

    def _type(self, schema: Object, around: tuple[str, ...] = ()) -> Type:
        """What a schema describes; of one that is `around` itself, the name."""
        model = None
        while "$ref" in schema:
            model = schema["$ref"].rpartition("/")[2]
            if model in around:
                return facts.Model(model)
            schema, around = self.document.at(schema["$ref"]), (*around, model)
        if "allOf" in schema:
            schema = flat(schema, self.document)
        if "oneOf" in schema or "anyOf" in schema:
            return self._union([*schema.get("oneOf", []), *schema.get("anyOf", [])], model, around)
        if "enum" in schema or "const" in schema:
            given = schema.get("enum", [schema.get("const")])
            constants = [facts.Constant(json.dumps(value, ensure_ascii=False)) for value in given]
            return places.union(map(Variant, constants), model) if "enum" in schema else constants[0]
        named = [self._of_type(name, schema, model, around) for name in types(schema)]
        return named[0] if len(named) == 1 else places.union(map(Variant, named)) if named else facts.Unknown()

    def _union(self, arms: list[Object], model: str | None, around: tuple[str, ...]) -> Type:
        variants = [variant for arm in arms if not self._is_open(arm, arms) for variant in self._variants(arm, around)]
        return places.union(variants, model)

    def _variants(self, arm: Object, around: tuple[str, ...]) -> tuple[Variant, ...]:
        """An arm; of one that is a union itself, its variants."""
        told = self._type(arm, around)
        name = arm["$ref"].rpartition("/")[2] if "$ref" in arm else None
        return told.variants if isinstance(told, facts.Union) else (Variant(told, name),)

    def _is_open(self, arm: Object, arms: list[Object]) -> bool:
        """The last arm of an open union: it says that there may be others, and describes none."""
        return arm is arms[-1] and self.document.resolve(arm).get("additionalProperties") is True

    def _of_type(self, name: str, schema: Object, model: str | None, around: tuple[str, ...]) -> Type:
        match name:
            case "null":
                return NULL
            case "array":
                return facts.Array(self._type(schema["items"], around))
            case "object":
                return self._object(schema, model, around)
            case _:
                return facts.Scalar(name)

    def _object(self, schema: Object, model: str | None, around: tuple[str, ...]) -> Type:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", False)
        if not properties and others is not False:
            return facts.Map(facts.Unknown() if others is True else self._type(others, around))
        required = schema.get("required", [])
        fields = (self._field(name, inner, name not in required, around) for name, inner in properties.items())
        return facts.Object(places.fields(fields), model, partial=others is not False)

    def _constraints(self, schema: Object) -> Iterator[Constraint]:
        """Constraints of a field: its own, those of the one kind that it may be beside null, and those of its items."""
        schema = self.document.resolve(schema)
        for name in CONSTRAINTS:
            if name in schema and not (name == "default" and "const" in schema):
                value = schema[name]
                yield Constraint(name, value if isinstance(value, str) else json.dumps(value))
        kinds = [arm for arm in schema.get("oneOf", []) if arm != {"type": "null"}]
        for inner in [*(kinds if len(kinds) == 1 else []), *([schema["items"]] if "items" in schema else [])]:
            yield from self._constraints(inner)
