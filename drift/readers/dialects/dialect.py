"""What a dialect is: it recognises its pages, and reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from drift.facts.model import OperationFacts, Variant
from drift.readers.tokens.lines import Line


@dataclass(frozen=True)
class PageText:
    """A page before it is read."""

    name: str
    content: str

    @cached_property
    def lines(self) -> list[Line]:
        """Its lines, counted from 1."""
        return [
            Line(self.name, number, raw.strip(), len(raw) - len(raw.lstrip()))
            for number, raw in enumerate(self.content.splitlines(), start=1)
        ]


@dataclass(frozen=True)
class Contents:
    """What a page holds: operations, and the models that it describes apart from them."""

    operations: tuple[OperationFacts, ...]
    models: tuple[Variant, ...] = ()


class Dialect(Protocol):
    """One way in which pages are written."""

    @property
    def name(self) -> str: ...

    def matches(self, page: PageText) -> bool:
        """Whether a page is in this dialect."""

    def read(self, page: PageText) -> Contents:
        """What a page of this dialect says; `NotUnderstood` if any of it is not understood."""
