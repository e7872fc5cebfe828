"""Lines of openapi.yaml are damaged: what matters is found, and what does not matter is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from drift.spec.accepted_differences import REMARK
from drift.spec.document import committed
from drift.spec.line_numbers import step, steps

from .blocks import Block, blocks
from .lines import Damage, damages
from .silence import reason
from .watch import by_drift, is_seen

OFTEN, PARTS = 120, 4
# What is written for readers, and what of a remark is.
PROSE = {
    "description",
    "summary",
    "example",
    "examples",
    "externalDocs",
    "x-differs-elsewhere",
    "x-unverified",
}
OF_A_REMARK = {"ours", "reason", "evidence", "date"}
GONE = object()


@dataclass(frozen=True)
class Outcome:
    """What became of a damaged line: whether it changes a fact, whether that is seen, and why it cannot be."""

    damage: Damage
    matters: bool
    seen: bool
    why: str | None = None

    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.damage}"


# Any: every corner of a document.
def changed_places(before: Any, after: Any, pointer: str) -> Iterator[tuple[str, Any, Any]]:
    """The smallest places that differ; a list that is longer or shorter is one place."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from changed_places(before.get(name, GONE), after.get(name, GONE), pointer + step(name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and REMARK not in pointer:
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from changed_places(one, other, pointer + step(index))
    elif before != after:
        yield pointer, before, after


def is_prose(pointer: str) -> bool:
    way = steps(pointer)
    named = [each for each, around in zip(way, ["", *way], strict=False) if around != "properties"]
    return bool(PROSE & {*named})


def without_words(remarks: Any) -> Any:
    """The remarks on differences, without what only readers read."""
    if not isinstance(remarks, list) or not all(isinstance(each, dict) for each in remarks):
        return remarks
    return [{key: value for key, value in each.items() if key not in OF_A_REMARK} for each in remarks]


def outcome(block: Block, damage: Damage) -> Outcome:
    document = block.replaced(damage.text)
    if document is None:
        return Outcome(damage, True, True, where=block.pointer)
    old, new = (_section(block, raw) for raw in (committed().raw, document.raw))
    facts = [
        (pointer, before, after)
        for pointer, before, after in changed_places(old, new, block.pointer)
        if not is_prose(pointer)
        and not (pointer.endswith("/x-differs") and without_words(before) == without_words(after))
    ]
    where = facts[0][0] if facts else block.pointer
    if not facts:
        return Outcome(damage, False, by_drift(document, where), where=where)
    if is_seen(document, where):
        return Outcome(damage, True, True, where=where)
    reasons = [reason(*fact) for fact in facts]
    return Outcome(damage, True, False, None if None in reasons else reasons[0], where)


def _section(block: Block, raw: Any) -> Any:
    for name in block.section:
        raw = raw[name]
    return raw


def outcomes(part: int) -> tuple[Outcome, ...]:
    """A part of all: as many damaged lines as there are in it."""
    chance = Random(part)
    found = []
    for number in range(OFTEN // PARTS):
        block = chance.choice(blocks())
        (damage,) = [*damages(block.text, 4, f"{part} {number}")][number % 4 : number % 4 + 1]
        found.append(outcome(block, damage))
    return tuple(found)


@pytest.mark.parametrize("part", range(PARTS))
def test_what_matters_is_seen_and_what_does_not_is_no_finding(part: int) -> None:
    found = outcomes(part)
    mattering = [each for each in found if each.matters]
    missed = [each for each in mattering if not each.seen]

    assert [str(each) for each in missed if not each.why] == []
    assert [str(each) for each in found if each.seen and not each.matters] == []
    # What no check can see, for one of the reasons, stays the exception.
    assert len(missed) <= len(mattering) / 5
    assert len(found) > len(mattering) > len(found) / 2
