"""The trees of facts.py walked: every place in them under a path of its own, and a type as one line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import (
    Array,
    Constant,
    Field,
    Map,
    Model,
    Object,
    Operation,
    Scalar,
    Spots,
    Type,
    Union,
    Unknown,
    Unsaid,
    Variant,
)


@dataclass(frozen=True)
class Place:
    """A place in a tree. `field` is the field whose value stands here; items, values and variants have none.

    The path is made of `name` or `.name` for a field, `[]` for items, `{}` for values and `<label>` for a variant:
    `responses/2XX/result.observability.logs.destinations[]`.
    """

    path: str
    type: Type
    field: Field | None = None
    read_at: Spots = ()


def of_operation(operation: Operation) -> Iterator[Place]:
    """Every place of its parameters, bodies and answers."""
    for parameter in operation.parameters:
        yield from _field_places(parameter.field, f"parameters/{parameter.place}/{parameter.field.name}")
    for body in operation.bodies:
        yield from places(body.type, f"requestBody/{body.media_type or '*'}/", body.read_at)
    for response in operation.responses:
        if response.type is not None:
            yield from places(response.type, f"responses/{response.status}/", response.read_at)


def places(root: Type, path: str = "", read_at: Spots = ()) -> Iterator[Place]:
    """The place `path`, and every one below it, depth first; constants as variants are places too."""
    yield Place(path, root, None, read_at)
    yield from _below(root, path, read_at)


def _below(root: Type, path: str, read_at: Spots) -> Iterator[Place]:
    match root:
        case Array(items):
            yield from places(items, path + "[]", read_at)
        case Map(values):
            yield from places(values, path + "{}", read_at)
        case Object(fields):
            step = "" if not path or path.endswith("/") else "."
            for each in fields:
                yield from _field_places(each, f"{path}{step}{each.name}")
        case Union(variants):
            for label, variant in zip(labels(variants), variants, strict=True):
                yield from places(variant.type, f"{path}<{label}>", variant.read_at)


def _field_places(each: Field, path: str) -> Iterator[Place]:
    yield Place(path, each.type, each, each.read_at)
    yield from _below(each.type, path, each.read_at)


def labels(variants: tuple[Variant, ...]) -> list[str]:
    """A label for each variant, unlike all others of the union: its name, or what it is made of."""
    labels: list[str] = []
    for variant in variants:
        label = variant.name or text(variant.type)
        again = sum(earlier.partition("#")[0] == label for earlier in labels)
        labels.append(f"{label}#{again + 1}" if again else label)
    return labels


def text(told: Type) -> str:
    """A type in one line: of an object the names of its fields, with the values of those that are constant."""
    match told:
        case Scalar(name):
            return name
        case Constant(value):
            return value
        case Unknown():
            return "unknown"
        case Unsaid(shown):
            return f"unsaid {shown}".rstrip()
        case Array(items):
            return f"array of {text(items)}"
        case Map(values):
            return f"map[{text(values)}]"
        case Model(name):
            return name
        case Object(fields, model, partial):
            names = ", ".join([*map(_named, fields), *(["…"] if partial else [])])
            return f"{model + ' ' if model else ''}{{{names}}}"
        case Union(variants):
            return " or ".join(labels(variants))


def _named(each: Field) -> str:
    return f"{each.name}={each.type.text}" if isinstance(each.type, Constant) else each.name


def values(told: Type) -> list[str] | None:
    """The values of an enum as JSON texts, null not counted; None if it is no enum."""
    if not isinstance(told, Union):
        return None
    arms = [variant.type for variant in told.variants]
    texts = [arm.text for arm in arms if isinstance(arm, Constant)]
    return [each for each in texts if each != "null"] if len(texts) == len(arms) else None


def nullable(told: Type) -> bool:
    """Whether null is among what the page says that it may be."""
    return told == Constant("null") or (
        isinstance(told, Union) and any(variant.type == Constant("null") for variant in told.variants)
    )


def union(variants: Iterable[Variant], model: str | None = None) -> Union:
    """A union with its variants in order."""
    return Union(tuple(sorted(variants, key=lambda variant: (variant.name or "", text(variant.type)))), model)


def fields(given: Iterable[Field]) -> tuple[Field, ...]:
    """Fields in order."""
    return tuple(sorted(given, key=lambda each: each.name))


def canonical(value: object) -> str:
    """A value as JSON text; equal values have equal texts."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
