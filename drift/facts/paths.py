"""The trees of model.py: the paths of their nodes, a type in one line of words, and fields and variants in order.

A path has `name` or `.name` for a field, `[]` for items, `{}` for values and `<label>` for a variant:
`responses/2XX/result.observability.logs.destinations[]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from . import model as facts
from .model import Constant, Field, Type, Union, Variant

NULL = Constant("null")
# The types that a JSON value has, by its type in Python.
JSON_TYPES = {
    type(None): {"null"},
    bool: {"boolean"},
    int: {"integer", "number", "numeric"},
    float: {"number", "numeric"},
    str: {"string", "file"},
    list: {"array"},
    dict: {"object"},
}


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
