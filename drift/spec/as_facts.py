"""openapi.yaml as facts, in the structure into which the docs are read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from drift.facts import model as facts
from drift.facts.model import Constraint, Field, Topic, Type, Variant
from drift.facts.paths import NULL, sorted_fields, sorted_union

from .document import Document, JsonObject, Operation, described_variants, json_types, without_all_of

# What the docs call the header of a `bearer` scheme.
BEARER = "Authorization: Bearer"
CONSTRAINTS = ("format", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "default")


@dataclass(frozen=True)
class SpecFacts:
    """The facts of a document."""

    document: Document

    def operation(self, operation: Operation) -> facts.OperationFacts:
        return facts.OperationFacts(
            operation.method.upper(),
            operation.path,
            operation.name,
            frozenset(Topic),
            tuple(self._parameter(parameter) for parameter in operation.parameters),
            tuple(self._bodies(operation.spec.get("requestBody", {}))),
            tuple(self._responses(operation.spec.get("responses", {}))),
            tuple(facts.Permission(name) for name in operation.spec.get("x-permissions", ())),
            tuple(self._scheme([*names]) for names in operation.spec.get("security", ())),
            bool(operation.spec.get("deprecated")),
            self.document.base_path,
        )

    def _parameter(self, parameter: JsonObject) -> facts.Parameter:
        field = self._field(parameter["name"], parameter["schema"], not parameter.get("required"), ())
        deprecated = bool(parameter.get("deprecated")) or field.deprecated
        return facts.Parameter(parameter["in"], replace(field, deprecated=deprecated))

    def _bodies(self, body: JsonObject) -> Iterator[facts.Body]:
        for media_type, content in body.get("content", {}).items():
            yield facts.Body(media_type, self._type(content["schema"]), optional=not body.get("required"))

    def _responses(self, responses: JsonObject) -> Iterator[facts.Response]:
        for status, response in responses.items():
            content = self.document.resolve(response).get("content", {})
            for media_type, body in content.items() or [(None, None)]:
                yield facts.Response(status, media_type, self._type(body["schema"]) if body else None)

    def _scheme(self, names: list[str]) -> facts.Scheme:
        schemes = [self.document.raw["components"]["securitySchemes"][name] for name in names]
        return facts.Scheme(" + ".join(names), tuple(scheme.get("name", BEARER) for scheme in schemes))

    def _field(self, name: str, schema: JsonObject, optional: bool, around: tuple[str, ...]) -> Field:
        deprecated = bool(schema.get("deprecated"))
        return Field(name, self._type(schema, around), optional, deprecated, tuple(self._constraints(schema)))

    def _type(self, schema: JsonObject, around: tuple[str, ...] = ()) -> Type:
        """What a schema describes; a schema that is `around` itself is given by its name."""
        model = None
        while "$ref" in schema:
            model = schema["$ref"].rpartition("/")[2]
            if model in around:
                return facts.Model(model)
            schema, around = self.document.at(schema["$ref"]), (*around, model)
        if "allOf" in schema:
            schema = without_all_of(schema, self.document)
        if "oneOf" in schema or "anyOf" in schema:
            variants = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
            return sorted_union(chain.from_iterable(self._variants(variants, around)), model)
        if "enum" in schema or "const" in schema:
            given = schema.get("enum", [schema.get("const")])
            constants = [facts.Constant(json.dumps(value, ensure_ascii=False)) for value in given]
            return sorted_union(map(Variant, constants), model) if "enum" in schema else constants[0]
        named = [self._of_type(name, schema, model, around) for name in json_types(schema)]
        return named[0] if len(named) == 1 else sorted_union(map(Variant, named)) if named else facts.Unknown()

    def _variants(self, schemas: list[JsonObject], around: tuple[str, ...]) -> Iterator[Iterable[Variant]]:
        """The variants of a union; those of a variant that is a union itself count as its own."""
        for schema in described_variants(schemas, self.document):
            described = self._type(schema, around)
            name = schema["$ref"].rpartition("/")[2] if "$ref" in schema else None
            yield described.variants if isinstance(described, facts.Union) else [Variant(described, name)]

    def _of_type(self, name: str, schema: JsonObject, model: str | None, around: tuple[str, ...]) -> Type:
        match name:
            case "null":
                return NULL
            case "array":
                return facts.Array(self._type(schema["items"], around))
            case "object":
                return self._object(schema, model, around)
            case _:
                return facts.Scalar(name)

    def _object(self, schema: JsonObject, model: str | None, around: tuple[str, ...]) -> Type:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", False)
        if not properties and others is not False:
            return facts.Map(facts.Unknown() if others is True else self._type(others, around))
        required = schema.get("required", [])
        fields = (self._field(name, inner, name not in required, around) for name, inner in properties.items())
        return facts.Object(sorted_fields(fields), model, partial=others is not False)

    def _constraints(self, schema: JsonObject) -> Iterator[Constraint]:
        """Constraints of a field: its own, those of its type if that is one type or null, and those of its items."""
        schema = self.document.resolve(schema)
        for name in CONSTRAINTS:
            if name in schema and not (name == "default" and "const" in schema):
                value = schema[name]
                yield Constraint(name, value if isinstance(value, str) else json.dumps(value))
        others = [variant for variant in schema.get("oneOf", []) if variant != {"type": "null"}]
        for inner in [*(others if len(others) == 1 else []), *([schema["items"]] if "items" in schema else [])]:
            yield from self._constraints(inner)
