"""One operation, put together from the sections of a page and held against its examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from drift.facts import model as facts
from drift.facts.model import Body, Field, Object, Parameter, Response, Type, Variant
from drift.facts.paths import sorted_fields
from drift.readers.tokens.items import Item
from drift.readers.tokens.lines import Line

from .curl import Curl
from .examples import SUCCESS, Sample
from .models import Models
from .trees import Trees

TEMPLATE = re.compile(r"\{([^{}]+)\}")
# Headers of an example that are not parameters.
HEADERS = {"accept", "authorization", "content-type", "x-auth-email", "x-auth-key"}
# The credentials of a page that names none.
SCHEMES = [{"authorization"}, {"x-auth-email", "x-auth-key"}]


@dataclass(frozen=True)
class Section:
    """What is below one heading: `path`, `query`, `header`, `cookie`, `body` or `returns`."""

    kind: str
    line: Line
    items: Sequence[Item]
    media_type: str | None = None


@dataclass
class Draft:
    """An operation, while its page is read."""

    line: Line
    title: str
    method: str
    path: str
    topics: frozenset[facts.Topic]
    marks: bool  # as `Trees` has it
    sections: list[Section] = field(default_factory=list)
    permissions: tuple[facts.Permission, ...] | None = None
    security: tuple[facts.Scheme, ...] | None = None
    deprecated: bool | None = None
    models: Models = field(default_factory=Models)
    curl: Curl | None = None
    samples: list[Sample] = field(default_factory=list)  # of answers
    notes: list[facts.Note] = field(default_factory=list)

    def add(self, section: Section) -> None:
        """One more section; only bodies of different media types may come twice."""
        for other in self.sections:
            if (other.kind, other.media_type) == (section.kind, section.media_type):
                raise section.line.not_understood("is there twice")
        if not section.items:
            raise section.line.not_understood("holds nothing")
        self.sections.append(section)

    def operation(self) -> facts.OperationFacts:
        """The operation; fails unless everything agrees that the page declares of it, or if a part of it is missing."""
        self._must_be_whole()
        return facts.OperationFacts(
            self.method,
            self.path,
            self.title,
            self.topics,
            self._parameters(),
            tuple(sorted(self._bodies(), key=lambda each: each.media_type or "")),
            tuple(self._responses()),
            self.permissions,
            self.security,
            self.deprecated,
            self.curl.base_path if self.curl else None,
            self._examples(),
            tuple(sorted(self.notes, key=lambda each: (each.of, each.place, each.text))),
            read_at=self.line.read_at,
        )

    def _must_be_whole(self) -> None:
        """Fails if the example shows more than is declared, or is not there: the page may have been cut."""
        declared = {section.kind for section in self.sections}
        if self.curl is None:
            raise self.line.not_understood("has no example")
        if self.samples and "returns" not in declared:
            raise self.samples[0].line.not_understood("is an answer, and the page does not say what is returned")
        if "returns" in declared and not self.samples:
            raise self.line.not_understood("has no example of what is returned")
        if self.curl.body is not None and "body" not in declared:
            raise self.curl.line.not_understood("sends a body, and the page does not describe any")

    def _tree(self, section: Section, sample: Sample | None = None) -> list[Field] | Variant:
        return Trees(section.items, self._known, self.models, marks=self.marks).root(sample and sample.value)

    def _type(self, section: Section, sample: Sample | None) -> Type:
        """The object or the one type that a section holds."""
        tree = self._tree(section, sample)
        if not isinstance(tree, Variant):
            return Object(sorted_fields(tree))
        if tree.name and isinstance(tree.type, Object | facts.Union):
            return replace(tree.type, model=tree.name)
        return tree.type

    def _of_kind(self, kind: str) -> list[Section]:
        return [section for section in self.sections if section.kind == kind]

    @cached_property
    def _known(self) -> set[str]:
        """The names in examples."""
        return {name for sample in self._all_samples for name in sample.names()}

    @property
    def _all_samples(self) -> list[Sample]:
        return [*self.samples, *([self.curl.body] if self.curl and self.curl.body else [])]

    # Parameters.

    def _parameters(self) -> tuple[Parameter, ...]:
        found = [Parameter(section.kind, each) for section in self.sections for each in self._fields(section)]
        named = set(TEMPLATE.findall(self.path))
        declared = {each.field.name for each in found if each.place == "path"}
        if named != declared:
            raise self.line.not_understood(f"the path has {sorted(named)}, its parameters are {sorted(declared)}")
        if self.curl:
            self._note(self.curl, *self.curl.flaws, *self._strange(self.curl, found))
        return tuple(sorted(found, key=lambda each: (each.place, each.field.name)))

    def _fields(self, section: Section) -> list[Field]:
        tree = [] if section.kind in ("body", "returns") else self._tree(section)
        if isinstance(tree, Variant):
            raise section.line.not_understood("holds a type instead of parameters")
        return tree

    def _note(self, shown: Curl, *texts: str) -> None:
        self.notes += (facts.Note("request", (), text, shown.line.read_at) for text in texts)

    def _strange(self, shown: Curl, declared: Sequence[Parameter]) -> Iterator[str]:
        """The parameters that only the example has, and the credentials that it lacks."""
        query = {each.field.name for each in declared if each.place == "query"}
        header = {each.field.name.lower() for each in declared if each.place == "header"}
        for name in sorted({*shown.query} - query | (shown.headers - header - HEADERS)):
            yield f"the example has the parameter {name}, and it is not declared"
        schemes = [{each.partition(":")[0].lower() for each in scheme.headers} for scheme in self.security or ()]
        if not any(names <= shown.headers for names in schemes or SCHEMES):
            yield "the example has no credentials, or others than the page names"

    # Bodies.

    def _bodies(self) -> Iterator[Body]:
        shown = self.curl.undeclared_body() if self.curl else None
        sections = self._of_kind("body")
        types = [section.media_type or (shown.media_type if shown else None) for section in sections]
        if not sections and shown:
            yield shown
        elif self.curl and shown and shown.media_type not in types:
            self._note(self.curl, f"the example sends the media type {shown.media_type}")
        for section, media_type in zip(sections, types, strict=True):
            yield self._body(section, media_type)

    def _body(self, section: Section, media_type: str | None) -> Body:
        shown = self.curl
        described, optional = self._type(section, shown.body if shown else None), None
        if shown and shown.media_type == media_type:
            if shown.body is not None:
                if wrapped := _wrapped(described, shown.body):
                    described, optional = wrapped.type, wrapped.optional
                self.notes += shown.body.notes(described)
            declared = {each.name for each in described.fields} if isinstance(described, Object) else set()
            parts = sorted(set(shown.parts) - declared)
            self._note(shown, *(f"the example has the part {name}, and it is not declared" for name in parts))
        return Body(media_type, described, optional, section.line.read_at)

    # Answers.

    def _responses(self) -> Iterator[Response]:
        successes = [sample for sample in self.samples if sample.of.startswith("2")]
        statuses = {sample.of for sample in successes}
        status = statuses.pop() if len(statuses) == 1 else SUCCESS
        sections = self._of_kind("returns")
        for section in sections:
            described = self._type(section, successes[0] if successes else None)
            for sample in successes:
                self.notes += sample.notes(described)
            yield Response(status, None, described, section.line.read_at)

    def _examples(self) -> tuple[facts.Example, ...]:
        examples = dict.fromkeys(sample.fact() for sample in self._all_samples)
        return tuple(sorted(examples, key=lambda each: (each.of, each.text)))


def _wrapped(body: Type, sample: Sample) -> Field | None:
    """A page shows a body that is not an object as the only field of one, `body`; the example shows which it is."""
    if isinstance(body, Object) and [each.name for each in body.fields] == ["body"]:
        return None if isinstance(sample.value, dict) and "body" in sample.value else body.fields[0]
    return None
