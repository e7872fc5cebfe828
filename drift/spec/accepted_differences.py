"""Accepted differences: the `x-differs` entries of openapi.yaml, each with the findings that it accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from drift.findings.finding import CannotTell, Finding, Kind

from .line_numbers import step
from .pointers import Location

REMARK = "x-differs"
# With these the docs can say one thing only, so an entry may put it in its own words.
OF_ONE_CLAIM = {kind for kind in Kind if kind.startswith("extra-")} | {Kind.OPTIONALITY, Kind.DEPRECATION}
# What an entry names: the key (kind, at or docs) and one of its values.
Named = tuple[str, str]


@dataclass(frozen=True)
class AcceptedDifference:
    """An entry: its owner, the paths below the owner that it is about, the kinds of finding, and what the docs say.

    A path is one of fields, and may end in a keyword.
    """

    pointer: str
    owner: str
    at: tuple[str, ...]
    kinds: tuple[Kind, ...]
    docs: tuple[str, ...]

    def named(self) -> Iterator[Named]:
        """All that it names, and that some finding must match."""
        yield from (("kind", kind) for kind in self.kinds)
        yield from (("at", at) for at in self.at if at)
        if not OF_ONE_CLAIM.issuperset(self.kinds):
            yield from (("docs", text) for text in self.docs)

    def matches(self, finding: Finding, location: Location) -> set[Named]:
        """What of it matches a finding at a place; nothing, unless it accepts the finding."""
        at = {each for each in self.at if (self.owner, each) in location.owners}
        claim = finding.says[0][1]
        if not at or finding.kind not in self.kinds or not (finding.kind in OF_ONE_CLAIM or claim in self.docs):
            return set()
        return {("kind", finding.kind), ("docs", claim), *(("at", each) for each in at)}


@dataclass(frozen=True)
class Verdict:
    """The findings that no entry accepts, and what entries name that no finding matches."""

    unaccepted: list[Finding]
    unused: dict[AcceptedDifference, list[Named]]


def judge(found: Iterable[tuple[Finding, Location]], accepted: Sequence[AcceptedDifference]) -> Verdict:
    """Each finding, with the place for which it may be accepted, held against all entries."""
    unaccepted = []
    unused = {entry: [*entry.named()] for entry in accepted}
    for finding, location in found:
        matched = {entry: entry.matches(finding, location) for entry in accepted}
        if not any(matched.values()):
            unaccepted.append(finding)
        for entry, names in matched.items():
            unused[entry] = [name for name in unused[entry] if name not in names]
    return Verdict(unaccepted, {entry: names for entry, names in unused.items() if names})


# Any: every corner of a document.
def accepted_differences(node: Any, pointer: str = "") -> Iterator[AcceptedDifference]:
    """All entries below a node; CannotTell where one does not say what it accepts."""
    if isinstance(node, dict):
        for index, entry in enumerate(node.get(REMARK, ())):
            yield _entry(f"{pointer}/{REMARK}/{index}", pointer, entry)
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from accepted_differences(child, pointer + step(name))


# Any: what an entry holds may be wrong.
def _entry(pointer: str, owner: str, entry: Any) -> AcceptedDifference:
    try:
        kinds = tuple(map(Kind, _as_tuple(entry["kind"])))
        return AcceptedDifference(pointer, owner, _as_tuple(entry.get("at", "")), kinds, _as_tuple(entry["docs"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CannotTell(f"{pointer} in openapi.yaml does not say which finding it accepts: {error}") from error


def _as_tuple(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
