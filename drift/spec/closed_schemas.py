"""The schemas of openapi.yaml with unknown fields forbidden, as compiled JSON Schemas.

`allOf` becomes one object first: two members that each forbade what the other has would let nothing pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs
from jsonschema_rs import ValidationError, ValidationErrorKind

from drift.findings.finding import Kind

from .document import Document, Object
from .line_numbers import step

ROOT = "urn:openapi"
# Stands where a value would be printed: it may be a secret.
MASK = "this"


@dataclass(frozen=True)
class Flaw:
    """Where a value does not fit its schema, as a JSON pointer, and why; never the value itself.

    `name` is that of a field which the schema does not know.
    """

    pointer: str
    what: str
    kind: Kind
    name: str | None = None


@dataclass(frozen=True)
class Strict:
    """The schemas of a document; each is compiled when it is first asked for."""

    document: Document
    _compiled: dict[str, jsonschema_rs.Draft202012Validator] = field(default_factory=dict, repr=False)

    # Any: whatever JSON came over the wire.
    def flaws(self, schema: Object, value: Any) -> Iterator[Flaw]:
        """What is wrong with `value`; nothing, if it fits."""
        for error in self._validator(schema).iter_errors(value):
            yield from _told(error)

    def _validator(self, schema: Object) -> jsonschema_rs.Draft202012Validator:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._compiled:
            self._compiled[key] = jsonschema_rs.Draft202012Validator(
                strict(schema, self.document), registry=self._registry, mask=MASK, validate_formats=True, offline=True
            )
        return self._compiled[key]

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        schemas = {name: strict(schema, self.document) for name, schema in self.document.schemas.items()}
        return jsonschema_rs.Registry([(ROOT, {"components": {"schemas": schemas}})])


def strict(schema: Object, document: Document) -> Object:
    """The schema, closed against unknown fields wherever it does not say itself what they may be."""
    if "$ref" in schema:
        return {"$ref": ROOT + schema["$ref"]}
    if "allOf" in schema:
        schema = flat(schema, document)
    closed = {keyword: _inside(keyword, value, document) for keyword, value in schema.items()}
    if "properties" in closed or "object" in types(closed):
        closed.setdefault("additionalProperties", False)
    return closed


# Any: the value of a keyword is whatever that keyword takes.
def _inside(keyword: str, value: Any, document: Document) -> Any:
    """The schemas within a keyword made strict; `not` stays, for strict conditions would refuse less."""
    if keyword == "properties":
        return {name: strict(schema, document) for name, schema in value.items()}
    if keyword in ("oneOf", "anyOf"):
        return [strict(schema, document) for schema in value]
    if keyword in ("items", "additionalProperties") and isinstance(value, dict):
        return strict(value, document)
    return value


def flat(schema: Object, document: Document) -> Object:
    """One object with the fields of all members of its `allOf`, at any depth."""
    whole: Object = {"type": "object", "properties": {}, "required": []}
    whole |= {keyword: value for keyword, value in schema.items() if keyword != "allOf"}
    for member in schema["allOf"]:
        part = document.resolve(member)
        if "allOf" in part:
            part = flat(part, document)
        whole["properties"] = whole["properties"] | part.get("properties", {})
        whole["required"] = [*whole["required"], *part.get("required", [])]
        if "additionalProperties" in part:
            whole["additionalProperties"] = part["additionalProperties"]
    return whole


def types(schema: Object) -> list[str]:
    """The JSON types that a schema names, as a list even if it is one."""
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


def _told(error: ValidationError) -> Iterator[Flaw]:
    """An error as flaws; of a union, those of the arm that was meant."""
    match error.kind:
        case ValidationErrorKind.OneOfNotValid(context=arms) | ValidationErrorKind.AnyOf(context=arms):
            meant = [arm for arm in arms if not _missed(arm, len(error.instance_path))]
            if meant:
                for inner in min(meant, key=len):
                    yield from _told(inner)
            else:
                yield Flaw(
                    _pointer(error.instance_path), f"is none of the {len(arms)} kinds that it may be", _kind(error)
                )
        case ValidationErrorKind.AdditionalProperties(unexpected=names):
            for name in names:
                yield Flaw(_pointer(error.instance_path), f"{name} is not in the spec", Kind.MISSING_FIELD, name)
        case _:
            yield Flaw(_pointer(error.instance_path), error.message, _kind(error))


def _kind(error: ValidationError) -> Kind:
    """What a finding of such an error is called."""
    match error.kind:
        case _ if error.instance is None:
            return Kind.UNEXPECTED_NULL
        case ValidationErrorKind.Enum() | ValidationErrorKind.Constant():
            return Kind.MISSING_ENUM_VALUE
        case ValidationErrorKind.OneOfNotValid() | ValidationErrorKind.AnyOf():
            return Kind.MISSING_VARIANT
        case ValidationErrorKind.FalseSchema():
            return Kind.MISSING_FIELD
        case ValidationErrorKind.Required():
            return Kind.OPTIONALITY
        case ValidationErrorKind.Format():
            return Kind.FORMAT
        case ValidationErrorKind.Type() | ValidationErrorKind.OneOfMultipleValid() | ValidationErrorKind.Not():
            return Kind.TYPE
        case _:
            return Kind.CONSTRAINT


def _missed(arm: Sequence[ValidationError], depth: int) -> bool:
    """Whether another arm was meant: this one has another JSON type, or another constant as its tag."""
    for error in arm:
        deeper = len(error.instance_path) - depth
        if deeper == 0 and isinstance(error.kind, ValidationErrorKind.Type):
            return True
        if deeper == 1 and isinstance(error.kind, ValidationErrorKind.Constant | ValidationErrorKind.Not):
            return True
    return False


def _pointer(path: Sequence[str | int]) -> str:
    return "".join(map(step, path))
