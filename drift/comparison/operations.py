"""Two descriptions of one operation compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drift.facts.model import Body, Field, Object, OperationFacts, Response, Topic, Unsaid
from drift.facts.paths import in_words
from drift.findings.finding import Kind

from .difference import ABSENT, Difference, Steps, contrary, missing_and_extra
from .types import TypeComparison, field_in_words
from .variants import merged_object, variants_of

Content = Body | Response


@dataclass(frozen=True)
class OperationComparison:
    """Compares operations, and their types with `types`.

    If that is not strict, ours is openapi.yaml, and has answers that the docs do not list: these are not differences.
    """

    types: TypeComparison

    def differences(self, theirs: OperationFacts, ours: OperationFacts) -> Iterator[Difference]:
        """How two descriptions of one operation differ, in what both can speak of."""
        topics = theirs.topics & ours.topics
        alike = self.types.strict and theirs.topics == ours.topics
        yield from replace(self, types=replace(self.types, alike=alike))._differences(theirs, ours, topics)

    def _differences(
        self, theirs: OperationFacts, ours: OperationFacts, topics: frozenset[Topic]
    ) -> Iterator[Difference]:
        yield from self._parameters(theirs, ours, Topic.PARAMETERS in topics)
        if Topic.BODY in topics:
            yield from self._bodies(theirs, ours)
        yield from self._responses(theirs, ours, Topic.STATUSES in topics)
        known = self.types.strict and Topic.PERMISSIONS in topics
        if known or (theirs.permissions is not None and ours.permissions is not None):
            sides = (theirs.permissions or (), ours.permissions or ())
            their, our = ({each.name: each.read_at for each in side} for side in sides)
            yield from missing_and_extra((Kind.PERMISSION,) * 2, ("x-permissions",), their, our, theirs.read_at)
        known = self.types.strict and Topic.SECURITY in topics
        if known or (theirs.security is not None and ours.security is not None):
            pair = (theirs.security or (), ours.security or ())
            their, our = ({" + ".join(sorted(each.headers)): each.read_at for each in side} for side in pair)
            yield from missing_and_extra((Kind.AUTH,) * 2, ("security",), their, our, theirs.read_at)
        words, steps = ("deprecated", "not deprecated"), ("deprecated",)
        yield from contrary(Kind.DEPRECATION, steps, theirs.deprecated, ours.deprecated, words, theirs.read_at)
        yield from self._notes(theirs, ours)

    def _parameters(self, theirs: OperationFacts, ours: OperationFacts, spoken: bool) -> Iterator[Difference]:
        """Parameters; those in the path also where a page does not speak of parameters."""
        their, our = _known(theirs), _known(ours)
        for place, name in sorted(their.keys() | our.keys()):
            steps = ("parameters", place, name)
            one, other = their.get((place, name)), our.get((place, name))
            if one and other:
                yield from self.types.field_differences(one, other, steps, theirs.read_at)
            elif not spoken and place != "path":
                continue
            elif one:
                spots = one.read_at or theirs.read_at
                yield Difference(Kind.MISSING_PARAMETER, steps, f"{name}: {field_in_words(one)}", ABSENT, spots)
            elif other:
                described = f"{name}: {field_in_words(other)}"
                yield Difference(Kind.EXTRA_PARAMETER, steps, ABSENT, described, theirs.read_at)

    def _bodies(self, theirs: OperationFacts, ours: OperationFacts) -> Iterator[Difference]:
        """What is sent; if both sides have one body, these are compared even if their media types differ."""
        if len(theirs.bodies) == len(ours.bodies) == 1:
            steps = ("requestBody", str(ours.bodies[0].media_type))
            yield from self._body(theirs.bodies[0], ours.bodies[0], steps)
            return
        their, our = ({str(body.media_type): body for body in side.bodies} for side in (theirs, ours))
        for media_type in sorted(their.keys() | our.keys()):
            steps = ("requestBody", media_type)
            one, other = their.get(media_type), our.get(media_type)
            if one and other:
                yield from self._body(one, other, steps)
            elif one:
                yield Difference(Kind.MISSING_BODY, steps, _in_words(one), ABSENT, one.read_at or theirs.read_at)
            elif other:
                yield Difference(Kind.EXTRA_BODY, steps, ABSENT, _in_words(other), theirs.read_at)

    def _body(self, theirs: Body, ours: Body, steps: Steps) -> Iterator[Difference]:
        words = ("optional", "required")
        at = steps[:1]
        yield from contrary(Kind.OPTIONALITY, at, _optional(theirs), _optional(ours), words, theirs.read_at)
        yield from self._contents(theirs, ours, steps)

    def _responses(self, theirs: OperationFacts, ours: OperationFacts, spoken: bool) -> Iterator[Difference]:
        """Answers, by their statuses. A page may not show all of them; openapi.yaml does."""
        strict = self.types.strict
        found = set()
        for their in theirs.responses:
            our = _same_status(their, ours.responses)
            if our:
                found.add(our.status)
                yield from self._contents(their, our, ("responses", our.status))
            elif spoken or (not strict and their.status.startswith("2")):
                text = f"{their.status} {_in_words(their)}".rstrip()
                yield Difference(Kind.MISSING_STATUS, ("responses",), text, ABSENT, their.read_at)
        shown = strict and Topic.ENVELOPE in theirs.topics & ours.topics
        for our in ours.responses if spoken or shown else ():
            if our.status not in found and (strict or our.status.startswith("2")):
                text = f"{our.status} {_in_words(our)}".rstrip()
                yield Difference(Kind.EXTRA_STATUS, ("responses", our.status), ABSENT, text, theirs.read_at)

    def _notes(self, theirs: OperationFacts, ours: OperationFacts) -> Iterator[Difference]:
        """Examples that contradict their own page. openapi.yaml has none; of an older page they are known."""
        their, our = ({(each.of, each.place, each.text): each for each in side.notes} for side in (theirs, ours))
        for key in sorted(their.keys() ^ our.keys()):
            note = their.get(key) or our[key]
            steps = (*_content_steps(note.of, ours), *note.place) if note.place else ()
            texts = (note.text, ABSENT) if key in their else (ABSENT, note.text)
            yield Difference(Kind.EXAMPLE, steps, *texts, note.read_at)

    def _contents(self, their: Content, our: Content, steps: Steps) -> Iterator[Difference]:
        """Two bodies that are meant to be the same; the docs say nothing of one without content."""
        if None not in (their.media_type, our.media_type) and their.media_type != our.media_type:
            yield Difference(Kind.MEDIA_TYPE, steps, str(their.media_type), str(our.media_type), their.read_at)
        if their.type is not None and our.type is not None:
            yield from self.types.differences(their.type, our.type, steps, their.read_at)
        elif their.type is not None and not isinstance(their.type, Unsaid):
            yield Difference(Kind.MISSING_BODY, steps, in_words(their.type), ABSENT, their.read_at)


def _known(operation: OperationFacts) -> dict[tuple[str, str], Field]:
    """Parameters by place and name; those of the path also where only the path has them."""
    in_path = re.findall(r"\{(\w+)\}", operation.path)
    listed = {(each.place, each.field.name): each.field for each in operation.parameters}
    return {("path", name): Field(name, Unsaid()) for name in in_path} | listed


def _content_steps(of: str, ours: OperationFacts) -> Steps:
    """Where we have what an example is of."""
    if of == "request":
        return ("requestBody", str(ours.bodies[0].media_type)) if ours.bodies else ("requestBody",)
    same = _same_status(Response(of, None, None), ours.responses)
    return ("responses", same.status if same else of)


def _same_status(their: Response, ours: Sequence[Response]) -> Response | None:
    """The answer of the same status, best of the same media type; `2XX` is every success, on either side."""
    same = [our for our in ours if our.status == their.status]
    near = [our for our in ours if our.status[0] == their.status[0] and "XX" in our.status + their.status]
    return next(iter([*sorted(same, key=lambda our: our.media_type != their.media_type), *near]), None)


def _optional(body: Body) -> bool | None:
    """Whether a request may lack the body: what is said of it, or else no, if there is a field that it must have."""
    variants = variants_of(body.type)
    fields = merged_object(variants).fields if all(isinstance(each.type, Object) for each in variants) else ()
    return False if body.optional is None and any(each.optional is False for each in fields) else body.optional


def _in_words(content: Content) -> str:
    return " ".join(filter(None, (content.media_type, in_words(content.type) if content.type else "")))
