"""Two types compared, as deep as they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from drift.facts.model import Array, Field, Map, Model, Object, Scalar, Spots, Type, Unknown, Unsaid, Variant
from drift.facts.paths import in_words, sorted_union
from drift.findings.finding import Kind

from .difference import ABSENT, Difference, Steps, contrary, missing_and_extra
from .variants import merged_object, paired_variants, split_variants

# A page that cannot tell integers from other numbers calls either one numeric.
SAME_NUMBERS = ({"numeric", "integer"}, {"numeric", "number"})
ENUM_VALUES = (Kind.MISSING_ENUM_VALUE, Kind.EXTRA_ENUM_VALUE)
Variants = tuple[Variant, ...]


@dataclass(frozen=True)
class TypeComparison:
    """Compares types; what either side leaves out is not a difference.

    Strict, ours is a page too, and may leave out parts; else it is openapi.yaml, which knows of nulls that most pages
    cannot express, and says all there is. Models that are described elsewhere are looked up by their names.
    """

    strict: bool = True
    their_models: Mapping[str, Type] = field(default_factory=dict)
    our_models: Mapping[str, Type] = field(default_factory=dict)
    alike: bool = False  # two pages of one dialect: what only one of them says has changed

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
                yield from self._split(theirs, ours, steps, read_at)

    def _split(self, theirs: Type, ours: Type, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        one, other = split_variants(theirs), split_variants(ours)
        their, our = one.beside(other), other.beside(one)
        if their.nullable or self.strict:
            yield from contrary(Kind.TYPE, steps, their.nullable, our.nullable, ("or null", "never null"), read_at)
        if bool(their.constants) != bool(our.constants) and not (their.others and our.others):
            if not _may_be(their.others, our.constants) and not _may_be(our.others, their.constants):
                yield _other_type(theirs, ours, steps, read_at)
        elif not (their.others and our.others) and their.others != our.others:
            yield _other_type(theirs, ours, steps, read_at)
        else:
            yield from missing_and_extra(ENUM_VALUES, steps, their.constants, our.constants, read_at)
            yield from self._variants(their.others, our.others, steps, read_at)

    def _variants(self, theirs: Variants, ours: Variants, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        if len(theirs) == len(ours) == 1:
            yield from self._one(theirs[0].type, ours[0].type, steps, read_at)
        elif theirs and not {type(each.type) for each in theirs} & {type(each.type) for each in ours}:
            yield _other_type(sorted_union(theirs), sorted_union(ours), steps, read_at)
        elif 1 in (len(theirs), len(ours)) and all(isinstance(each.type, Object) for each in chain(theirs, ours)):
            # Where one side has several objects and the other has one, each is a variant; the one has all their fields.
            for their in theirs if len(theirs) > 1 else ():
                yield from self._pair(their, None, steps, read_at)
            for our in ours if len(ours) > 1 else ():
                yield from self._pair(None, our, steps, read_at)
            one, other = (merged_object(side) if len(side) > 1 else side[0].type for side in (theirs, ours))
            yield from self._one(one, other, steps, read_at)
        else:
            for pair in paired_variants(theirs, ours):
                yield from self._pair(*pair, steps, read_at)

    def _pair(self, their: Variant | None, our: Variant | None, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        if their and our:
            step = f"<{our.name or their.name or in_words(our.type)}>"
            yield from self.differences(their.type, our.type, (*steps, step), their.read_at or read_at)
        elif their:
            label = their.name or in_words(their.type)
            yield Difference(Kind.MISSING_VARIANT, steps, label, ABSENT, their.read_at or read_at)
        elif our:
            yield Difference(Kind.EXTRA_VARIANT, steps, ABSENT, our.name or in_words(our.type), read_at)

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
            case Scalar(one), Scalar(other) if one == other or {one, other} in SAME_NUMBERS:
                return
            case _:
                yield _other_type(theirs, ours, steps, read_at)

    def _fields(self, theirs: Object, ours: Object, steps: Steps, read_at: Spots) -> Iterator[Difference]:
        their, our = ({each.name: each for each in side.fields} for side in (theirs, ours))
        for name in sorted(their.keys() | our.keys()):
            where = (*steps, name)
            if name in their and name in our:
                yield from self.field_differences(their[name], our[name], where, read_at)
            elif name in their and not (self.strict and ours.partial):
                one = their[name]
                yield Difference(Kind.MISSING_FIELD, where, field_in_words(one), ABSENT, one.read_at or read_at)
            elif name in our and not theirs.partial:
                yield Difference(Kind.EXTRA_FIELD, where, ABSENT, field_in_words(our[name]), read_at)

    def field_differences(self, their: Field, our: Field, steps: Steps, around: Spots) -> Iterator[Difference]:
        """How two descriptions of one field, or of one parameter, differ."""
        spots = their.read_at or around
        yield from contrary(Kind.OPTIONALITY, steps, their.optional, our.optional, ("optional", "required"), spots)
        words = ("deprecated", "not deprecated")
        yield from contrary(Kind.DEPRECATION, steps, their.deprecated, our.deprecated, words, spots)
        if self.alike or None not in (their.constraints, our.constraints):
            yield from _constraints(their, our, steps, spots)
        yield from self.differences(their.type, our.type, steps, spots)


def field_in_words(each: Field) -> str:
    return ("optional " if each.optional else "") + in_words(each.type)


def _other_type(theirs: Type, ours: Type, steps: Steps, read_at: Spots) -> Difference:
    return Difference(Kind.TYPE, steps, in_words(theirs), in_words(ours), read_at)


def _constraints(their: Field, our: Field, steps: Steps, read_at: Spots) -> Iterator[Difference]:
    theirs, ours = ({each.name: each for each in side.constraints or ()} for side in (their, our))
    for name in sorted(theirs.keys() | ours.keys()):
        texts = [f"{name} {side[name].text}" if name in side else f"no {name}" for side in (theirs, ours)]
        if texts[0] != texts[1]:
            kind = Kind.FORMAT if name == "format" else Kind.CONSTRAINT
            spots = theirs[name].read_at if name in theirs else ()
            yield Difference(kind, steps, texts[0], texts[1], spots or read_at, name)


def _may_be(others: Variants, constants: Mapping[str, Spots]) -> bool:
    """Whether the only type is a broad one, which may be these constants."""
    match [variant.type for variant in others]:
        case [Scalar(name, broad=True)]:
            return all(_scalar(text) == name for text in constants)
        case _:
            return False


def _scalar(text: str) -> str:
    """The scalar that a constant is, as a broad type names it."""
    return "string" if text.startswith('"') else "boolean" if text in ("true", "false") else "number"
