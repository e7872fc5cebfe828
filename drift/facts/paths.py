"""The trees of model.py: every node in them under a path of its own, and a type in one line of words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import model as facts
from .model import Constant, Field, OperationFacts, Spots, Type, Union, Variant

NULL = Constant("null")


@dataclass(frozen=True)
class Node:
    """A node of a tree. `field` is the field whose value it is; items, values and variants have none.

    The path has `name` or `.name` for a field, `[]` for items, `{}` for values and `<label>` for a variant:
    `responses/2XX/result.observability.logs.destinations[]`.
    """

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


def field_path(path: str, name: str) -> str:
    """The path of a field of the object at `path`."""
    return path + ("" if not path or path.endswith("/") else ".") + name


def labelled(variants: Iterable[Variant]) -> dict[str, Variant]:
    """Variants by a label that no other one of the union has: the name, or what the variant is made of."""
    found: dict[str, Variant] = {}
    for variant in variants:
        label = variant.name or in_words(variant.type)
        again = sum(earlier.partition("#")[0] == label for earlier in found)
        found[f"{label}#{again + 1}" if again else label] = variant
    return found


def in_words(described: Type) -> str:
    """A type in one line; an object as the names of its fields, with the values of those that are constant."""
    match described:
        case facts.Scalar(name) | facts.Model(name):
            return name
        case Constant(value):
            return value
        case facts.Unknown():
            return "unknown"
        case facts.Unsaid(shown):
            return f"unsaid {shown}".rstrip()
        case facts.Array(items):
            return f"array of {in_words(items)}"
        case facts.Map(values):
            return f"map[{in_words(values)}]"
        case facts.Object(fields, model, partial):
            names = ", ".join([*map(_field_in_words, fields), *(["…"] if partial else [])])
            return f"{model + ' ' if model else ''}{{{names}}}"
        case Union(variants):
            return " or ".join(labelled(variants))


def _field_in_words(each: Field) -> str:
    return f"{each.name}={each.type.text}" if isinstance(each.type, Constant) else each.name


def sorted_union(variants: Iterable[Variant], model: str | None = None) -> Union:
    """A union with its variants in order."""
    return Union(tuple(sorted(variants, key=lambda variant: (variant.name or "", in_words(variant.type)))), model)


def sorted_fields(given: Iterable[Field]) -> tuple[Field, ...]:
    """Fields in order."""
    return tuple(sorted(given, key=lambda each: each.name))


def canonical_json(value: object) -> str:
    """A value as JSON text; equal values have equal texts."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
