"""Of changes of raw lines, what matters is reported, as an error or as a finding; what does not matter is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from drift.comparison.docs import models_by_name
from drift.comparison.operations import OperationComparison
from drift.comparison.types import TypeComparison
from drift.facts.model import Page
from drift.readers.pages import read_page as reading
from tests.drift.flattened import everything
from tests.drift.sources import NEWEST, parse_page

from .raw_changes import changes, swaps
from .test_products import PAGES


def products() -> Iterator[tuple[str, str, int]]:
    """Each page, whole; of Cloudflare's newest each resource, and of that every so many lines."""
    for path in PAGES:
        yield path.name, path.read_text(encoding="utf-8-sig"), 1
    if NEWEST.is_file():
        for number, resource in enumerate(re.split(r"(?m)^(?=# )", NEWEST.read_text(encoding="utf-8"))):
            if "\n**" in resource:
                yield f"newest-{number}.md", resource, 1 + len(resource.splitlines()) // 90


GIVEN = list(products())
# What matters and is not reported, and what does not matter and is, each with its reason.
MISSED: dict[str, list[str]] = {}
ALARMS = {
    "defaults.txt": ["word 33: Default: false"],  # `Defaultx: false` has the form of a field
}
by_name = pytest.mark.parametrize(("name", "content", "every"), GIVEN, ids=[name for name, *_ in GIVEN])


def is_reported(before: Page, content: str) -> bool:
    """Whether `python -m drift pages` has anything to say of a page that was changed."""
    read = reading(before.name, content.encode("utf-8"))
    theirs, ours = ({each.key: each for each in page.operations} for page in (read.page, before))
    if read.errors or theirs.keys() != ours.keys():
        return True
    comparing = OperationComparison(
        TypeComparison(True, models_by_name(read.page.models), models_by_name(before.models))
    )
    return any(True for key in ours for _ in comparing.differences(theirs[key], ours[key]))


@by_name
def test_what_matters_is_reported_and_what_does_not_is_not(name: str, content: str, every: int) -> None:
    before = parse_page(name, content)

    told = [(change, is_reported(before, change.content)) for change in changes(content, every)]

    assert any(change.matters for change, _ in told)
    assert [change.name for change, reported in told if change.matters and not reported] == MISSED.get(name, [])
    assert [change.name for change, reported in told if reported and not change.matters] == ALARMS.get(name, [])


@by_name
def test_lines_that_change_places_are_reported_unless_no_fact_changes(name: str, content: str, every: int) -> None:
    before = parse_page(name, content)
    facts = declared(before)

    silent = [change for change in swaps(content, every) if not is_reported(before, change.content)]

    assert [change.name for change in silent if declared(parse_page(name, change.content)) != facts] == []


def test_misses_and_alarms_are_few() -> None:
    matter = [change.matters for _, content, every in GIVEN for change in changes(content, every)]

    assert sum(map(len, MISSED.values())) <= matter.count(True) / 100
    # Without Cloudflare's newest page beside the repository there are fewer than 200.
    assert sum(map(len, ALARMS.values())) <= max(1, matter.count(False) / 200)


def declared(page: Page) -> set[tuple[str, str]]:
    """All facts of a page but its titles, and the values of its examples."""
    told = {(at, what) for at, what, _ in everything(page)}
    return {(at, what) for at, what in told if " examples/" not in at and not at.endswith(" title")}
