"""Deliberate differences: the `x-differs` entries of openapi.yaml, each with the kinds of finding that it excuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from drift.document import Document
from drift.finding import CannotTell, Finding, Kind
from drift.lines import step
from drift.way import Place

REMARK = "x-differs"


@dataclass(frozen=True)
class Excuse:
    """An entry, or one of the places that it names: who bears it, the path below the bearer, what it excuses there.

    The path is made of fields, and may end in a keyword.
    """

    pointer: str
    owner: str
    at: str
    kinds: frozenset[Kind]

    def excuses(self, kind: Kind, place: Place) -> bool:
        """Whether a finding of that kind, at that place, is meant to be so."""
        return kind in self.kinds and (self.owner, self.at) in place.owners


def excuses(document: Document) -> list[Excuse]:
    """All entries of a document; CannotTell where one does not say what it excuses."""
    return [*_excuses("", document.raw)]


@dataclass(frozen=True)
class Judged:
    """What is not meant to be so, and which excuses had nothing to excuse."""

    inexcusable: list[Finding]
    idle: list[tuple[Excuse, Kind]]


def judged(found: Iterable[tuple[Finding, Place]], meant: Sequence[Excuse]) -> Judged:
    """Findings, each with the place for which it may be excused, parted by what is meant."""
    inexcusable = []
    used: set[tuple[Excuse, Kind]] = set()
    for finding, place in found:
        excusing = [each for each in meant if each.excuses(finding.kind, place)]
        used.update((each, finding.kind) for each in excusing)
        if not excusing:
            inexcusable.append(finding)
    every = ((each, kind) for each in meant for kind in sorted(each.kinds))
    return Judged(inexcusable, [each for each in every if each not in used])


# Any: every corner of a document.
def _excuses(pointer: str, node: Any) -> Iterator[Excuse]:
    if isinstance(node, dict):
        for index, entry in enumerate(node.get(REMARK, ())):
            yield from _entry(f"{pointer}/{REMARK}/{index}", pointer, entry)
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from _excuses(pointer + step(name), child)


# Any: what an entry holds may be wrong.
def _entry(pointer: str, owner: str, entry: Any) -> Iterator[Excuse]:
    try:
        kinds = frozenset(map(Kind, _listed(entry["kind"])))
    except (KeyError, TypeError, ValueError) as error:
        raise CannotTell(f"{pointer} in openapi.yaml has no kind of finding: {error}") from error
    for at in _listed(entry.get("at", "")):
        yield Excuse(pointer, owner, at, kinds)


def _listed(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given
