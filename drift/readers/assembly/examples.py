"""The examples of a page, held against what it declares; where they contradict it, that is noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from drift.facts import model as facts
from drift.facts.paths import JSON_TYPES, canonical_json, in_words, labelled
from drift.readers.tokens.lines import Line

SUCCESS = "2XX"
# The steps from a body to a place in it: names of fields, `[]`, `{}`, and `<label>` of a variant.
Place = tuple[str, ...]
# What is wrong there, in words.
Flaw = tuple[Place, str]


@dataclass(frozen=True)
class Sample:
    """A value in an example, and where it is; `of` the request, or the answer with this status."""

    line: Line = field(compare=False)
    value: Any  # whatever JSON holds
    of: str = SUCCESS

    def fact(self) -> facts.Example:
        return facts.Example(self.of, canonical_json(self.value), self.line.read_at)

    def names(self) -> Iterator[str]:
        """Every name of a field in it."""
        yield from _names(self.value)

    def notes(self, root: facts.Type) -> list[facts.Note]:
        """Where the type does not allow the value."""
        return [facts.Note(self.of, place, text, self.line.read_at) for place, text in _flaws(root, self.value, ())]


def decoded(line: Line, source: str, of: str = SUCCESS) -> tuple[Sample, int]:
    """The value that `source` begins with, and where it ends."""
    try:
        value, end = json.JSONDecoder(object_pairs_hook=_object).raw_decode(source)
    except ValueError as error:
        raise line.not_understood(f"is not JSON: {error}") from error
    return Sample(line, value, of), end


# Any: whatever JSON holds, here and below.
def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        raise ValueError("a name is there twice in one object")
    return whole


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for _, inner in _members(value):
        yield from _names(inner)


def _members(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _flaws(described: facts.Type, value: Any, at: Place) -> Iterator[Flaw]:
    """Where and why a value is not of a type; nothing if it is."""
    match described:
        case facts.Scalar(name) if name not in JSON_TYPES[type(value)]:
            yield at, f"the example is not of type {name}"
        case facts.Constant(expected) if canonical_json(value) != expected:
            yield at, f"the example is not {expected}"
        case facts.Array() if not isinstance(value, list):
            yield at, "the example is not of type array"
        case facts.Map() | facts.Object() if not isinstance(value, dict):
            yield at, f"the example is not of type {type(described).__name__.lower()}"
        case facts.Array(inner) | facts.Map(inner):
            step = "[]" if isinstance(described, facts.Array) else "{}"
            yield from dict.fromkeys(flaw for _, each in _members(value) for flaw in _flaws(inner, each, (*at, step)))
        case facts.Object():
            yield from _object_flaws(described, value, at)
        case facts.Union():
            yield from _union_flaws(described, value, at)


def _object_flaws(described: facts.Object, value: Any, at: Place) -> Iterator[Flaw]:
    declared = {each.name: each for each in described.fields}
    for name in value:
        if not (described.partial or name in declared):
            yield (*at, name), "the example has it, and it is not declared"
    for name, each in declared.items():
        if name not in value:
            if each.optional is False:
                yield (*at, name), "the example does not have it, and it is not optional"
        elif value[name] is not None or not each.optional:
            yield from _flaws(each.type, value[name], (*at, name))


def _union_flaws(described: facts.Union, value: Any, at: Place) -> Iterator[Flaw]:
    """Why a value is none of the variants: the flaws in that object which it resembles most, if it is one."""
    labels = labelled(described.variants)
    flaws = {label: list(_flaws(each.type, value, (*at, f"<{label}>"))) for label, each in labels.items()}
    if all(flaws.values()):
        objects = [label for label, each in labels.items() if isinstance(each.type, facts.Object)]
        if isinstance(value, dict) and objects:
            yield from min((flaws[label] for label in objects), key=len)
        else:
            yield at, f"the example is none of {in_words(described)}"
