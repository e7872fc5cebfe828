"""Deliberate differences: the `x-differs` entries of openapi.yaml, each with what it excuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from drift.findings.finding import CannotTell, Finding, Kind

from .document import Document
from .line_numbers import step
from .pointers import Place

REMARK = "x-differs"
# Of these, the docs can say but one thing, and an entry may say it in words of its own.
OF_ONE_CLAIM = {
    Kind.EXTRA_OPERATION,
    Kind.EXTRA_PARAMETER,
    Kind.EXTRA_BODY,
    Kind.EXTRA_STATUS,
    Kind.EXTRA_FIELD,
    Kind.EXTRA_VARIANT,
    Kind.EXTRA_ENUM_VALUE,
    Kind.OPTIONALITY,
    Kind.DEPRECATION,
}
# A name that an entry gives: what of it (kind, at or docs), and the name.
Named = tuple[str, str]


@dataclass(frozen=True)
class Excuse:
    """An entry: who bears it, the places below the bearer of which it speaks, the kinds of finding, what the docs say.

    A place is a path of fields, which may end in a keyword.
    """

    pointer: str
    owner: str
    at: tuple[str, ...]
    kinds: tuple[Kind, ...]
    docs: tuple[str, ...]

    def named(self) -> Iterator[Named]:
        """Each name that it gives, and that must be needed."""
        yield from (("kind", kind) for kind in self.kinds)
        yield from (("at", at) for at in self.at if at)
        if not OF_ONE_CLAIM.issuperset(self.kinds):
            yield from (("docs", text) for text in self.docs)

    def needed(self, finding: Finding, place: Place) -> set[Named]:
        """The names with which it excuses a finding at a place; none, if it does not."""
        at = {each for each in self.at if (self.owner, each) in place.owners}
        claim = finding.says[0][1]
        if not at or finding.kind not in self.kinds or not (finding.kind in OF_ONE_CLAIM or claim in self.docs):
            return set()
        return {("kind", finding.kind), ("docs", claim), *(("at", each) for each in at)}


@dataclass(frozen=True)
class Judged:
    """What is not meant to be so, and the names in excuses that nothing needed."""

    inexcusable: list[Finding]
    idle: dict[Excuse, list[Named]]


def judged(found: Iterable[tuple[Finding, Place]], meant: Sequence[Excuse]) -> Judged:
    """Findings, each with the place for which it may be excused, parted by what is meant."""
    inexcusable = []
    needed: dict[Excuse, set[Named]] = {excuse: set() for excuse in meant}
    for finding, place in found:
        names = {excuse: excuse.needed(finding, place) for excuse in meant}
        for excuse in meant:
            needed[excuse] |= names[excuse]
        if not any(names.values()):
            inexcusable.append(finding)
    idle = {each: [name for name in each.named() if name not in needed[each]] for each in meant}
    return Judged(inexcusable, {each: names for each, names in idle.items() if names})


def excuses(document: Document) -> list[Excuse]:
    """All entries of a document; CannotTell where one does not say what it excuses."""
    return [*_excuses("", document.raw)]


# Any: every corner of a document.
def _excuses(pointer: str, node: Any) -> Iterator[Excuse]:
    if isinstance(node, dict):
        for index, entry in enumerate(node.get(REMARK, ())):
            yield _excuse(f"{pointer}/{REMARK}/{index}", pointer, entry)
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from _excuses(pointer + step(name), child)


# Any: what an entry holds may be wrong.
def _excuse(pointer: str, owner: str, entry: Any) -> Excuse:
    try:
        kinds = tuple(map(Kind, _listed(entry["kind"])))
        return Excuse(pointer, owner, _listed(entry.get("at", "")), kinds, _listed(entry["docs"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CannotTell(f"{pointer} in openapi.yaml does not say what it excuses: {error}") from error


def _listed(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
