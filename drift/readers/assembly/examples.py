"""The examples of a page, against which it is checked: what they hold, the page must have declared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from drift.facts import model as facts
from drift.facts.paths import JSON_TYPES, canonical_json, in_words
from drift.readers.tokens.lines import Line

SUCCESS = "2XX"


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

    def must_fit(self, root: facts.Type) -> None:
        """Fails unless the type allows the value."""
        for flaw in _flaws(root, self.value, ""):
            raise self.line.not_understood(f"the example does not fit what is declared: {flaw}")


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


def _flaws(described: facts.Type, value: Any, where: str) -> Iterator[str]:
    """Why a value is not of a type; nothing if it is."""
    place = where or "/"
    match described:
        case facts.Scalar(name):
            if name not in JSON_TYPES[type(value)]:
                yield f"{place} is not of type {name}"
        case facts.Constant(expected) if canonical_json(value) != expected:
            yield f"{place} is not {expected}"
        case facts.Array() if not isinstance(value, list):
            yield f"{place} is not of type array"
        case facts.Map() | facts.Object() if not isinstance(value, dict):
            yield f"{place} is not of type {type(described).__name__.lower()}"
        case facts.Array(inner) | facts.Map(inner):
            for at, each in _members(value):
                yield from _flaws(inner, each, f"{where}/{at}")
        case facts.Object():
            yield from _object_flaws(described, value, where)
        case facts.Union(variants):
            if all(any(_flaws(variant.type, value, where)) for variant in variants):
                yield f"{place} is none of {in_words(described)}"


def _object_flaws(described: facts.Object, value: Any, where: str) -> Iterator[str]:
    declared = {each.name: each for each in described.fields}
    yield from (f"{where}/{name} is not declared" for name in value if not (described.partial or name in declared))
    for name, each in declared.items():
        if name not in value:
            if each.optional is False:
                yield f"{where}/{name} is not optional, and not there"
        elif value[name] is not None or not each.optional:
            yield from _flaws(each.type, value[name], f"{where}/{name}")
