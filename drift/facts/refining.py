"""Two sources about one type or field: the more exact one wins; where neither is, they contradict each other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from . import model as facts
from .model import Claim, Constraint, Contradiction, Field, Model, Object, Scalar, Spots, Type, Union, Variant
from .paths import NULL, field_path, in_words, labelled, sorted_fields, sorted_union


class Sourced(Protocol):
    """A fact that knows where it was read."""

    @property
    def read_at(self) -> Spots: ...


T = TypeVar("T")
S = TypeVar("S", bound=Sourced)
# Where each of two sources has what is compared.
ReadAt = tuple[Spots, Spots]
ABSENT, PRESENT = "absent", "present"
CONSTANTS = {str: {"string"}, bool: {"boolean"}, int: {"integer"}, float: {"number"}}


def both(*read_at: Spots) -> Spots:
    """Where either was read."""
    return tuple(sorted({spot for spots in read_at for spot in spots}))


@dataclass
class Refiner:
    """Makes one fact of two, and keeps what the sources disagree about."""

    _claims: dict[tuple[str, str], dict[str, Spots]] = field(default_factory=dict)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        found = ((*key, tuple(Claim(*claim) for claim in self._claims[key].items())) for key in sorted(self._claims))
        return tuple(Contradiction(path, kind, claims) for path, kind, claims in found)

    def compare(self, path: str, kind: str, at: ReadAt, one: str, other: str) -> None:
        """What two sources claim of one fact; the claim of a third is added to those that there are."""
        if (path, kind) in self._claims or one != other:
            claims = self._claims.setdefault((path, kind), {one: at[0]})
            claims[other] = both(claims.get(other, ()), at[1])

    def agreed(self, path: str, kind: str, at: ReadAt, one: T | None, other: T | None) -> T | None:
        """What either says of one fact; what the first says, if both do."""
        if one is not None and other is not None:
            self.compare(path, kind, at, _as_text(one), _as_text(other))
        return other if one is None else one

    def refine(self, one: Type, other: Type, path: str, at: ReadAt) -> Type:
        """The type that two sources make together; the first one's, where they contradict each other."""
        match one, other:
            case (facts.Array(mine), facts.Array(theirs)):
                return facts.Array(self.refine(mine, theirs, path + "[]", at))
            case (facts.Map(mine), facts.Map(theirs)):
                return facts.Map(self.refine(mine, theirs, path + "{}", at))
            case (Object(), Object()):
                return self._object(one, other, path, at)
            case (Union(), Union()):
                return self._union(one, other, path, at)
        for vague, exact in ((one, other), (other, one)):
            if _covers(vague, exact):
                return _sharpened(vague, exact)
        self.compare(path, "type", at, in_words(one), in_words(other))
        return one

    def refine_field(self, one: Field, other: Field, path: str) -> Field:
        """One field from two sources."""
        at = (one.read_at, other.read_at)
        return Field(
            one.name,
            self.refine(one.type, other.type, path, at),
            self.agreed(path, "optionality", at, one.optional, other.optional),
            self.agreed(path, "deprecation", at, one.deprecated, other.deprecated),
            self._constraints(one.constraints, other.constraints, path, at),
            both(*at),
        )

    def join(
        self,
        sides: Iterable[Mapping[str, S]],
        kind: str,
        path: Callable[[str], str],
        at: ReadAt,
        merged: Callable[[S, S, str], S],
        may_lack: tuple[bool, bool] = (False, False),
    ) -> list[S]:
        """What two sources have, in the order of names; `merged` makes one of what both have.

        What only one has is a contradiction, unless the other is a source that `may_lack` it.
        """
        one, other = sides
        found = []
        for name in sorted(one.keys() | other.keys()):
            if name in one and name in other:
                found.append(merged(one[name], other[name], path(name)))
                continue
            found.append(one[name] if name in one else other[name])
            if not may_lack[name in one]:
                texts = (PRESENT, ABSENT) if name in one else (ABSENT, PRESENT)
                read_at = (found[-1].read_at, at[1]) if name in one else (at[0], found[-1].read_at)
                self.compare(path(name), kind, read_at, *texts)
        return found

    def _object(self, one: Object, other: Object, path: str, at: ReadAt) -> Object:
        sides = ({each.name: each for each in side.fields} for side in (one, other))
        may_lack = (one.partial, other.partial)
        fields = self.join(sides, "field", partial(field_path, path), at, self.refine_field, may_lack)
        if one.model and other.model:
            self.compare(path, "model", at, one.model, other.model)
        return Object(sorted_fields(fields), one.model or other.model, all(may_lack))

    def _union(self, one: Union, other: Union, path: str, at: ReadAt) -> Union:
        sides = (labelled(side.variants) for side in (one, other))
        variants = self.join(sides, "variant", lambda label: f"{path}<{label}>", at, self._variant)
        return sorted_union(variants, one.model or other.model)

    def _variant(self, one: Variant, other: Variant, path: str) -> Variant:
        at = (one.read_at, other.read_at)
        constraints = self._constraints(one.constraints, other.constraints, path, at)
        return Variant(self.refine(one.type, other.type, path, at), one.name or other.name, constraints, both(*at))

    def _constraints(
        self, one: tuple[Constraint, ...] | None, other: tuple[Constraint, ...] | None, path: str, at: ReadAt
    ) -> tuple[Constraint, ...] | None:
        if one is None or other is None:
            return other if one is None else one
        merged: dict[str, Constraint] = {}
        for each in (*one, *other):
            same = [given for given in (*one, *other) if given == each]
            merged.setdefault(each.name, replace(each, read_at=both(*(given.read_at for given in same))))
        for name in sorted(merged):
            mine, theirs = (next((each for each in side if each.name == name), None) for side in (one, other))
            read_at = (mine.read_at if mine else at[0], theirs.read_at if theirs else at[1])
            texts = (each.text if each else ABSENT for each in (mine, theirs))
            self.compare(path, f"constraint {name}", read_at, *texts)
        return tuple(merged[name] for name in sorted(merged))


def _covers(vague: Type, exact: Type) -> bool:
    """Whether one source says the same as the other, only less of it."""
    match vague:
        case facts.Unsaid():
            return True
        case Model(name):
            return not isinstance(exact, Object | Union | Model) or getattr(exact, "model", name) in (None, name)
        case Scalar(name, broad):
            scalars = _scalars(exact)
            allowed = {name} if name != "numeric" else {"integer", "number", "numeric"}
            return bool(scalars) and scalars <= allowed and (isinstance(exact, Scalar) or broad)
    return vague == exact


def _scalars(described: Type) -> set[str]:
    """The scalars that a type is made of; none if it is made of anything else."""
    match described:
        case Scalar(name):
            return {name}
        case facts.Constant(value):
            return CONSTANTS.get(type(json.loads(value)), set())
        case Union(variants):
            scalars = [_scalars(variant.type) for variant in variants if variant.type != NULL]
            return set[str]().union(*scalars) if all(scalars) else set()
    return set()


def _sharpened(vague: Type, exact: Type) -> Type:
    """The exact one; if both are scalars, it is broad only if both are."""
    if isinstance(vague, Scalar) and isinstance(exact, Scalar):
        return Scalar(exact.name, broad=vague.broad and exact.broad)
    if isinstance(vague, Model) and isinstance(exact, Object | Union):
        return replace(exact, model=vague.name)
    return exact


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
