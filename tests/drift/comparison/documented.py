"""Every fact of the docs, each with its place in openapi.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drift.comparison.variants import merged_object
from drift.facts.model import Array, Constant, Field, Map, Object, OperationFacts, Type, Union
from drift.spec.document import Document
from drift.spec.pointers import Location, PointerResolver

Steps = tuple[str, ...]


@dataclass(frozen=True)
class Documented:
    """A field, or a parameter, as the docs tell it: `property` is where it stands, `schema` where it is described."""

    operation: OperationFacts
    name: str  # of the operation in openapi.yaml
    steps: Steps
    field: Field
    is_complete: bool  # whether the object that has it is told with all its fields
    property: Location
    schema: Location


def documented(document: Document, name: str, operation: OperationFacts) -> Iterator[Documented]:
    """All of an operation, of which openapi.yaml has the name."""
    resolver = PointerResolver(document)
    for steps, field, is_complete in _all(operation):
        place = resolver.locate(name, steps)
        yield Documented(operation, name, steps, field, is_complete, place, resolver.schema(place))


def _all(operation: OperationFacts) -> Iterator[tuple[Steps, Field, bool]]:
    for parameter in operation.parameters:
        yield ("parameters", parameter.place, parameter.field.name), parameter.field, True
    for body in operation.bodies:
        yield from _fields(body.type, ("requestBody", str(body.media_type)))
    for response in operation.responses:
        if response.type:
            yield from _fields(response.type, ("responses", response.status))


def _fields(told: Type, steps: Steps) -> Iterator[tuple[Steps, Field, bool]]:
    """Fields at any depth; those of all variants of a union, which openapi.yaml has in one object."""
    match told:
        case Array(items):
            yield from _fields(items, (*steps, "[]"))
        case Map(values):
            yield from _fields(values, (*steps, "{}"))
        case Union(variants):
            yield from _fields(merged_object(variants), steps)
        case Object(fields, _, partial):
            for field in fields:
                yield (*steps, field.name), field, not partial
                yield from _fields(field.type, (*steps, field.name))


def constants(told: Type) -> list[str]:
    """The values of an enum, or the one of a constant."""
    variants = [variant.type for variant in told.variants] if isinstance(told, Union) else [told]
    return [each.text for each in variants if isinstance(each, Constant)]
