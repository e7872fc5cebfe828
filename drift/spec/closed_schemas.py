"""The schemas of openapi.yaml with unknown fields and unknown variants forbidden, as compiled JSON Schemas.

`allOf` becomes one object first: two members that each forbid the fields of the other would reject every value.
A union loses the variant that takes whatever the others do not: it is there for readers, and what it takes is news.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs
from jsonschema_rs import ValidationError, ValidationErrorKind

from drift.findings.finding import Kind

from .document import Document, JsonObject, described_variants, json_types, without_all_of
from .line_numbers import step

ROOT = "urn:openapi"
# Replaces every value in a message: it may be a secret.
MASK = "this"
# What tells the variants of a union apart, and what it may look like; anything else is not printed.
TAG, TAG_NAME = "type", re.compile(r"[a-z][a-z0-9_-]{0,63}")
KINDS = {
    ValidationErrorKind.Enum | ValidationErrorKind.Constant: Kind.MISSING_ENUM_VALUE,
    ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf: Kind.MISSING_VARIANT,
    ValidationErrorKind.FalseSchema: Kind.MISSING_FIELD,
    ValidationErrorKind.Required: Kind.OPTIONALITY,
    ValidationErrorKind.Format: Kind.FORMAT,
    ValidationErrorKind.Type | ValidationErrorKind.OneOfMultipleValid | ValidationErrorKind.Not: Kind.TYPE,
}


@dataclass(frozen=True)
class Flaw:
    """Where a value does not fit its schema, as a JSON pointer, and why; never the value itself.

    `name` is given for a field that the schema does not have.
    """

    pointer: str
    what: str
    kind: Kind
    name: str | None = None


@dataclass(frozen=True)
class ClosedSchemas:
    """The schemas of a document; each is compiled when it is first used."""

    document: Document
    _compiled: dict[str, jsonschema_rs.Draft202012Validator] = field(default_factory=dict, repr=False)

    # Any: whatever JSON came over the wire.
    def flaws(self, schema: JsonObject, value: Any) -> Iterator[Flaw]:
        """What is wrong with `value`; nothing, if it fits."""
        for error in self._validator(schema).iter_errors(value):
            yield from _flaws(error)

    def must_be_schemas(self) -> None:
        """ValueError if any that has a name is not a JSON Schema, down to its innermost one."""
        jsonschema_rs.meta.validate({"$defs": self.document.raw.get("components", {}).get("schemas", {})})

    def _validator(self, schema: JsonObject) -> jsonschema_rs.Draft202012Validator:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._compiled:
            self._compiled[key] = jsonschema_rs.Draft202012Validator(
                close(schema, self.document), registry=self._registry, mask=MASK, validate_formats=True, offline=True
            )
        return self._compiled[key]

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        schemas = {name: close(schema, self.document) for name, schema in self.document.schemas.items()}
        return jsonschema_rs.Registry([(ROOT, {"components": {"schemas": schemas}})])


def close(schema: JsonObject, document: Document) -> JsonObject:
    """The schema with unknown fields and variants forbidden, wherever it does not say itself what they may be."""
    if "$ref" in schema:
        return {"$ref": ROOT + schema["$ref"]}
    if "allOf" in schema:
        schema = without_all_of(schema, document)
    closed = {keyword: _inside(keyword, value, document) for keyword, value in schema.items()}
    if "properties" in closed or "object" in json_types(closed):
        closed.setdefault("additionalProperties", False)
    return closed


# Any: the value of a keyword is whatever that keyword takes.
def _inside(keyword: str, value: Any, document: Document) -> Any:
    """The schemas within a keyword closed; `not` stays as it is, because a closed condition would refuse less."""
    if keyword == "properties":
        return {name: close(schema, document) for name, schema in value.items()}
    if keyword in ("oneOf", "anyOf"):
        return [close(schema, document) for schema in described_variants(value, document)]
    if keyword in ("items", "additionalProperties") and isinstance(value, dict):
        return close(value, document)
    return value


def _flaws(error: ValidationError) -> Iterator[Flaw]:
    """An error as flaws; of a union, those of the variant that was meant."""
    place = "".join(map(step, error.instance_path))
    match error.kind:
        case ValidationErrorKind.OneOfNotValid(context=variants) | ValidationErrorKind.AnyOf(context=variants):
            meant = [errors for errors in variants if not _missed(errors, len(error.instance_path))]
            for inner in min(meant, key=len, default=()):
                yield from _flaws(inner)
            if not meant:
                yield Flaw(place, _unknown_variant(error.instance, len(variants)), _kind(error))
        case ValidationErrorKind.AdditionalProperties(unexpected=names):
            for name in names:
                yield Flaw(place, f"{name} is not in the spec", Kind.MISSING_FIELD, name)
        case _:
            yield Flaw(place, error.message, _kind(error))


# Any: whatever JSON came over the wire.
def _unknown_variant(value: Any, known: int) -> str:
    """That no variant of a union takes a value, with its type by name: the name of a type is not a secret."""
    tag = value.get(TAG) if isinstance(value, dict) else None
    if isinstance(tag, str) and TAG_NAME.fullmatch(tag):
        return f"the {TAG} {tag} is not in the spec"
    return f"is none of the {known} kinds that it may be"


def _kind(error: ValidationError) -> Kind:
    """The kind of finding that an error is."""
    if error.instance is None:
        return Kind.UNEXPECTED_NULL
    return next((kind for kinds, kind in KINDS.items() if isinstance(error.kind, kinds)), Kind.CONSTRAINT)


def _missed(errors: Sequence[ValidationError], depth: int) -> bool:
    """Whether another variant was meant: this one has another JSON type, or another constant as its tag."""
    deeper = [(len(error.instance_path) - depth, error.kind) for error in errors]
    return any(
        (at == 0 and isinstance(kind, ValidationErrorKind.Type))
        or (at == 1 and isinstance(kind, ValidationErrorKind.Constant | ValidationErrorKind.Not))
        for at, kind in deeper
    )
