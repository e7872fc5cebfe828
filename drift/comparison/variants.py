"""What a value may be, split into constants, other variants, and null; and which variants of two types are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from drift.facts.model import Constant, Field, Object, Scalar, Spots, Type, Union, Variant
from drift.facts.paths import NULL, in_words, sorted_fields, sorted_union

T = TypeVar("T")
TRUTHS: dict[str, Spots] = {"true": (), "false": ()}


@dataclass(frozen=True)
class SplitType:
    """The variants of a type; a type that is not a union is its only variant."""

    constants: dict[str, Spots]
    others: tuple[Variant, ...]
    nullable: bool

    def beside(self, other: SplitType) -> SplitType:
        """The same, with a boolean as its two constants if the other side has one of them."""
        is_boolean = not self.constants and [variant.type for variant in self.others] == [Scalar("boolean")]
        return SplitType(TRUTHS, (), self.nullable) if is_boolean and other.constants.keys() & TRUTHS.keys() else self


def split_variants(described: Type) -> SplitType:
    variants = variants_of(described)
    constants = {each.type.text: each.read_at for each in variants if isinstance(each.type, Constant)}
    others = tuple(each for each in variants if not isinstance(each.type, Constant))
    nullable = constants.pop(NULL.text, None) is not None
    return SplitType(constants, others, nullable)


def variants_of(described: Type) -> tuple[Variant, ...]:
    return described.variants if isinstance(described, Union) else (Variant(described),)


def merged_object(variants: Iterable[Variant]) -> Object:
    """One object that may be any of several: it has all their fields, and requires those that each requires."""
    fields: dict[str, list[Field]] = {}
    objects = [variant.type for variant in variants if isinstance(variant.type, Object)]
    for field in (field for each in objects for field in each.fields):
        fields.setdefault(field.name, []).append(field)
    return Object(sorted_fields(_merged_field(each, len(objects)) for each in fields.values()))


def _merged_field(fields: list[Field], of: int) -> Field:
    spots = tuple(spot for field in fields for spot in field.read_at)
    optional = True if len(fields) < of else _agreed([field.optional for field in fields], True)
    deprecated = _agreed([field.deprecated for field in fields], False)
    constraints = _agreed([field.constraints for field in fields], None)
    variants = {variant.type: variant for field in reversed(fields) for variant in reversed(variants_of(field.type))}
    merged = sorted_union(variants.values()) if len(variants) > 1 else fields[0].type
    return Field(fields[0].name, merged, optional, deprecated, constraints, spots)


def _agreed(values: Sequence[T], otherwise: T) -> T:
    return values[0] if all(each == values[0] for each in values) else otherwise


def paired_variants(
    theirs: Iterable[Variant], ours: Iterable[Variant]
) -> Iterator[tuple[Variant | None, Variant | None]]:
    """Variants that are meant to be the same, the most alike first; then those that have no counterpart."""
    rest, left = [*ours], []
    wanted = sorted(theirs, key=lambda each: max((_likeness(each, our) for our in rest), default=(False, 0.0)))
    for each in reversed(wanted):
        best = max(rest, key=lambda our: _likeness(each, our), default=None)
        if best is None or _likeness(each, best) < (True, 0.5):
            left.append(each)
            continue
        rest.remove(best)
        yield each, best
    yield from ((each, None) for each in left)
    yield from ((None, each) for each in rest)


def _likeness(one: Variant, other: Variant) -> tuple[bool, float]:
    """Whether two variants have the same constants, and the share of their fields that both have."""
    if not isinstance(one.type, Object) or not isinstance(other.type, Object):
        alike = type(one.type) is type(other.type) and in_words(one.type) == in_words(other.type)
        return alike, float(alike)
    names, others = ({field.name for field in each.fields} for each in (one.type, other.type))
    return _tags(one.type) == _tags(other.type), len(names & others) / max(1, len(names | others))


def _tags(described: Object) -> set[tuple[str, str]]:
    return {(field.name, field.type.text) for field in described.fields if isinstance(field.type, Constant)}
