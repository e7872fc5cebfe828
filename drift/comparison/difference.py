"""A difference between two tellings: what kind it is, where in the operation, and what each of them says."""

from __future__ import annotations

from dataclasses import dataclass

from drift.facts.model import Spots
from drift.findings.finding import Kind

# The way from an operation to a place in it: `parameters query tags`, `responses 200 result []`. `[]` stands for the
# items of a list, `{}` for the values of a map, `<Name>` for a variant.
Steps = tuple[str, ...]

ABSENT = "absent"


@dataclass(frozen=True)
class Difference:
    """What `theirs` says, and what `ours`; the kinds are seen from ours, which misses something or has it extra.

    The keyword is that of the constraint that differs.
    """

    kind: Kind
    steps: Steps
    theirs: str
    ours: str
    read_at: Spots = ()
    keyword: str = ""
