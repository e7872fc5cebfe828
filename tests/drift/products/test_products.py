"""Pages of ten other products, in the same dialects, are read for the facts that are written down beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drift.readers.pages import read_page as reading
from tests.drift.flattened import everything
from tests.drift.sources import read_page

PAGES = sorted((Path(__file__).parent / "pages").iterdir())
FACTS = Path(__file__).parent / "facts"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_says_what_is_written_down(path: Path) -> None:
    told = [f"{at}: {what}".rstrip() for at, what, _ in everything(read_page(path))]

    assert told == (FACTS / f"{path.stem}.txt").read_text(encoding="utf-8").splitlines()


def test_they_are_ten_in_all_dialects() -> None:
    assert len(PAGES) == 10
    assert {read_page(path).dialect for path in PAGES} == {
        "collapsed markdown",
        "hexdocs",
        "markdown",
        "older text",
        "scraped text",
        "text",
    }


def test_a_mark_of_byte_order_and_line_ends_of_windows_are_no_facts() -> None:
    for path in PAGES:
        raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        if raw.count(b"\n") > 1:
            read = reading(path.name, b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
            assert (read.errors, read.page.operations) == ((), read_page(path).operations)


def test_where_something_was_scraped_from_is_where_it_stands() -> None:
    (path,) = (each for each in PAGES if each.stem == "scraped")
    lines = path.read_text(encoding="utf-8").splitlines()
    (operation,) = read_page(path).operations

    places = {each.field.name: lines[each.read_at[0].line - 1] for each in operation.parameters}
    assert places == {
        "account_id": "account\\_id: string",
        "order": 'order: optional "asc"or "desc"',
        "per_page": "per\\_page: optional number",
        "X-Kitchen-Shift": '"X-Kitchen-Shift": optional boolean',
    }
