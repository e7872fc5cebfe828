"""Several pages about one operation made one, each fact as exact as any page has it; contradictions are recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeVar

from .model import Body, Example, Note, OperationFacts, Page, Parameter, Permission, Response, Scheme, Topic
from .refining import ReadAt, Refiner, both

Part = TypeVar("Part", Parameter, Body, Response)
Read = TypeVar("Read", Permission, Scheme, Example, Note)
SUCCESS = "2XX"


def merge_operations(pages: Iterable[Page]) -> tuple[OperationFacts, ...]:
    """Every operation that any page describes, once; the newest page that does has the first claim."""
    described: dict[str, list[OperationFacts]] = {}
    for page in sorted(pages, key=lambda page: (page.age, page.name)):
        for operation in page.operations:
            described.setdefault(operation.key, []).append(operation)
    return tuple(_merged(described[key]) for key in sorted(described))


def _merged(sources: Sequence[OperationFacts]) -> OperationFacts:
    refiner = Refiner()
    whole = reduce(lambda one, other: _Pair(one, other, refiner).merged(), _with_same_names(sources))
    return replace(whole, contradictions=refiner.contradictions)


def _with_same_names(sources: Sequence[OperationFacts]) -> list[OperationFacts]:
    """The sources with the same names for the same things: the status of success, and the type of the only body."""
    statuses = {each.status for source in sources for each in source.responses if each.status.startswith("2")}
    types = {each.media_type for source in sources for each in source.bodies}
    success = min(statuses - {SUCCESS}) if len(statuses - {SUCCESS}) == 1 else SUCCESS
    media_type = next(filter(None, types)) if len(types - {None}) == 1 else None

    def named(status: str) -> str:
        return success if status == SUCCESS else status

    return [
        replace(
            source,
            bodies=tuple(replace(each, media_type=each.media_type or media_type) for each in source.bodies),
            responses=tuple(replace(each, status=named(each.status)) for each in source.responses),
            examples=tuple(replace(each, of=named(each.of)) for each in source.examples),
            notes=tuple(replace(each, of=named(each.of)) for each in source.notes),
        )
        for source in sources
    ]


@dataclass(frozen=True)
class _Pair:
    """Two sources about one operation."""

    one: OperationFacts
    other: OperationFacts
    refiner: Refiner

    @property
    def _at(self) -> ReadAt:
        return (self.one.read_at, self.other.read_at)

    def merged(self) -> OperationFacts:
        one, other, agreed = self.one, self.other, self.refiner.agreed
        return OperationFacts(
            one.method,
            one.path,
            agreed("title", "title", self._at, one.title, other.title) or one.title,
            one.topics | other.topics,
            self._parts(one.parameters, other.parameters, Topic.PARAMETERS, "parameter", self._field),
            self._parts(one.bodies, other.bodies, Topic.BODY, "body", self._body),
            self._parts(one.responses, other.responses, Topic.STATUSES, "status", self._response),
            self._permissions(),
            self._security(),
            agreed("deprecated", "deprecation", self._at, one.deprecated, other.deprecated),
            agreed("base_path", "base path", self._at, one.base_path, other.base_path),
            self._examples(),
            self._notes(),
            read_at=both(*self._at),
        )

    def _parts(
        self,
        one: Iterable[Part],
        other: Iterable[Part],
        topic: Topic,
        kind: str,
        merged: Callable[[Part, Part, str], Part],
    ) -> tuple[Part, ...]:
        """Parts of the operation, by their paths; one that is missing counts only where both speak of the topic."""
        sides = ({each.path: each for each in side} for side in (one, other))
        silent = topic not in self.one.topics & self.other.topics
        return tuple(self.refiner.join(sides, kind, str, self._at, merged, (silent, silent)))

    def _field(self, one: Parameter, other: Parameter, path: str) -> Parameter:
        return Parameter(one.place, self.refiner.refine_field(one.field, other.field, path))

    def _body(self, one: Body, other: Body, path: str) -> Body:
        at = (one.read_at, other.read_at)
        optional = self.refiner.agreed(path, "optionality", at, one.optional, other.optional)
        return Body(one.media_type, self.refiner.refine(one.type, other.type, path, at), optional, both(*at))

    def _response(self, one: Response, other: Response, path: str) -> Response:
        at = (one.read_at, other.read_at)
        whole = one.type or other.type
        if one.type and other.type:
            whole = self.refiner.refine(one.type, other.type, path, at)
        return Response(one.status, one.media_type or other.media_type, whole, both(*at))

    def _permissions(self) -> tuple[Permission, ...] | None:
        one, other = self.one.permissions, self.other.permissions
        if one is None or other is None:
            return other if one is None else one
        names = [", ".join(sorted(each.name for each in side)) for side in (one, other)]
        self.refiner.compare("permissions", "permission", self._at, *names)
        return tuple(_read_by_both(one, one, other))

    def _security(self) -> tuple[Scheme, ...] | None:
        one, other = self.one.security, self.other.security
        if one is None or other is None:
            return other if one is None else one
        texts = ["; ".join(f"{each.name} ({', '.join(each.headers)})" for each in side) for side in (one, other)]
        self.refiner.compare("security", "security", self._at, *texts)
        return tuple(_read_by_both(one, one, other))

    def _examples(self) -> tuple[Example, ...]:
        one, other = self.one.examples, self.other.examples
        return tuple(_read_by_both(sorted({*one, *other}, key=lambda each: (each.of, each.text)), one, other))

    def _notes(self) -> tuple[Note, ...]:
        one, other = self.one.notes, self.other.notes
        notes = sorted({*one, *other}, key=lambda each: (each.of, each.place, each.text))
        return tuple(_read_by_both(notes, one, other))


def _read_by_both(facts: Iterable[Read], *sides: Iterable[Read]) -> Iterator[Read]:
    """Facts, each with every place where it was read."""
    for fact in facts:
        yield replace(fact, read_at=both(*(same.read_at for side in sides for same in side if same == fact)))
