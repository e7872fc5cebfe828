"""The items of a section, taken one after another; which of them may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drift.facts.model import Constraint
from drift.readers.tokens.items import Item, ItemKind, constraints


@dataclass
class Cursor:
    """Goes through items once. Below a parent are those that are indented more; all, if nothing is indented."""

    items: Sequence[Item]
    _at: int = 0

    def next(self, parent: Item | None) -> Item | None:
        """The next item, if it can be below `parent`; what may be prose is skipped."""
        while self._at < len(self.items) and self.items[self._at].loose:
            self._at += 1
        return self._here(parent)

    def next_is(self, parent: Item, kind: ItemKind) -> bool:
        found = self.next(parent)
        return found is not None and found.kind is kind

    def next_variant(self, parent: Item, fits: Callable[[Item], bool] = lambda _: True) -> Item | None:
        """The next item, if it is a variant; what may be prose, and does not fit, is skipped."""
        while (found := self._here(parent)) is not None and found.loose and not fits(found):
            self._at += 1
        return found if found is not None and found.kind is ItemKind.VARIANT else None

    def take(self, found: Item, parent: Item | None) -> Item:
        """The item that was found to be next; the cursor moves past it."""
        if found.depth is not None and found.depth != ((parent.depth or 0) + 1 if parent else 0):
            raise found.line.not_understood("is indented too far")
        self._at += 1
        return found

    def skip_marker(self, parent: Item) -> bool:
        """Move past the line that announces variants, and return whether it was there."""
        is_next = self.next_is(parent, ItemKind.MARKER)
        self._at += is_next
        return is_next

    def constraints(self, parent: Item) -> list[Constraint]:
        """The constraints of an item, in the lines below it."""
        parsed: list[Constraint] = []
        before = self._at
        while (found := self.next(parent)) is not None and found.kind is ItemKind.CONSTRAINT:
            self._at += 1
            before = self._at
            parsed += constraints(found.line, found.text, fused=found.depth is None)
        self._at = before  # what may be prose may also be a variant, if no constraint follows it
        if len({constraint.name for constraint in parsed}) < len(parsed):
            raise parent.line.not_understood("has a constraint twice")
        return sorted(parsed, key=lambda each: each.name)

    def after_marker(self, parent: Item) -> Item | None:
        """The item after the line that announces variants, or the next one without such a line."""
        after = self._at + self.next_is(parent, ItemKind.MARKER)
        return self.items[after] if self._here(parent) and after < len(self.items) else None

    def unexpected(self, parent: Item | None, why: str) -> Exception:
        """The error to raise where something else is due."""
        at = self.items[self._at] if self._at < len(self.items) else parent or self.items[-1]
        return at.line.not_understood(why)

    def _here(self, parent: Item | None) -> Item | None:
        if self._at == len(self.items):
            return None
        found = self.items[self._at]
        return found if parent is None or found.depth is None or found.depth > (parent.depth or 0) else None
