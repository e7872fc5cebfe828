"""A fact of openapi.yaml that changes is seen, or there is a reason why no check can see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from random import Random

import pytest

from drift.spec.document import Document, JsonObject, committed

from .facts import Change, changes
from .silence import reason
from .watch import is_seen

ALL = [*changes(committed())]
# Of each way to change a fact so many, chosen by chance, but the same ones each time.
OF_EACH = 6
WAYS = Counter(each.what.split()[-1] for each in ALL)


def chosen(way: str) -> list[Change]:
    of_this_way = [each for each in ALL if each.what.split()[-1] == way]
    return Random(way).sample(of_this_way, min(OF_EACH, len(of_this_way)))


@contextmanager
def changed(raw: JsonObject, change: Change) -> Iterator[None]:
    """The document with a change, for as long as the block lasts."""
    node = Document(raw).at("#" + change.pointer)
    before = dict(node)
    node.pop(change.keyword, None)
    if change.value is not None:
        node[change.keyword] = change.value
    yield
    node.clear()
    node.update(before)


@pytest.mark.parametrize("way", WAYS)
def test_a_change_is_seen_or_no_check_can_see_it(way: str) -> None:
    raw = deepcopy(committed().raw)
    missed = []
    for change in chosen(way):
        before = Document(raw).at("#" + change.pointer).get(change.keyword)
        with changed(raw, change):
            if not is_seen(Document(raw), change.pointer):
                missed.append((str(change), reason(f"{change.pointer}/{change.keyword}", before, change.value)))

    assert [what for what, why in missed if why is None] == []
    assert raw == committed().raw


def test_facts_of_every_kind_are_changed() -> None:
    assert WAYS.keys() == {"optional", "required", "null", "gone", "changed", "added", "repeatable"}
    assert min(WAYS.values()) >= 6
