"""Facts as a flat mapping: what is described at each place, in words short enough to write by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drift.facts.model import (
    Array,
    Constant,
    Constraint,
    Field,
    Map,
    Model,
    Object,
    OperationFacts,
    Page,
    Scalar,
    Spots,
    Type,
    Union,
    Unknown,
    Unsaid,
    Variant,
)
from tests.drift.nodes import Node, nodes, operation_nodes


def words(described: Type) -> str:
    """What stands at a place itself; what is below it has places of its own."""
    match described:
        case Scalar(name, broad):
            return f"broad {name}" if broad else name
        case Constant(text):
            return text
        case Unknown():
            return "unknown"
        case Unsaid(shown):
            return f"unsaid {shown}".strip()
        case Array():
            return "array"
        case Map():
            return "map"
        case Model(name):
            return f"model {name}"
        case Object(_, model, partial):
            return " ".join(filter(None, (model, "partial" if partial else "", "object")))
        case Union(_, model):
            return f"{model or ''} union".strip()


def field(described: Field) -> str:
    """A field: what it is, whether it may be left out, and what else holds of it."""
    optional = {True: " optional", False: "", None: " unsaid-optional"}[described.optional]
    deprecated = " deprecated" if described.deprecated else ""
    return f"{words(described.type)}{optional}{deprecated}{constraints(described.constraints)}"


def constraints(described: tuple[Constraint, ...] | None) -> str:
    return "".join(f" {each.name}={each.text}" for each in described or ())


def tree(operation: OperationFacts) -> dict[str, str]:
    """What is described at each place of the trees of an operation."""
    return {
        place.path: field(place.field) if place.field else words(place.type) for place in operation_nodes(operation)
    }


def everything(page: Page) -> Iterator[tuple[str, str, Spots]]:
    """Every fact of a page: its path, what it says, and where it was read."""
    yield "dialect", page.dialect, ()
    for operation in page.operations:
        for path, described, read_at in _of_operation(operation):
            yield f"{operation.key} {path}", described, read_at
    for model in page.models:
        for place in nodes(model.type, f"models/{model.name}/", model.read_at):
            yield from _of_place(place)


def _of_operation(operation: OperationFacts) -> Iterator[tuple[str, str, Spots]]:
    yield "title", operation.title, operation.read_at
    yield "deprecated", str(operation.deprecated), operation.read_at
    yield "base path", str(operation.base_path), operation.read_at
    for permission in operation.permissions or ():
        yield f"permissions/{permission.name}", "", permission.read_at
    for scheme in operation.security or ():
        yield f"security/{scheme.name}", ", ".join(scheme.headers), scheme.read_at
    for example in operation.examples:
        yield f"examples/{example.of}", example.text, example.read_at
    for note in operation.notes:
        yield f"notes/{note.of}/{'/'.join(note.place)}", note.text, note.read_at
    for body in operation.bodies:
        yield f"requestBody/{body.media_type or '*'}/ optional", str(body.optional), body.read_at
    for response in operation.responses:
        if response.type is None:
            yield f"responses/{response.status}/", "nothing", response.read_at
    for place in operation_nodes(operation):
        yield from _of_place(place)


def _of_place(place: Node) -> Iterator[tuple[str, str, Spots]]:
    yield place.path, field(replace(place.field, constraints=None)) if place.field else words(place.type), place.read_at
    described: list[Field | Variant] = [place.field] if place.field else []
    if isinstance(place.type, Union):
        described += place.type.variants
    for each in described:
        for constraint in each.constraints or ():
            yield f"{place.path}#{constraint.name}", constraint.text, constraint.read_at
