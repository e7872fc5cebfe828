"""One operation, put together from the sections of a page and held against its examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from drift.facts.model import (
    Body,
    Example,
    Field,
    Object,
    Operation,
    Parameter,
    Permission,
    Response,
    Scheme,
    Topic,
    Type,
    Union,
    Variant,
)
from drift.facts.paths import fields as in_order
from drift.readers.tokens.items import Item
from drift.readers.tokens.lines import Line

from .curl import Curl
from .examples import Sample
from .models import Models
from .trees import Trees

TEMPLATE = re.compile(r"\{([^{}]+)\}")
SUCCESS = "2XX"
# Those of an example that are no parameters.
HEADERS = {"accept", "authorization", "content-type", "x-auth-email", "x-auth-key"}
# Where a page names none.
SCHEMES = [{"authorization"}, {"x-auth-email", "x-auth-key"}]


@dataclass(frozen=True)
class Section:
    """What stands under one heading: `path`, `query`, `header`, `cookie`, `body` or `returns`."""

    kind: str
    line: Line
    items: Sequence[Item]
    media_type: str | None = None


@dataclass
class Draft:
    """An operation while its page is read."""

    line: Line
    title: str
    method: str
    path: str
    says: frozenset[Topic]
    marks: bool  # as `Trees` has it
    sections: list[Section] = field(default_factory=list)
    permissions: tuple[Permission, ...] | None = None
    security: tuple[Scheme, ...] | None = None
    deprecated: bool | None = None
    models: Models = field(default_factory=Models)
    curl: Curl | None = None
    samples: list[tuple[str, Sample]] = field(default_factory=list)  # of answers, each with its status

    def add(self, section: Section) -> None:
        """One section more; only bodies of different media types may come twice."""
        for other in self.sections:
            if (other.kind, other.media_type) == (section.kind, section.media_type):
                raise section.line.not_understood("stands twice")
        if not section.items:
            raise section.line.not_understood("holds nothing")
        self.sections.append(section)

    def operation(self) -> Operation:
        """The operation, if all that the page says of it agrees."""
        return Operation(
            self.method,
            self.path,
            self.title,
            self.says,
            self._parameters(),
            tuple(sorted(self._bodies(), key=lambda each: each.media_type or "")),
            tuple(self._responses()),
            self.permissions,
            self.security,
            self.deprecated,
            self.curl.base_path if self.curl else None,
            self._examples(),
            read_at=self.line.read_at,
        )

    def _tree(self, section: Section, sample: Sample | None = None) -> list[Field] | Variant:
        return Trees(section.items, self._known, self.models, marks=self.marks).root(sample and sample.value)

    @cached_property
    def _known(self) -> set[str]:
        """The names that stand in examples."""
        samples = [sample for _, sample in self.samples] + ([self.curl.body] if self.curl and self.curl.body else [])
        return {name for sample in samples for name in sample.names()}

    # Parameters.

    def _parameters(self) -> tuple[Parameter, ...]:
        told = [parameter for section in self.sections for parameter in self._located(section)]
        self._must_fit_path({each.field.name for each in told if each.place == "path"})
        if self.curl:
            self._must_know(self.curl, told)
        return tuple(sorted(told, key=lambda each: (each.place, each.field.name)))

    def _located(self, section: Section) -> Iterator[Parameter]:
        if section.kind in ("body", "returns"):
            return
        told = self._tree(section)
        if isinstance(told, Variant):
            raise section.line.not_understood("holds a type instead of parameters")
        for each in told:
            yield Parameter(section.kind, each)

    def _must_fit_path(self, declared: set[str]) -> None:
        named = set(TEMPLATE.findall(self.path))
        if named != declared:
            raise self.line.not_understood(f"the path has {sorted(named)}, its parameters are {sorted(declared)}")

    def _must_know(self, shown: Curl, told: Sequence[Parameter]) -> None:
        """Fails if the example has a parameter that the page does not, or lacks the credentials that it asks for."""
        query = {each.field.name for each in told if each.place == "query"}
        header = {each.field.name.lower() for each in told if each.place == "header"}
        unknown = {*shown.query} - query | (shown.headers - header - HEADERS)
        if unknown:
            raise shown.line.not_understood(f"the example has {sorted(unknown)}, the page has not")
        schemes = [{each.partition(":")[0].lower() for each in scheme.headers} for scheme in self.security or ()]
        if not any(names <= shown.headers for names in schemes or SCHEMES):
            raise shown.line.not_understood("the example has no credentials, or others than the page names")

    # Bodies.

    def _bodies(self) -> Iterator[Body]:
        shown = self.curl.unsaid_body() if self.curl else None
        sections = [section for section in self.sections if section.kind == "body"]
        known = {section.media_type or (shown and shown.media_type) for section in sections}
        if sections and shown and shown.media_type not in known:
            raise sections[0].line.not_understood(f"the example sends {shown.media_type}")
        if not sections and shown:
            yield shown
        for section in sections:
            yield self._body(section, section.media_type or (shown.media_type if shown else None))

    def _body(self, section: Section, media_type: str | None) -> Body:
        told = _whole(self._tree(section, self.curl.body if self.curl else None))
        optional = None
        if self.curl and self.curl.media_type == media_type:
            if self.curl.body is not None:
                if wrapped := _wrapped(told, self.curl.body):
                    told, optional = wrapped.type, wrapped.optional
                self.curl.body.must_fit(told)
            self._must_declare(told, self.curl.parts)
        return Body(media_type, told, optional, section.line.read_at)

    def _must_declare(self, told: Type, parts: tuple[str, ...]) -> None:
        declared = {each.name for each in told.fields} if isinstance(told, Object) else set()
        if self.curl and parts and not set(parts) <= declared:
            raise self.curl.line.not_understood(f"the example has the parts {list(parts)}, the body {sorted(declared)}")

    # Answers.

    def _responses(self) -> Iterator[Response]:
        labels = {status for status, _ in self.samples if status.startswith("2")}
        status = labels.pop() if len(labels) == 1 else SUCCESS
        sections = [section for section in self.sections if section.kind == "returns"]
        if not sections and self.samples:  # a page may show what it does not declare
            yield Response(status, None, None, self.samples[0][1].line.read_at)
        for section in sections:
            told = _whole(self._tree(section, next((each for of, each in self.samples if of.startswith("2")), None)))
            for of, sample in self.samples:
                if of.startswith("2"):
                    sample.must_fit(told)
            yield Response(status, None, told, section.line.read_at)

    def _examples(self) -> tuple[Example, ...]:
        told = [sample.fact(status) for status, sample in self.samples]
        if self.curl and self.curl.body:
            told.append(self.curl.body.fact("request"))
        return tuple(sorted(dict.fromkeys(told), key=lambda each: (each.of, each.text)))


def _whole(told: list[Field] | Variant) -> Type:
    if not isinstance(told, Variant):
        return Object(in_order(told))
    return replace(told.type, model=told.name) if told.name and isinstance(told.type, Object | Union) else told.type


def _wrapped(told: Type, sample: Sample) -> Field | None:
    """A body that is no object is told as if it were the only field of one, named `body`; the example shows which."""
    if isinstance(told, Object) and [each.name for each in told.fields] == ["body"]:
        return None if isinstance(sample.value, dict) and "body" in sample.value else told.fields[0]
    return None
