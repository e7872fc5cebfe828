"""Two tellings of one fact: the more exact one wins, and where neither is, they contradict each other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TypeVar

from .model import (
    Array,
    Claim,
    Constant,
    Constraint,
    Contradiction,
    Field,
    Map,
    Model,
    Object,
    Scalar,
    Spots,
    Type,
    Union,
    Unsaid,
    Variant,
)
from .paths import fields, labels, text, union

T = TypeVar("T")
Read = tuple[Spots, Spots]  # where each of two tellings was read
ABSENT = "absent"
KINDS = {str: {"string"}, bool: {"boolean"}, int: {"integer"}, float: {"number"}}


@dataclass
class Contradictions:
    """What pages disagree about, while their facts are made one."""

    _claims: dict[tuple[str, str], list[Claim]] = field(default_factory=dict)

    def compare(self, path: str, kind: str, one: Claim, other: Claim) -> None:
        """Two claims about one fact; a third page's is added to those that there are."""
        claims = self._claims.get((path, kind), [one])
        if claims == [one] and one.text == other.text:
            return
        for at, claim in enumerate(claims):
            if claim.text == other.text:
                claims[at] = Claim(claim.text, both(claim.read_at, other.read_at))
                break
        else:
            claims.append(other)
        self._claims[path, kind] = claims

    def all(self) -> tuple[Contradiction, ...]:
        return tuple(Contradiction(path, kind, tuple(claims)) for (path, kind), claims in sorted(self._claims.items()))


def both(*read_at: Spots) -> Spots:
    """Where either was read."""
    return tuple(sorted({spot for spots in read_at for spot in spots}))


def refined(one: Type, other: Type, path: str, at: Read, found: Contradictions) -> Type:
    """The type that two tellings make together; the first one's, where they contradict each other."""
    match one, other:
        case (Array(mine), Array(theirs)):
            return Array(refined(mine, theirs, path + "[]", at, found))
        case (Map(mine), Map(theirs)):
            return Map(refined(mine, theirs, path + "{}", at, found))
        case (Object(), Object()):
            return _object(one, other, path, at, found)
        case (Union(), Union()):
            return _union(one, other, path, at, found)
    for vague, exact in ((one, other), (other, one)):
        if _covers(vague, exact):
            return _sharpened(vague, exact)
    found.compare(path, "type", Claim(text(one), at[0]), Claim(text(other), at[1]))
    return one


def _covers(vague: Type, exact: Type) -> bool:
    """Whether one telling says the same as the other, only less of it."""
    match vague:
        case Unsaid():
            return True
        case Model(name):
            return not isinstance(exact, Object | Union | Model) or getattr(exact, "model", name) in (None, name)
        case Scalar(name, broad):
            kinds = _kinds(exact)
            allowed = {name} if name != "numeric" else {"integer", "number", "numeric"}
            plain = isinstance(exact, Scalar)
            return bool(kinds) and kinds <= allowed and (plain or broad)
    return vague == exact


def _kinds(told: Type) -> set[str]:
    """The scalars that a type is made of; none if it is made of anything else."""
    match told:
        case Scalar(name):
            return {name}
        case Constant(value):
            return KINDS.get(type(json.loads(value)), set())
        case Union(variants):
            kinds = [_kinds(variant.type) for variant in variants if variant.type != Constant("null")]
            return set[str]().union(*kinds) if all(kinds) else set()
    return set()


def _sharpened(vague: Type, exact: Type) -> Type:
    """The exact one; if both are scalars, it is broad only if both are."""
    if isinstance(vague, Scalar) and isinstance(exact, Scalar):
        return Scalar(exact.name, broad=vague.broad and exact.broad)
    if isinstance(vague, Model) and isinstance(exact, Object | Union):
        return replace(exact, model=vague.name)
    return exact


def _object(one: Object, other: Object, path: str, at: Read, found: Contradictions) -> Object:
    mine = {each.name: each for each in one.fields}
    theirs = {each.name: each for each in other.fields}
    told = []
    for name in sorted(mine.keys() | theirs.keys()):
        where = f"{path}{'' if not path or path.endswith('/') else '.'}{name}"
        if name in mine and name in theirs:
            told.append(refined_field(mine[name], theirs[name], where, found))
            continue
        told.append(mine.get(name) or theirs[name])
        if name not in mine and not one.partial:
            found.compare(where, "field", Claim(ABSENT, at[0]), Claim("present", theirs[name].read_at))
        if name not in theirs and not other.partial:
            found.compare(where, "field", Claim("present", mine[name].read_at), Claim(ABSENT, at[1]))
    if one.model and other.model:
        found.compare(path, "model", Claim(one.model, at[0]), Claim(other.model, at[1]))
    return Object(fields(told), one.model or other.model, one.partial and other.partial)


def _union(one: Union, other: Union, path: str, at: Read, found: Contradictions) -> Union:
    mine = dict(zip(labels(one.variants), one.variants, strict=True))
    theirs = dict(zip(labels(other.variants), other.variants, strict=True))
    told = []
    for label in sorted(mine.keys() | theirs.keys()):
        where = f"{path}<{label}>"
        if label in mine and label in theirs:
            told.append(_variant(mine[label], theirs[label], where, found))
            continue
        told.append(mine.get(label) or theirs[label])
        claims = [
            Claim("present" if label in given else ABSENT, given[label].read_at if label in given else read_at)
            for given, read_at in ((mine, at[0]), (theirs, at[1]))
        ]
        found.compare(where, "variant", *claims)
    return union(told, one.model or other.model)


def _variant(one: Variant, other: Variant, path: str, found: Contradictions) -> Variant:
    told = refined(one.type, other.type, path, (one.read_at, other.read_at), found)
    constraints = _constraints(one.constraints, other.constraints, path, (one.read_at, other.read_at), found)
    return Variant(told, one.name or other.name, constraints, both(one.read_at, other.read_at))


def refined_field(one: Field, other: Field, path: str, found: Contradictions) -> Field:
    """One field from two tellings of it."""
    at = (one.read_at, other.read_at)
    return Field(
        one.name,
        refined(one.type, other.type, path, at, found),
        agreed(one.optional, other.optional, path, "optionality", at, found),
        agreed(one.deprecated, other.deprecated, path, "deprecation", at, found),
        _constraints(one.constraints, other.constraints, path, at, found),
        both(*at),
    )


def agreed(one: T | None, other: T | None, path: str, kind: str, at: Read, found: Contradictions) -> T | None:
    """What either says of one fact; the first one's word, where both do."""
    if one is not None and other is not None:
        found.compare(path, kind, Claim(_word(one), at[0]), Claim(_word(other), at[1]))
    return other if one is None else one


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _constraints(
    one: tuple[Constraint, ...] | None,
    other: tuple[Constraint, ...] | None,
    path: str,
    at: Read,
    found: Contradictions,
) -> tuple[Constraint, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    mine = {each.name: each for each in one}
    theirs = {each.name: each for each in other}
    told = []
    for name in sorted(mine.keys() | theirs.keys()):
        claims = [
            Claim(given[name].text, given[name].read_at) if name in given else Claim(ABSENT, read_at)
            for given, read_at in ((mine, at[0]), (theirs, at[1]))
        ]
        found.compare(path, f"constraint {name}", *claims)
        first = mine.get(name) or theirs[name]
        told.append(
            Constraint(name, first.text, both(*(claim.read_at for claim in claims if claim.text == first.text)))
        )
    return tuple(told)
