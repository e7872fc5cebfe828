"""Where the reading of a section's items stands, and which item may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drift.facts.model import Constraint
from drift.readers.tokens.items import Item, Kind, fused, spelt


@dataclass
class Cursor:
    """Goes through items once. Below a parent stand those that are indented more; all, where nothing is indented."""

    items: Sequence[Item]
    _at: int = 0

    def next(self, parent: Item | None) -> Item | None:
        """The next item, if it can stand below `parent`; what may be prose is passed over."""
        while self._at < len(self.items) and self.items[self._at].loose:
            self._at += 1
        return self._here(parent)

    def next_is(self, parent: Item, kind: Kind) -> bool:
        found = self.next(parent)
        return found is not None and found.kind is kind

    def next_variant(self, parent: Item, fits: Callable[[Item], bool] = lambda _: True) -> Item | None:
        """The next item, if it is a variant; what may be prose, and does not fit, is passed over."""
        while (found := self._here(parent)) is not None and found.loose and not fits(found):
            self._at += 1
        return found if found is not None and found.kind is Kind.VARIANT else None

    def take(self, found: Item, parent: Item | None) -> Item:
        """The item that was found to be next, which now is behind."""
        if found.depth is not None and found.depth != (depth(parent) + 1 if parent else 0):
            raise found.line.not_understood("is indented too far")
        self._at += 1
        return found

    def skip_marker(self, parent: Item) -> bool:
        """Go past the line that says that variants follow; whether it was there."""
        if not self.next_is(parent, Kind.MARKER):
            return False
        self._at += 1
        return True

    def constraints(self, parent: Item) -> list[Constraint]:
        """What else holds of an item, in the lines below it."""
        told: list[Constraint] = []
        while (found := self.next(parent)) is not None and found.kind is Kind.CONSTRAINT:
            self._at += 1
            told += (fused if found.depth is None else spelt)(found.line, found.text)
        if len({constraint.name for constraint in told}) < len(told):
            raise parent.line.not_understood("has a constraint twice")
        return sorted(told, key=lambda each: each.name)

    def after_marker(self, parent: Item) -> Item | None:
        """The item behind such a line, or the next one if there is none."""
        behind = self._at + self.next_is(parent, Kind.MARKER)
        return self.items[behind] if self._here(parent) and behind < len(self.items) else None

    def unexpected(self, parent: Item | None, why: str) -> Exception:
        """What to raise where something else is due."""
        at = self.items[self._at] if self._at < len(self.items) else parent or self.items[-1]
        return at.line.not_understood(why)

    def _here(self, parent: Item | None) -> Item | None:
        if self._at == len(self.items):
            return None
        found = self.items[self._at]
        return found if parent is None or found.depth is None or found.depth > depth(parent) else None


def depth(item: Item) -> int:
    return item.depth or 0
