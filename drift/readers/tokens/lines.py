"""The lines of a page, and the error for a page that is not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drift.facts.model import Spot


class NotUnderstood(Exception):
    """A page has something that its reader does not know, or contradicts itself. Nothing is ever skipped instead."""

    def __init__(self, page: str, line: int, text: str, why: str) -> None:
        super().__init__(f"{page}:{line}: {why}: {text}")
        self.line = line


@dataclass(frozen=True)
class Line:
    """One line of a page, without the spaces around it; `indent` is how many there are before it."""

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
    """From each of these lines to the next one, which is not included."""
    return list(zip(begins, [*begins[1:], end], strict=False))
