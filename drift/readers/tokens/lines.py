"""The lines of a page while they are read, and the one way in which reading fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drift.facts.model import Spot


class NotUnderstood(Exception):
    """A page has what its reader does not know, or does not agree with itself. Nothing is ever skipped instead."""

    def __init__(self, page: str, line: int, text: str, why: str) -> None:
        super().__init__(f"{page}:{line}: {why}: {text}")
        self.page = page
        self.line = line


@dataclass(frozen=True)
class Line:
    """One line of a page, without what surrounds it; `indent` is how far it is from the margin."""

    page: str
    number: int
    text: str
    indent: int = 0

    @property
    def read_at(self) -> tuple[Spot, ...]:
        return (Spot(self.page, self.number),)

    def not_understood(self, why: str) -> NotUnderstood:
        return NotUnderstood(self.page, self.number, self.text, why)


def spans(begins: Sequence[int], end: int) -> list[tuple[int, int]]:
    """From each of these lines to before the next one."""
    return list(zip(begins, [*begins[1:], end], strict=False))


def lines(page: str, text: str) -> list[Line]:
    """The lines of a page, numbered from 1."""
    return [
        Line(page, number, raw.strip(), len(raw) - len(raw.lstrip()))
        for number, raw in enumerate(text.splitlines(), start=1)
    ]
