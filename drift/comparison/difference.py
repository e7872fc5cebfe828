"""A difference between two descriptions of the API: its kind, where it is in the operation, and what either says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drift.facts.model import Spots
from drift.findings.finding import Kind

# From an operation to a place in it: `parameters query tags`, `responses 200 result []`. `[]` stands for the items of a
# list, `{}` for the values of a map, `<Name>` for a variant.
Steps = tuple[str, ...]

ABSENT = "absent"


@dataclass(frozen=True)
class Difference:
    """What `theirs` says, and what `ours`; what is missing or extra is so in ours.

    `keyword` is that of a constraint that differs.
    """

    kind: Kind
    steps: Steps
    theirs: str
    ours: str
    read_at: Spots = ()
    keyword: str = ""


def missing_and_extra(
    kinds: tuple[Kind, Kind], steps: Steps, theirs: Mapping[str, Spots], ours: Mapping[str, Spots], around: Spots
) -> Iterator[Difference]:
    """Each text that only one side has; `kinds` are for one that ours misses, and for one that it has extra."""
    for text in sorted(theirs.keys() - ours.keys()):
        yield Difference(kinds[0], steps, text, ABSENT, theirs[text] or around)
    for text in sorted(ours.keys() - theirs.keys()):
        yield Difference(kinds[1], steps, ABSENT, text, around)


def contrary(
    kind: Kind, steps: Steps, theirs: bool | None, ours: bool | None, words: tuple[str, str], read_at: Spots
) -> Iterator[Difference]:
    """The difference between true and false; `words` are for these. None is unknown, and differs from neither."""
    if None not in (theirs, ours) and theirs != ours:
        yield Difference(kind, steps, words[not theirs], words[not ours], read_at)
