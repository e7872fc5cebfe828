"""Two tellings of the API compared, operation by operation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drift.facts import paths as places
from drift.facts.model import Body, Field, Operation, Response, Topic, Type, Unsaid
from drift.findings.finding import Kind

from .difference import ABSENT, Difference, Steps
from .types import Types, told

Content = Body | Response
Matched = tuple[Operation | None, Operation | None]


def matched(theirs: Sequence[Operation], ours: Sequence[Operation]) -> Iterator[Matched]:
    """Operations of the same method and path, whatever the parameters of the path are called."""
    their, our = ({address(each.method, each.path): each for each in side} for side in (theirs, ours))
    for each in {**our, **their}:
        yield their.get(each), our.get(each)


def address(method: str, path: str) -> tuple[str, str]:
    """What makes an operation the same one in two tellings."""
    return method.upper(), re.sub(r"\{\w+\}", "{}", path)


@dataclass(frozen=True)
class Operations:
    """Compares operations; models that are told elsewhere are looked up by their names, on either side.

    Strict, it holds two pages against each other. Else ours is openapi.yaml, which knows of nulls and of refusals that
    the docs have no words for.
    """

    strict: bool
    their_models: Mapping[str, Type] = field(default_factory=dict)
    our_models: Mapping[str, Type] = field(default_factory=dict)

    def differences(self, theirs: Operation, ours: Operation) -> Iterator[Difference]:
        """How two tellings of one operation differ, in what both can speak of."""
        says = theirs.says & ours.says
        types = Types(self.strict, self.their_models, self.our_models)
        yield from _parameters(types, theirs, ours, Topic.PARAMETERS in says)
        if Topic.BODY in says:
            yield from _bodies(types, theirs, ours)
        yield from self._responses(types, theirs, ours, Topic.STATUSES in says)
        yield from _permissions(theirs, ours)
        yield from _security(theirs, ours)
        if None not in (theirs.deprecated, ours.deprecated) and theirs.deprecated != ours.deprecated:
            said = ["deprecated" if side.deprecated else "not deprecated" for side in (theirs, ours)]
            yield Difference(Kind.DEPRECATION, ("deprecated",), said[0], said[1], theirs.read_at)

    def _responses(self, types: Types, theirs: Operation, ours: Operation, spoken: bool) -> Iterator[Difference]:
        """Answers, by their statuses. A page that tells none says nothing; openapi.yaml says what there is."""
        found = set()
        for their in theirs.responses:
            our = _same_status(their, ours.responses)
            if our:
                found.add(our.status)
                yield from _contents(types, their, our, ("responses", our.status))
            elif spoken or (not self.strict and their.status.startswith("2")):
                text = f"{their.status} {_of(their)}".rstrip()
                yield Difference(Kind.MISSING_STATUS, ("responses",), text, ABSENT, their.read_at)
        for our in ours.responses if spoken else ():
            if our.status not in found and (self.strict or our.status.startswith("2")):
                text = f"{our.status} {_of(our)}".rstrip()
                yield Difference(Kind.EXTRA_STATUS, ("responses", our.status), ABSENT, text, theirs.read_at)


def _parameters(types: Types, theirs: Operation, ours: Operation, spoken: bool) -> Iterator[Difference]:
    """Parameters; where a page does not speak of them, those in the path all the same."""
    their, our = _known(theirs), _known(ours)
    for place, name in sorted(their.keys() | our.keys()):
        steps = ("parameters", place, name)
        one, other = their.get((place, name)), our.get((place, name))
        if one and other:
            yield from types.field_differences(one, other, steps, theirs.read_at)
        elif not spoken and place != "path":
            continue
        elif one:
            spots = one.read_at or theirs.read_at
            yield Difference(Kind.MISSING_PARAMETER, steps, f"{name}: {told(one)}", ABSENT, spots)
        elif other:
            yield Difference(Kind.EXTRA_PARAMETER, steps, ABSENT, f"{name}: {told(other)}", theirs.read_at)


def _known(operation: Operation) -> dict[tuple[str, str], Field]:
    """Parameters by place and name; those of the path also where only the path has them."""
    in_path = re.findall(r"\{(\w+)\}", operation.path)
    listed = {(each.place, each.field.name): each.field for each in operation.parameters}
    return {("path", name): Field(name, Unsaid()) for name in in_path} | listed


def _bodies(types: Types, theirs: Operation, ours: Operation) -> Iterator[Difference]:
    """What is sent; of one body on either side, the media types may differ."""
    if len(theirs.bodies) == len(ours.bodies) == 1:
        yield from _contents(types, theirs.bodies[0], ours.bodies[0], ("requestBody", str(ours.bodies[0].media_type)))
        return
    their, our = ({str(body.media_type): body for body in side.bodies} for side in (theirs, ours))
    for media_type in sorted(their.keys() | our.keys()):
        steps = ("requestBody", media_type)
        one, other = their.get(media_type), our.get(media_type)
        if one and other:
            yield from _contents(types, one, other, steps)
        elif one:
            yield Difference(Kind.MISSING_BODY, steps, _of(one), ABSENT, one.read_at or theirs.read_at)
        elif other:
            yield Difference(Kind.EXTRA_BODY, steps, ABSENT, _of(other), theirs.read_at)


def _contents(types: Types, their: Content, our: Content, steps: Steps) -> Iterator[Difference]:
    """Two bodies that are meant to be the same; of what has no content, the docs are silent."""
    if None not in (their.media_type, our.media_type) and their.media_type != our.media_type:
        yield Difference(Kind.MEDIA_TYPE, steps, str(their.media_type), str(our.media_type), their.read_at)
    if their.type is not None and our.type is not None:
        yield from types.differences(their.type, our.type, steps, their.read_at)
    elif their.type is not None and not isinstance(their.type, Unsaid):
        yield Difference(Kind.MISSING_BODY, steps, places.text(their.type), ABSENT, their.read_at)


def _same_status(their: Response, ours: Sequence[Response]) -> Response | None:
    """The answer of the same status; `2XX` is every success, on either side."""
    same = sorted(
        (our for our in ours if our.status == their.status), key=lambda our: our.media_type != their.media_type
    )
    near = [our for our in ours if our.status[0] == their.status[0] and "XX" in our.status + their.status]
    return next(iter([*same, *near]), None)


def _permissions(theirs: Operation, ours: Operation) -> Iterator[Difference]:
    if theirs.permissions is None or ours.permissions is None:
        return
    their, our = ({each.name: each.read_at for each in side} for side in (theirs.permissions, ours.permissions))
    for name in sorted(their.keys() - our.keys()):
        yield Difference(Kind.PERMISSION, ("x-permissions",), name, ABSENT, their[name] or theirs.read_at)
    for name in sorted(our.keys() - their.keys()):
        yield Difference(Kind.PERMISSION, ("x-permissions",), ABSENT, name, theirs.read_at)


def _security(theirs: Operation, ours: Operation) -> Iterator[Difference]:
    """Ways to sign in, by the headers that they need."""
    if theirs.security is None or ours.security is None:
        return
    their, our = ({frozenset(each.headers): each for each in side} for side in (theirs.security, ours.security))
    for headers in sorted(their.keys() ^ our.keys(), key=sorted):
        text = " + ".join(sorted(headers))
        if headers in their:
            yield Difference(Kind.AUTH, ("security",), text, ABSENT, their[headers].read_at or theirs.read_at)
        else:
            yield Difference(Kind.AUTH, ("security",), ABSENT, text, theirs.read_at)


def _of(content: Content) -> str:
    """A body in a few words."""
    return " ".join(filter(None, (content.media_type, places.text(content.type) if content.type else "")))
