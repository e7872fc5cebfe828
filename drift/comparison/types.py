"""Two types compared, as deep as they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from drift.facts import paths as places
from drift.facts.model import Array, Field, Map, Model, Object, Scalar, Spots, Type, Unknown, Unsaid, Variant
from drift.findings.finding import Kind

from .difference import ABSENT, Difference, Steps
from .variants import alike, are_objects, arms, merged, pairs

NUMBERS = {"integer", "number"}


@dataclass(frozen=True)
class Types:
    """Compares types; a silence of either side is no difference.

    Strict, ours is a page too, of which a part may be untold; else it is openapi.yaml, which knows of nulls that most
    pages cannot tell, and says all there is. Models that are told elsewhere are looked up by their names.
    """

    strict: bool = True
    their_models: Mapping[str, Type] = field(default_factory=dict)
    our_models: Mapping[str, Type] = field(default_factory=dict)

    def differences(self, theirs: Type, ours: Type, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        """How two types differ."""
        match theirs, ours:
            case (Model(name), _) if name in self.their_models:
                inner = replace(self, their_models={**self.their_models, name: Unsaid()})
                yield from inner.differences(self.their_models[name], ours, steps, read_at)
            case (_, Model(name)) if name in self.our_models:
                inner = replace(self, our_models={**self.our_models, name: Unsaid()})
                yield from inner.differences(theirs, self.our_models[name], steps, read_at)
            case (Unsaid() | Model(), _) | (_, Unsaid() | Model()):
                return
            case _:
                yield from self._arms(theirs, ours, steps, read_at)

    def _arms(self, theirs: Type, ours: Type, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        their, our = alike(arms(theirs), arms(ours))
        if their.nullable != our.nullable and (their.nullable or self.strict):
            said = ["or null" if side.nullable else "never null" for side in (their, our)]
            yield Difference(Kind.TYPE, steps, said[0], said[1], read_at)
        if bool(their.constants) != bool(our.constants) and not (their.others and our.others):
            if not _stand_for(their.others, our.constants) and not _stand_for(our.others, their.constants):
                yield self._type(theirs, ours, steps, read_at)
            return
        if not (their.others and our.others) and their.others != our.others:
            yield self._type(theirs, ours, steps, read_at)
            return
        yield from _constants(their.constants, our.constants, steps, read_at)
        yield from self._variants(their.others, our.others, steps, read_at)

    def _variants(
        self, theirs: tuple[Variant, ...], ours: tuple[Variant, ...], steps: Steps, read_at: Spots
    ) -> Iterator[Difference]:
        if len(theirs) == len(ours) == 1:
            yield from self._one(theirs[0].type, ours[0].type, steps, read_at)
        elif theirs and not {type(each.type) for each in theirs} & {type(each.type) for each in ours}:
            yield self._type(places.union(theirs), places.union(ours), steps, read_at)
        elif 1 in (len(theirs), len(ours)) and are_objects(chain(theirs, ours)):
            yield from self._one_for_all(theirs, ours, steps, read_at)
        else:
            for their, our in pairs(theirs, ours):
                yield from self._pair(their, our, steps, read_at)

    def _one_for_all(
        self, theirs: tuple[Variant, ...], ours: tuple[Variant, ...], steps: Steps, read_at: Spots
    ) -> Iterator[Difference]:
        """Several objects, where the other side has one: each is a variant, and the one should have all fields."""
        for variant in theirs if len(theirs) > 1 else ():
            yield self._missing(variant, steps, read_at)
        for variant in ours if len(ours) > 1 else ():
            yield Difference(Kind.EXTRA_VARIANT, steps, ABSENT, _label(variant), read_at)
        told = [merged(each) if len(each) > 1 else each[0].type for each in (theirs, ours)]
        yield from self._one(told[0], told[1], steps, read_at)

    def _pair(self, their: Variant | None, our: Variant | None, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        if their and our:
            step = f"<{our.name or their.name or places.text(our.type)}>"
            yield from self.differences(their.type, our.type, (*steps, step), their.read_at or read_at)
        elif their:
            yield self._missing(their, steps, read_at)
        elif our:
            yield Difference(Kind.EXTRA_VARIANT, steps, ABSENT, _label(our), read_at)

    def _missing(self, variant: Variant, steps: Steps, read_at: Spots) -> Difference:
        return Difference(Kind.MISSING_VARIANT, steps, _label(variant), ABSENT, variant.read_at or read_at)

    def _one(self, theirs: Type, ours: Type, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        match theirs, ours:
            case (Unsaid() | Model(), _) | (_, Unsaid() | Model()) | (Unknown(), Unknown()):
                return
            case Array(their_items), Array(our_items):
                yield from self.differences(their_items, our_items, (*steps, "[]"), read_at)
            case Map(their_values), Map(our_values):
                yield from self.differences(their_values, our_values, (*steps, "{}"), read_at)
            case Object(), Object():
                yield from self._fields(theirs, ours, steps, read_at)
            case Scalar(their_name), Scalar(our_name) if _same_scalar(their_name, our_name):
                return
            case _:
                yield self._type(theirs, ours, steps, read_at)

    def _fields(self, theirs: Object, ours: Object, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        their, our = ({each.name: each for each in side.fields} for side in (theirs, ours))
        for name in sorted(their.keys() | our.keys()):
            where = (*steps, name)
            if name in their and name in our:
                yield from self.field_differences(their[name], our[name], where, read_at)
            elif name in their and not (self.strict and ours.partial):
                said = told(their[name])
                yield Difference(Kind.MISSING_FIELD, where, said, ABSENT, their[name].read_at or read_at)
            elif name in our and not theirs.partial:
                yield Difference(Kind.EXTRA_FIELD, where, ABSENT, told(our[name]), read_at)

    def field_differences(self, their: Field, our: Field, steps: Steps, around: Spots) -> Iterator[Difference]:
        """How what is said of one field, or of one parameter, differs."""
        read_at = their.read_at or around
        if None not in (their.optional, our.optional) and their.optional != our.optional:
            said = ["optional" if each.optional else "required" for each in (their, our)]
            yield Difference(Kind.OPTIONALITY, steps, said[0], said[1], read_at)
        if None not in (their.deprecated, our.deprecated) and their.deprecated != our.deprecated:
            said = ["deprecated" if each.deprecated else "not deprecated" for each in (their, our)]
            yield Difference(Kind.DEPRECATION, steps, said[0], said[1], read_at)
        yield from _constraints(their, our, steps, read_at)
        yield from self.differences(their.type, our.type, steps, read_at)

    def _type(self, theirs: Type, ours: Type, steps: Steps, read_at: Spots) -> Difference:
        return Difference(Kind.TYPE, steps, places.text(theirs), places.text(ours), read_at)


def told(each: Field) -> str:
    """A field in a few words."""
    return ("optional " if each.optional else "") + places.text(each.type)


def _constants(
    theirs: Mapping[str, Spots], ours: Mapping[str, Spots], steps: Steps, read_at: Spots
) -> Iterator[Difference]:
    for text in theirs.keys() - ours.keys():
        yield Difference(Kind.MISSING_ENUM_VALUE, steps, text, ABSENT, theirs[text] or read_at)
    for text in ours.keys() - theirs.keys():
        yield Difference(Kind.EXTRA_ENUM_VALUE, steps, ABSENT, text, read_at)


def _constraints(their: Field, our: Field, steps: Steps, read_at: Spots) -> Iterator[Difference]:
    if their.constraints is None or our.constraints is None:
        return
    theirs, ours = ({each.name: each for each in side.constraints or ()} for side in (their, our))
    for name in sorted(theirs.keys() | ours.keys()):
        said = [f"{name} {side[name].text}" if name in side else f"no {name}" for side in (theirs, ours)]
        if said[0] != said[1]:
            kind = Kind.FORMAT if name == "format" else Kind.CONSTRAINT
            spots = theirs[name].read_at if name in theirs else ()
            yield Difference(kind, steps, said[0], said[1], spots or read_at, name)


def _stand_for(others: tuple[Variant, ...], constants: Mapping[str, Spots]) -> bool:
    """Whether a broad type may be these constants."""
    match [variant.type for variant in others]:
        case [Scalar(name, broad=True)]:
            return all(_scalar(text) == name for text in constants)
        case _:
            return False


def _scalar(text: str) -> str:
    """The name of what a constant is, of those that a broad type may have."""
    return "string" if text.startswith('"') else "boolean" if text in ("true", "false") else "number"


def _same_scalar(theirs: str, ours: str) -> bool:
    return theirs == ours or ("numeric" in (theirs, ours) and bool({theirs, ours} & NUMBERS))


def _label(variant: Variant) -> str:
    return variant.name or places.text(variant.type)
