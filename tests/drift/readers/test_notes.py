"""Where the example of a page contradicts what the page declares: the page is read, and that is noted."""

from __future__ import annotations

import pytest

from drift.facts.merging import merge_operations
from drift.facts.model import Note
from tests.drift.sources import one, operation, page, parse_page, text

PAGE = "create_kettle.txt"
NOT_THERE = "the example does not have it, and it is not optional"
NOT_DECLARED = "the example has it, and it is not declared"
CURL = "curl https://api.example.com/client/v4/accounts/$ACCOUNT_ID/tea/kettles \\"
# What is changed into what, the line that is noted, and the notes.
NOTED = {
    "a field that is one too many": (
        ("2 more }", "1 more }"),
        "{",
        [Note("2XX", ("result", "uses"), NOT_DECLARED)],
    ),
    "a field that the example does not have": (
        ("text: string", "text: string\nextra: string"),
        "{",
        [Note("2XX", ("extra",), NOT_THERE)],
    ),
    "an example with a field that is not declared": (
        ('"uses": 12', '"used": 12'),
        "{",
        [Note("2XX", ("result", "used"), NOT_DECLARED)],
    ),
    "an example that lacks a field": (
        ('"name": "grandmother\'s",\n    "f', '"f'),
        "{",
        [Note("2XX", ("result", "name"), NOT_THERE)],
    ),
    "an example of another type": (
        ('"uses": 12', '"uses": "12"'),
        "{",
        [Note("2XX", ("result", "uses"), "the example is not of type numeric")],
    ),
    "an example with another value": (
        ('"state": "cold"', '"state": "tepid"'),
        "{",
        [Note("2XX", ("result", "state"), 'the example is none of "cold" or "hot" or "warm"')],
    ),
    "an example of the body with another field": (
        ('"name": "grandmother\'\\', '"nom": "grandmother\'\\'),
        CURL,
        [Note("request", ("name",), NOT_THERE), Note("request", ("nom",), NOT_DECLARED)],
    ),
    "a command for another path": (
        ("/tea/kettles \\", "/tea/kettle \\"),
        CURL.replace("kettles", "kettle"),
        [Note("request", (), "the path of the example is /client/v4/accounts/{account_id}/tea/kettle")],
    ),
    "a command with another method": (
        ("    -H 'Content", "    -X PUT \\\n    -H 'Content"),
        CURL,
        [Note("request", (), "the example sends PUT")],
    ),
    "a command with a parameter that is not declared": (
        ("kettles \\", "kettles?a=b \\"),
        CURL.replace("s \\", "s?a=b \\"),
        [Note("request", (), "the example has the parameter a, and it is not declared")],
    ),
    "a command without credentials": (
        ('    -H "Authorization: Bearer $TEA_TOKEN" \\\n', ""),
        CURL,
        [Note("request", (), "the example has no credentials, or others than the page names")],
    ),
}


@pytest.mark.parametrize("what", NOTED)
def test_it_is_noted_with_its_line(what: str) -> None:
    (old, new), line, notes = NOTED[what]
    before = text(PAGE)
    changed = before.replace(old, new)

    described = one(PAGE, changed)

    assert before != changed
    assert list(described.notes) == notes
    assert {line} == {changed.splitlines()[spot.line - 1].strip() for note in described.notes for spot in note.read_at}


def test_an_example_that_fits_is_not_noted() -> None:
    assert [each.notes for name in (PAGE, "kettles.md") for each in page(name).operations if each.notes] == []


def test_of_a_union_that_object_is_noted_which_the_example_resembles_most() -> None:
    pour = operation("kettles.md", "PUT /accounts/{account_id}/tea/kettles/{kettle_name}/pour")
    content = text("kettles.md")
    lacking = content.replace('"volts": 230', '"watts": 230')

    (changed,) = (each for each in parse_page("kettles.md", lacking).operations if each.key == pour.key)

    assert [(note.place, note.text) for note in changed.notes] == [
        (("result", "heat", "<{plug, volts}>", "volts"), NOT_THERE),
        (("result", "heat", "<{plug, volts}>", "watts"), NOT_DECLARED),
    ]


def test_notes_of_pages_are_kept_when_these_are_merged() -> None:
    noted = text(PAGE).replace('"uses": 12', '"uses": "12"')
    (whole,) = merge_operations([parse_page("a.txt", noted), parse_page("b.txt", text(PAGE))])

    assert [(note.of, note.text, str(note.read_at[0])[:5]) for note in whole.notes] == [
        ("2XX", "the example is not of type numeric", "a.txt")
    ]
