"""The page of the Hex package: what little it says, and what is refused."""

from __future__ import annotations

import pytest

from drift.facts.model import Topic
from drift.readers.pages import read_page as reading
from tests.drift.flattened import tree
from tests.drift.sources import operation, page, text

KETTLES = "/accounts/{account_id}/tea/kettles"
WEIGHTS = {
    "parameters/path/account_id": "unsaid unsaid-optional",
    "responses/200/": "partial object",
    "responses/200/result": "array unsaid-optional",
    "responses/200/result[]": "object",
    "responses/200/result[].kettle": "unsaid null unsaid-optional",
    "responses/200/result[].parts": "array unsaid-optional",
    "responses/200/result[].parts[]": "array",
    "responses/200/result[].parts[][]": "broad number",
    "responses/200/result[].spare": "array unsaid-optional",
    "responses/200/result[].spare[]": "unsaid",
    "responses/default/": "object",
    "responses/default/success": "broad boolean unsaid-optional",
}


def test_everything_that_a_person_reads_of_an_operation_is_told() -> None:
    assert tree(operation("tea_house.txt", f"GET {KETTLES}/weights")) == WEIGHTS


def test_it_speaks_of_integers_and_statuses_alone() -> None:
    described = {topic for each in page("tea_house.txt").operations for topic in each.topics}

    assert {Topic.INTEGERS, Topic.STATUSES} == described


def test_what_it_cannot_say_is_silence() -> None:
    described = operation("tea_house.txt", f"POST {KETTLES}")

    silences = (described.permissions, described.security, described.deprecated, described.base_path)
    assert silences == (None, None, None, None)


REFUSED = {
    "a placeholder that is not known": ('"*integer*"', '"*decimal*"', '"uses": "*decimal*"'),
    "a value that is not a placeholder": ('"filled": "*boolean*"', '"filled": true', '"filled": true,'),
    "a field that stands twice": ('"made_on"', '"filled"', '"filled": "*string*",'),
    "an array that shows two items": (
        '        "*number*"\n',
        '        "*number*",\n        "*number*"\n',
        '"*number*"',
    ),
    "a comma too few": ('"*boolean*",\n', '"*boolean*"\n', '"filled": "*boolean*"'),
    "a bracket too few": ('"uses": "*integer*"\n}', '"uses": "*integer*"', '"uses": "*integer*"'),
    "a status that stands twice": ("4XX No kettle.", "200 No kettle.", "Responses"),
    "no responses": ("Responses\n\n200 The", "200 The", f"POST {KETTLES}"),
    "no title": ("Weigh kettles\n", "", f"GET {KETTLES}/weights"),
    "no package": ("Tea House\n", "", "Copy Markdown View Source"),
    "an operation that stands twice": (f"GET {KETTLES}/weights", f"POST {KETTLES}", f"POST {KETTLES}"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_its_line(what: str) -> None:
    old, new, line = REFUSED[what]
    before = text("tea_house.txt")
    changed = before.replace(old, new)

    errors = reading("tea_house.txt", changed.encode()).errors
    assert before != changed
    assert line in {changed.splitlines()[error.line - 1].strip() for error in errors}
