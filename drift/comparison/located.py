"""Differences as findings: each at its place in openapi.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from drift.facts.model import Spots
from drift.findings.finding import Finding, Kind, Source
from drift.spec.document import Document
from drift.spec.line_numbers import Lines, step
from drift.spec.pointers import Place, Way

from .difference import Difference

# Kinds that speak of a schema wherever it is written; the others speak of the place where it stands.
OF_SCHEMAS = {
    Kind.TYPE,
    Kind.FORMAT,
    Kind.MISSING_ENUM_VALUE,
    Kind.EXTRA_ENUM_VALUE,
    Kind.MISSING_VARIANT,
    Kind.EXTRA_VARIANT,
}
# The keyword of the schema, where it has it, that such a finding is about.
KEYWORDS = {
    Kind.TYPE: ("type",),
    Kind.FORMAT: ("format",),
    Kind.MISSING_ENUM_VALUE: ("enum", "const"),
    Kind.EXTRA_ENUM_VALUE: ("enum", "const"),
    Kind.MISSING_VARIANT: ("oneOf", "anyOf"),
    Kind.EXTRA_VARIANT: ("oneOf", "anyOf"),
}


@dataclass(frozen=True)
class Located:
    """Finds differences in a document; `sides` are what to call theirs and ours."""

    document: Document
    lines: Lines
    sides: tuple[str, str]

    def finding(self, operation: str, difference: Difference) -> tuple[Finding, Place]:
        """A difference of an operation that openapi.yaml has, and the place for which it may be excused."""
        place = self._place(operation, difference)
        says = tuple(zip(self.sides, (difference.theirs, difference.ours), strict=True))
        pointer = self._pointer(place, difference)
        line = self.lines.line(pointer)
        return Finding(difference.kind, (operation,), pointer, line, says, sources(difference.read_at)), place

    def _place(self, operation: str, difference: Difference) -> Place:
        way = Way(self.document)
        place = way.place(operation, difference.steps)
        if difference.kind is Kind.CONSTRAINT:
            meant = way.meant(place)
            return meant.on(meant.pointer + step(difference.keyword), difference.keyword)
        return way.meant(place) if difference.kind in OF_SCHEMAS else place

    def _pointer(self, place: Place, difference: Difference) -> str:
        """The place, and the keyword there if it is one keyword that differs."""
        pointers = (place.pointer + step(name) for name in KEYWORDS.get(difference.kind, ()))
        return next(filter(self._has, pointers), place.pointer)

    def _has(self, pointer: str) -> bool:
        try:
            self.document.at("#" + pointer)
        except KeyError:
            return False
        return True


def sources(spots: Spots) -> tuple[Source, ...]:
    """Lines of the docs."""
    return tuple(Source(spot.page, spot.line) for spot in spots)
