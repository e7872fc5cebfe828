"""Every node in the trees of facts, under its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drift.facts import model as facts
from drift.facts.model import Field, OperationFacts, Spots, Type, Union
from drift.facts.paths import field_path, labelled


@dataclass(frozen=True)
class Node:
    """A node of a tree. `field` is the field whose value it is; items, values and variants have none."""

    path: str
    type: Type
    field: Field | None = None
    read_at: Spots = ()


def operation_nodes(operation: OperationFacts) -> Iterator[Node]:
    """Every node of its parameters, bodies and answers."""
    for parameter in operation.parameters:
        yield from _field_nodes(parameter.field, parameter.path)
    for body in operation.bodies:
        yield from nodes(body.type, body.path, body.read_at)
    for response in operation.responses:
        if response.type is not None:
            yield from nodes(response.type, response.path, response.read_at)


def nodes(root: Type, path: str = "", read_at: Spots = ()) -> Iterator[Node]:
    """The node at `path` and every one below it, depth first; a constant that is a variant is a node too."""
    yield Node(path, root, None, read_at)
    yield from _below(root, path, read_at)


def _below(root: Type, path: str, read_at: Spots) -> Iterator[Node]:
    match root:
        case facts.Array(items):
            yield from nodes(items, path + "[]", read_at)
        case facts.Map(values):
            yield from nodes(values, path + "{}", read_at)
        case facts.Object(fields):
            for each in fields:
                yield from _field_nodes(each, field_path(path, each.name))
        case Union(variants):
            for label, variant in labelled(variants).items():
                yield from nodes(variant.type, f"{path}<{label}>", variant.read_at)


def _field_nodes(each: Field, path: str) -> Iterator[Node]:
    yield Node(path, each.type, each, each.read_at)
    yield from _below(each.type, path, each.read_at)
