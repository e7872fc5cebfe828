"""What a value may be, taken apart: the constants, the other variants, and whether null is among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from drift import places
from drift.facts import Constant, Field, Object, Spots, Type, Union, Variant

NULL = "null"


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


def are_objects(variants: Iterable[Variant]) -> bool:
    """Whether all of them are objects."""
    return all(isinstance(variant.type, Object) for variant in variants)


def merged(variants: Iterable[Variant]) -> Object:
    """One object that may be any of several: with the fields of all, and silent on which of them are optional."""
    fields: dict[str, list[Field]] = {}
    for variant in variants:
        if _is_object(variant.type):
            for field in variant.type.fields:
                fields.setdefault(field.name, []).append(field)
    return Object(places.fields(_merged_field(name, each) for name, each in fields.items()))


def _merged_field(name: str, fields: list[Field]) -> Field:
    spots = tuple(spot for field in fields for spot in field.read_at)
    unlike = {field.constraints for field in fields}
    constraints = fields[0].constraints if len(unlike) == 1 else None
    return Field(name, _either([field.type for field in fields]), None, None, constraints, spots)


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
