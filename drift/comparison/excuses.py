"""Deliberate differences: the `x-differs` entries of openapi.yaml, each with the kinds of finding that it excuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drift.document import Document
from drift.finding import Kind
from drift.lines import step
from drift.way import Place

REMARK = "x-differs"


@dataclass(frozen=True)
class Excuse:
    """An entry: who bears it, the path below the bearer of which it speaks, and what it excuses there.

    `*` is every field of the bearer.
    """

    pointer: str
    owner: str
    at: str
    kinds: frozenset[Kind]

    def excuses(self, kind: Kind, place: Place) -> bool:
        """Whether a finding of that kind, at that place, is meant to be so."""
        return kind in self.kinds and any(owner == self.owner and self._speaks_of(path) for owner, path in place.owners)

    def _speaks_of(self, path: str) -> bool:
        return path == self.at or (self.at == "*" and path != "" and "/" not in path)


def excuses(document: Document) -> list[Excuse]:
    """All entries of a document; ValueError for one with a kind that is none."""
    return [*_excuses("", document.raw)]


# Any: every corner of a document.
def _excuses(pointer: str, node: Any) -> Iterator[Excuse]:
    if isinstance(node, dict):
        for index, entry in enumerate(node.get(REMARK, ())):
            kinds = entry["kind"] if isinstance(entry["kind"], list) else [entry["kind"]]
            yield Excuse(f"{pointer}/{REMARK}/{index}", pointer, entry.get("at", ""), frozenset(map(Kind, kinds)))
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from _excuses(pointer + step(name), child)
