"""What a dialect is: it recognises its pages, and reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from drift.facts.model import OperationFacts, Variant
from drift.readers.tokens.lines import Line, NotUnderstood

Part = TypeVar("Part")


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
    """What a page holds: operations, the models that it describes apart from them, and what is not understood."""

    operations: tuple[OperationFacts, ...]
    models: tuple[Variant, ...] = ()
    errors: tuple[NotUnderstood, ...] = ()


def each_read(parts: Iterable[Part], read: Callable[[Part], OperationFacts]) -> Contents:
    """Operations read one by one; one that is not understood leaves the others read."""
    operations, errors = [], []
    for part in parts:
        try:
            operations.append(read(part))
        except NotUnderstood as error:
            errors.append(error)
    return Contents(tuple(operations), errors=tuple(errors))


class Dialect(Protocol):
    """One way in which pages are written."""

    @property
    def name(self) -> str: ...

    def matches(self, page: PageText) -> bool:
        """Whether a page is in this dialect."""

    def read(self, page: PageText) -> Contents:
        """What a page of this dialect says; `NotUnderstood` if not even its operations can be told apart."""
