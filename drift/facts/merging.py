"""Several pages about one operation made one, each fact as exact as any page has it; contradictions are recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeVar

from .model import Body, Claim, Example, Field, Operation, Page, Parameter, Permission, Response, Scheme, Spots, Topic
from .refining import ABSENT, Contradictions, agreed, both, refined, refined_field

T = TypeVar("T")
Told = Field | Body | Response
SUCCESS = "2XX"


def operations(pages: Iterable[Page]) -> tuple[Operation, ...]:
    """Every operation that any page tells, once."""
    told: dict[str, list[Operation]] = {}
    for page in sorted(pages, key=lambda page: page.name):
        for operation in page.operations:
            told.setdefault(operation.key, []).append(operation)
    return tuple(_whole(told[key]) for key in sorted(told))


def _whole(tellings: Sequence[Operation]) -> Operation:
    found = Contradictions()
    whole = reduce(lambda one, other: _Pair(one, other, found).merged(), _named(tellings))
    return replace(whole, contradictions=found.all())


def _named(tellings: Sequence[Operation]) -> list[Operation]:
    """The tellings with the same names for the same things: the status of success, and the type of the only body."""
    statuses = {each.status for telling in tellings for each in telling.responses if each.status.startswith("2")}
    types = {each.media_type for telling in tellings for each in telling.bodies}
    status = _only(statuses - {SUCCESS}) or SUCCESS
    media_type = _only(types - {None})
    return [
        replace(
            telling,
            bodies=tuple(replace(each, media_type=each.media_type or media_type) for each in telling.bodies),
            responses=tuple(
                replace(each, status=status if each.status == SUCCESS else each.status) for each in telling.responses
            ),
            examples=tuple(replace(each, of=status if each.of == SUCCESS else each.of) for each in telling.examples),
        )
        for telling in tellings
    ]


def _only(given: set[T]) -> T | None:
    return next(iter(given)) if len(given) == 1 else None


@dataclass(frozen=True)
class _Pair:
    """Two tellings of one operation."""

    one: Operation
    other: Operation
    found: Contradictions

    @property
    def _at(self) -> tuple[Spots, Spots]:
        return (self.one.read_at, self.other.read_at)

    def merged(self) -> Operation:
        one, other = self.one, self.other
        return Operation(
            one.method,
            one.path,
            agreed(one.title, other.title, "title", "title", self._at, self.found) or one.title,
            one.says | other.says,
            self._parameters(),
            self._bodies(),
            self._responses(),
            self._permissions(),
            self._security(),
            agreed(one.deprecated, other.deprecated, "deprecated", "deprecation", self._at, self.found),
            agreed(one.base_path, other.base_path, "base_path", "base path", self._at, self.found),
            self._examples(),
            read_at=both(*self._at),
        )

    def _both_say(self, topic: Topic) -> bool:
        return topic in self.one.says and topic in self.other.says

    def _missing(self, path: str, kind: str, one: Told | None, other: Told | None) -> None:
        """One page has what the other could have and has not."""
        claims = [
            Claim("present", told.read_at) if told else Claim(ABSENT, at)
            for told, at in ((one, self._at[0]), (other, self._at[1]))
        ]
        self.found.compare(path, kind, *claims)

    def _parameters(self) -> tuple[Parameter, ...]:
        mine = {(each.place, each.field.name): each.field for each in self.one.parameters}
        theirs = {(each.place, each.field.name): each.field for each in self.other.parameters}
        told = []
        for key in sorted(mine.keys() | theirs.keys()):
            path = "/".join(("parameters", *key))
            one, other = mine.get(key), theirs.get(key)
            if one and other:
                told.append(Parameter(key[0], refined_field(one, other, path, self.found)))
            elif one or other:
                if self._both_say(Topic.PARAMETERS):
                    self._missing(path, "parameter", one, other)
                told.append(Parameter(key[0], one or theirs[key]))
        return tuple(told)

    def _bodies(self) -> tuple[Body, ...]:
        mine = {each.media_type or "*": each for each in self.one.bodies}
        theirs = {each.media_type or "*": each for each in self.other.bodies}
        told = []
        for key in sorted(mine.keys() | theirs.keys()):
            path = f"requestBody/{key}/"
            one, other = mine.get(key), theirs.get(key)
            if one and other:
                at = (one.read_at, other.read_at)
                optional = agreed(one.optional, other.optional, path, "optionality", at, self.found)
                merged = refined(one.type, other.type, path, at, self.found)
                told.append(Body(one.media_type, merged, optional, both(*at)))
            elif one or other:
                if self._both_say(Topic.BODY):
                    self._missing(path, "body", one, other)
                told.append(one or theirs[key])
        return tuple(told)

    def _responses(self) -> tuple[Response, ...]:
        mine = {each.status: each for each in self.one.responses}
        theirs = {each.status: each for each in self.other.responses}
        told = []
        for key in sorted(mine.keys() | theirs.keys()):
            one, other = mine.get(key), theirs.get(key)
            if one and other:
                told.append(self._response(one, other))
            elif one or other:
                if self._both_say(Topic.STATUSES):
                    self._missing(f"responses/{key}/", "status", one, other)
                told.append(one or theirs[key])
        return tuple(told)

    def _response(self, one: Response, other: Response) -> Response:
        at = (one.read_at, other.read_at)
        told = one.type or other.type
        if one.type and other.type:
            told = refined(one.type, other.type, f"responses/{one.status}/", at, self.found)
        return Response(one.status, one.media_type or other.media_type, told, both(*at))

    def _permissions(self) -> tuple[Permission, ...] | None:
        one, other = self.one.permissions, self.other.permissions
        if one is None or other is None:
            return other if one is None else one
        names = [sorted(each.name for each in given) for given in (one, other)]
        claims = [Claim(", ".join(each), at) for each, at in zip(names, self._at, strict=True)]
        self.found.compare("permissions", "permission", *claims)
        return tuple(Permission(each.name, _read_at(each, one, other)) for each in one)

    def _security(self) -> tuple[Scheme, ...] | None:
        one, other = self.one.security, self.other.security
        if one is None or other is None:
            return other if one is None else one
        claims = [
            Claim("; ".join(f"{each.name} ({', '.join(each.headers)})" for each in given), at)
            for given, at in zip((one, other), self._at, strict=True)
        ]
        self.found.compare("security", "security", *claims)
        return tuple(Scheme(each.name, each.headers, _read_at(each, one, other)) for each in one)

    def _examples(self) -> tuple[Example, ...]:
        one, other = self.one.examples, self.other.examples
        told = sorted({*one, *other}, key=lambda each: (each.of, each.text))
        return tuple(Example(each.of, each.text, _read_at(each, one, other)) for each in told)


Read = TypeVar("Read", Permission, Scheme, Example)


def _read_at(each: Read, *given: Iterable[Read]) -> Spots:
    return both(*(same.read_at for side in given for same in side if same == each))
