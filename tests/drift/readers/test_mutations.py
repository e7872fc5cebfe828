"""Whatever is changed in the structure of a page is reported, as an error or as a difference of facts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from drift.facts.model import Page
from drift.readers.tokens.lines import NotUnderstood
from tests.drift.flattened import everything
from tests.drift.sources import OURS, THEIRS, parse_page, parts

from .mutants import Breeder, Mutant

# What carries no fact, or one that stands somewhere else as well.
REPEATED = "delete: - `true`"  # the type said it already
TYPED = "delete: -H 'Content-Type: multipart/form-data' \\"  # curl makes nothing else of `-F`
EMPTY = 'delete: Data is at body["result"]'  # and nothing follows
MISSED = {
    "create_kettle.md": {REPEATED: 1},
    "kettles.md": {REPEATED: 4, TYPED: 1},
    "tea_house.txt": {EMPTY: 1},
    "002_0fcb68a23696afc8.txt": {EMPTY: 2},
    "003_50aae050fe9488a9.txt": {REPEATED: 1},
}


@pytest.mark.parametrize("path", [*OURS, *THEIRS], ids=lambda path: path.name)
def test_every_change_of_a_structural_line_is_reported_where_it_is(path: Path) -> None:
    mutants = 0
    missed: Counter[str] = Counter()
    misplaced = []

    for content in parts(path):
        original = Original(parse_page(path.name, content))
        for mutant in Breeder(original.page, content).mutants():
            mutants += 1
            found = original.findings(mutant)
            missed[mutant.name] += found is not None and not found
            if found and not original.are_right(mutant, found):
                misplaced.append(f"{mutant.line} {mutant.name}")

    assert mutants > 0
    assert MISSED.get(path.name, {}) == +missed
    assert misplaced == []
    assert missed.total() <= mutants / 100


class Findings:
    """Facts that are no more, and facts that are new, as paths."""

    def __init__(self, before: Counter[tuple[str, str]], after: Page) -> None:
        self.after = after
        now = facts(after)
        self.gone = sorted(path for path, _ in (before - now).elements())
        self.new = sorted(path for path, _ in (now - before).elements())

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


class Original:
    """A page as it was."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._facts = facts(page)

    def findings(self, mutant: Mutant) -> Findings | None:
        """What is found in a mutant; None if it is refused."""
        try:
            return Findings(self._facts, parse_page(self.page.name, mutant.text))
        except NotUnderstood:
            return None

    def are_right(self, mutant: Mutant, found: Findings) -> bool:
        """Whether only that was found which was changed; of a new name, that the old one is gone with all below it.

        That the example now contradicts the page may be noted besides.
        """
        if not mutant.exact:
            return True
        old, new = (read_in(page, mutant.line) for page in (self.page, found.after))
        if mutant.kind == "rename":
            return below(min(old, key=len), found.gone) == below(min(new, key=len), declared(found.new)) != []
        return all(path.startswith(tuple(old | new)) for path in declared([*found.gone, *found.new]))


def facts(page: Page) -> Counter[tuple[str, str]]:
    """Every fact of a page, with its path."""
    return Counter((bare(path), described) for path, described, _ in everything(page))


def read_in(page: Page, line: int) -> set[str]:
    """The paths of what was read in a line, or in the nearest one before it."""
    read = [(spot.line, bare(path)) for path, _, spots in everything(page) for spot in spots if spot.line <= line]
    nearest = max(read)[0]
    return {path for at, path in read if at == nearest}


def declared(paths: list[str]) -> list[str]:
    """Paths without the notes on examples."""
    return [path for path in paths if " notes/" not in path]


def below(place: str, paths: list[str]) -> list[str]:
    """Paths as seen from a place; whole, if they are not below it."""
    return [path.removeprefix(place) for path in paths]


def bare(path: str) -> str:
    """A path without what variants are made of, because those have paths of their own."""
    return re.sub(r"<[^>]*>", "<>", path)
