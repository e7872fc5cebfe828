"""The examples of a page as an oracle: what they hold, the page must have declared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drift.facts.model import (
    Array,
    Constant,
    Example,
    Map,
    Model,
    Object,
    Scalar,
    Type,
    Union,
    Unknown,
    Unsaid,
    Variant,
)
from drift.facts.paths import canonical, text
from drift.readers.tokens.lines import Line

KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "file": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "numeric": (int, float),
}


@dataclass(frozen=True)
class Sample:
    """A value that stands in an example, and where."""

    line: Line
    value: Any  # whatever JSON holds

    def fact(self, of: str) -> Example:
        return Example(of, canonical(self.value), self.line.read_at)

    def names(self) -> Iterator[str]:
        """Every name of a field in it."""
        yield from _names(self.value)

    def must_fit(self, root: Type) -> None:
        """Fails unless a tree allows the value."""
        flaw = _flaw(root, self.value, "")
        if flaw is not None:
            raise self.line.not_understood(f"the example does not fit what is declared: {flaw}")


def decoded(line: Line, source: str) -> tuple[Sample, int]:
    """The value that `source` begins with, and where it ends."""
    try:
        value, end = json.JSONDecoder(object_pairs_hook=_object).raw_decode(source)
    except ValueError as error:
        raise line.not_understood(f"no JSON: {error}") from error
    return Sample(line, value), end


# Any: whatever JSON holds.
def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return told


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def _flaw(told: Type, value: Any, where: str) -> str | None:
    """Why a value is not of a type; None if it is."""
    match told:
        case Unknown() | Unsaid() | Model():
            return None
        case Scalar(name):
            fits = isinstance(value, KINDS[name]) and (name == "boolean" or not isinstance(value, bool))
            return None if fits else f"{where or '/'} is no {name}"
        case Constant(expected):
            return None if canonical(value) == expected else f"{where or '/'} is not {expected}"
        case Array(items):
            if not isinstance(value, list):
                return f"{where or '/'} is no array"
            return _first(_flaw(items, each, f"{where}/{number}") for number, each in enumerate(value))
        case Map(values):
            if not isinstance(value, dict):
                return f"{where or '/'} is no map"
            return _first(_flaw(values, each, f"{where}/{name}") for name, each in value.items())
        case Object():
            return _object_flaw(told, value, where)
        case Union(variants):
            return _union_flaw(variants, value, where)


def _object_flaw(told: Object, value: Any, where: str) -> str | None:
    if not isinstance(value, dict):
        return f"{where or '/'} is no object"
    declared = {each.name: each for each in told.fields}
    unknown = [] if told.partial else sorted(value.keys() - declared.keys())
    if unknown:
        return f"{where}/{unknown[0]} is not declared"
    missing = [name for name, each in declared.items() if each.optional is False and name not in value]
    if missing:
        return f"{where}/{missing[0]} is not optional, and not there"
    return _first(
        _flaw(declared[name].type, each, f"{where}/{name}")
        for name, each in value.items()
        if name in declared and not (each is None and declared[name].optional)
    )


def _union_flaw(variants: tuple[Variant, ...], value: Any, where: str) -> str | None:
    if any(_flaw(variant.type, value, where) is None for variant in variants):
        return None
    return f"{where or '/'} is none of {text(Union(variants))}"


def _first(flaws: Iterator[str | None]) -> str | None:
    return next((flaw for flaw in flaws if flaw is not None), None)
