"""Every fact of the docs, each with its place in openapi.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from drift.comparison.variants import merged_object, paired_variants, split_variants
from drift.facts.model import Array, Constant, Field, Map, Object, OperationFacts, Type, Union, Unsaid
from drift.spec.as_facts import SpecFacts
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
    (ours,) = (SpecFacts(document).operation(each) for each in document.operations if each.name == name)
    for steps, field, is_complete in _all(operation, ours):
        place = resolver.locate(name, steps)
        yield Documented(operation, name, steps, field, is_complete, place, resolver.schema(place))


def _all(operation: OperationFacts, ours: OperationFacts) -> Iterator[tuple[Steps, Field, bool]]:
    for parameter in operation.parameters:
        yield ("parameters", parameter.place, parameter.field.name), parameter.field, True
    for body in operation.bodies:
        yield from _fields(body.type, ours.bodies[0].type, ("requestBody", str(body.media_type)))
    for response in operation.responses:
        if response.type:
            our = next(each.type for each in ours.responses if each.status[0] == response.status[0])
            yield from _fields(response.type, our or Unsaid(), ("responses", response.status))


def _fields(told: Type, ours: Type, steps: Steps) -> Iterator[tuple[Steps, Field, bool]]:
    """Fields at any depth; those of all variants of a union where openapi.yaml has them in one object."""
    our = [variant.type for variant in split_variants(ours).others]
    match told:
        case Array(items):
            (within,) = (each.items for each in our if isinstance(each, Array))
            yield from _fields(items, within, (*steps, "[]"))
        case Map(values):
            (within,) = (each.values for each in our if isinstance(each, Map))
            yield from _fields(values, within, (*steps, "{}"))
        case Union() if len(our) > 1:
            pairs = paired_variants(split_variants(told).others, split_variants(ours).others)
            for their, other in ((one.type, other) for one, other in pairs if one and other):
                yield from _fields(their, other.type, (*steps, f"<{other.name}>"))
        case Union(variants):
            yield from _fields(merged_object(variants), ours, steps)
        case Object(fields, _, partial):
            objects = [each for each in our if isinstance(each, Object)]
            known = {field.name: field.type for each in objects for field in each.fields}
            for field in fields:
                having = [each for each in objects if field.name in {ours.name for ours in each.fields}]
                if len(objects) == 1:
                    yield (*steps, field.name), field, not partial
                elif len(having) == 1:
                    # What only one of our variants has is optional, whatever that one says.
                    yield (*steps, field.name), replace(field, optional=None), False
                yield from _fields(field.type, known[field.name], (*steps, field.name))


def constants(told: Type) -> list[str]:
    """The values of an enum, or the one of a constant."""
    variants = [variant.type for variant in told.variants] if isinstance(told, Union) else [told]
    return [each.text for each in variants if isinstance(each, Constant)]
