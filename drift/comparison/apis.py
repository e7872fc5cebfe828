"""Two descriptions of the API compared, and each difference given its place in openapi.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drift.facts.model import OperationFacts
from drift.findings.finding import Finding, Kind, Source
from drift.spec.line_numbers import step
from drift.spec.pointers import Location, PointerResolver
from drift.spec.specification import Specification

from .difference import ABSENT, Difference
from .operations import OperationComparison

# Kinds that are about a schema, wherever it is written, and the keyword to point at, if the schema has it.
# Other kinds are about the place where the schema is used.
KEYWORDS = {
    Kind.TYPE: ("type",),
    Kind.FORMAT: ("format",),
    Kind.MISSING_ENUM_VALUE: ("enum", "const"),
    Kind.EXTRA_ENUM_VALUE: ("enum", "const"),
    Kind.MISSING_VARIANT: ("oneOf", "anyOf"),
    Kind.EXTRA_VARIANT: ("oneOf", "anyOf"),
}


def address(method: str, path: str) -> tuple[str, str]:
    """What identifies an operation: method and path, whatever the parameters of the path are called."""
    return method.upper(), re.sub(r"\{\w+\}", "{}", path)


@dataclass(frozen=True)
class ApiComparison:
    """Compares `theirs` and `ours`; `sides` are what to call the two."""

    specification: Specification
    comparing: OperationComparison
    sides: tuple[str, str]

    def found(
        self, theirs: Sequence[OperationFacts], ours: Sequence[OperationFacts]
    ) -> Iterator[tuple[Finding, Location]]:
        """Every difference, and the place at which it may be accepted."""
        their, our = ({address(each.method, each.path): each for each in side} for side in (theirs, ours))
        for key in {**our, **their}:
            one, other = their.get(key), our.get(key)
            if one and other:
                for difference in self.comparing.differences(one, other):
                    yield self._finding(one, difference)
            elif one:
                yield self._finding(one, Difference(Kind.MISSING_OPERATION, (), _title(one), ABSENT, one.read_at))
            elif other:
                yield self._finding(other, Difference(Kind.EXTRA_OPERATION, (), ABSENT, _title(other), other.read_at))

    def _finding(self, operation: OperationFacts, difference: Difference) -> tuple[Finding, Location]:
        name = self._names.get(address(operation.method, operation.path))
        location = Location("/paths" + step(operation.path) + step(operation.method.lower()))
        if name:
            location = self._location(name, difference)
        keywords = (location.pointer + step(keyword) for keyword in KEYWORDS.get(difference.kind, ()))
        document = self.specification.document
        pointer = next((each for each in keywords if document.find(each) is not None), location.pointer)
        line = self.specification.lines.line(pointer)
        says = tuple(zip(self.sides, (difference.theirs, difference.ours), strict=True))
        sources = tuple(Source(spot.page, spot.line) for spot in difference.read_at)
        return Finding(difference.kind, (name,) if name else (), pointer, line, says, sources), location

    def _location(self, operation: str, difference: Difference) -> Location:
        location = self._resolver.locate(operation, difference.steps)
        if difference.kind is Kind.CONSTRAINT:
            return self._resolver.schema(location).below(step(difference.keyword), difference.keyword)
        return self._resolver.schema(location) if difference.kind in KEYWORDS else location

    @cached_property
    def _resolver(self) -> PointerResolver:
        return PointerResolver(self.specification.document)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        """What openapi.yaml calls its operations."""
        return {address(each.method, each.path): each.name for each in self.specification.document.operations}


def _title(operation: OperationFacts) -> str:
    return f"{operation.key} ({operation.title})"
