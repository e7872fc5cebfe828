"""What a value may be, taken apart: the constants, the other variants, and whether null is among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard, TypeVar

from drift.facts import paths as places
from drift.facts.model import Constant, Field, Object, Scalar, Spots, Type, Union, Variant

T = TypeVar("T")
NULL = "null"
TRUTHS: dict[str, Spots] = {"true": (), "false": ()}


@dataclass(frozen=True)
class Arms:
    """The variants of a type; what is no union has one."""

    constants: dict[str, Spots]
    others: tuple[Variant, ...]
    nullable: bool


def arms(told: Type) -> Arms:
    """A type, taken apart."""
    variants = told.variants if isinstance(told, Union) else (Variant(told),)
    constants = {each.type.text: each.read_at for each in variants if isinstance(each.type, Constant)}
    others = tuple(each for each in variants if not isinstance(each.type, Constant))
    return Arms({text: spots for text, spots in constants.items() if text != NULL}, others, NULL in constants)


def alike(one: Arms, other: Arms) -> tuple[Arms, Arms]:
    """Both, with a boolean as its two constants where the other side names one of them."""
    return _beside(one, other), _beside(other, one)


def _beside(one: Arms, other: Arms) -> Arms:
    is_boolean = [variant.type for variant in one.others] == [Scalar("boolean")]
    if is_boolean and not one.constants and other.constants.keys() & TRUTHS.keys():
        return Arms(TRUTHS, (), one.nullable)
    return one


def are_objects(variants: Iterable[Variant]) -> bool:
    """Whether all of them are objects."""
    return all(isinstance(variant.type, Object) for variant in variants)


def merged(variants: Iterable[Variant]) -> Object:
    """One object that may be any of several: with the fields of all, of which it has to have what each has to have."""
    fields: dict[str, list[Field]] = {}
    objects = [variant.type for variant in variants if _is_object(variant.type)]
    for field in (field for each in objects for field in each.fields):
        fields.setdefault(field.name, []).append(field)
    return Object(places.fields(_merged_field(each, len(objects)) for each in fields.values()))


def _merged_field(fields: list[Field], of: int) -> Field:
    spots = tuple(spot for field in fields for spot in field.read_at)
    optional = True if len(fields) < of else _agreed([field.optional for field in fields], True)
    deprecated = _agreed([field.deprecated for field in fields], False)
    constraints = _agreed([field.constraints for field in fields], None)
    return Field(fields[0].name, _either([field.type for field in fields]), optional, deprecated, constraints, spots)


def _agreed(said: Sequence[T], otherwise: T) -> T:
    return said[0] if all(each == said[0] for each in said) else otherwise


def _either(types: list[Type]) -> Type:
    variants: dict[Type, Variant] = {}
    for told in types:
        for variant in told.variants if isinstance(told, Union) else (Variant(told),):
            variants.setdefault(variant.type, variant)
    return places.union(variants.values()) if len(variants) > 1 else types[0]


def pairs(theirs: Iterable[Variant], ours: Iterable[Variant]) -> Iterator[tuple[Variant | None, Variant | None]]:
    """Variants that are meant to be the same, the most alike first; then those that have no counterpart."""
    rest, left = [*ours], []
    wanted = sorted(theirs, key=lambda each: max((_likeness(each, our) for our in rest), default=(False, 0.0)))
    for each in reversed(wanted):
        best = max(rest, key=lambda our: _likeness(each, our), default=None)
        if best is None or not _alike(_likeness(each, best)):
            left.append(each)
            continue
        rest.remove(best)
        yield each, best
    yield from ((each, None) for each in left)
    yield from ((None, each) for each in rest)


def _alike(likeness: tuple[bool, float]) -> bool:
    same_constants, share = likeness
    return same_constants and share >= 0.5


def _likeness(one: Variant, other: Variant) -> tuple[bool, float]:
    """Whether two variants have the same constants, and what share of their fields both have."""
    if not (_is_object(one.type) and _is_object(other.type)):
        alike = type(one.type) is type(other.type) and places.text(one.type) == places.text(other.type)
        return alike, float(alike)
    names, others = ({field.name for field in each.fields} for each in (one.type, other.type))
    return _tags(one.type) == _tags(other.type), len(names & others) / max(1, len(names | others))


def _tags(told: Object) -> set[tuple[str, str]]:
    return {(field.name, field.type.text) for field in told.fields if isinstance(field.type, Constant)}


def _is_object(told: Type) -> TypeGuard[Object]:
    return isinstance(told, Object)
