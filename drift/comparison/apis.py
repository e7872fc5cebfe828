"""Two tellings of the API compared, and each difference found in openapi.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drift.facts.model import Operation
from drift.findings.finding import Finding, Kind
from drift.spec.line_numbers import step
from drift.spec.pointers import Place
from drift.spec.specification import Specification

from .difference import ABSENT, Difference
from .located import Located, sources
from .operations import Operations, address, matched


@dataclass(frozen=True)
class Compared:
    """What `theirs` and `ours` say differently; `sides` are what to call the two."""

    specification: Specification
    comparing: Operations
    sides: tuple[str, str]

    def found(self, theirs: Sequence[Operation], ours: Sequence[Operation]) -> Iterator[tuple[Finding, Place]]:
        """Every difference, and the place for which it may be excused."""
        for their, our in matched(theirs, ours):
            if their and our:
                for difference in self.comparing.differences(their, our):
                    yield self._finding(their, difference)
            elif their:
                yield self._finding(their, Difference(Kind.MISSING_OPERATION, (), _told(their), ABSENT, their.read_at))
            elif our:
                yield self._finding(our, Difference(Kind.EXTRA_OPERATION, (), ABSENT, _told(our), our.read_at))

    def _finding(self, operation: Operation, difference: Difference) -> tuple[Finding, Place]:
        name = self._names.get(address(operation.method, operation.path))
        if name:
            return self._located.finding(name, difference)
        place = Place("/paths" + step(operation.path) + step(operation.method.lower()))
        line = self.specification.lines.line(place.pointer)
        says = tuple(zip(self.sides, (difference.theirs, difference.ours), strict=True))
        return Finding(difference.kind, (), place.pointer, line, says, sources(difference.read_at)), place

    @cached_property
    def _located(self) -> Located:
        return Located(self.specification.document, self.specification.lines, self.sides)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        """The operations of openapi.yaml, by what makes them the same."""
        return {address(each.method, each.path): each.name for each in self.specification.document.operations}


def _told(operation: Operation) -> str:
    return f"{operation.key} ({operation.title})"
