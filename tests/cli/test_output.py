"""What is printed: on a terminal and off it, as JSON, by fields, and of tenants whose text would steer a terminal."""

import io
import json
import re
from datetime import UTC, datetime

import pytest
from attrs import frozen

from tenantry_cli.exits import CommandError
from tenantry_cli.options import Options
from tenantry_cli.output.clean import clean
from tenantry_cli.output.kinds import Kind, cell, kind, plain
from tenantry_cli.output.output import Change, Output

# It clears the screen, writes the window's title, reads from right to left, and ends a line.
HOSTILE = "acme\x1b[2J\x1b]0;title\x07\u202eevil\nroot"


@frozen
class Shop:
    name: str
    tags: tuple[str, ...] = ()
    opened: datetime | None = None


SHOP = kind("shop", "name tags opened", "name tags")
SHOPS = [Shop("acme", ("pro", "new"), datetime(2026, 11, 1, tzinfo=UTC)), Shop(HOSTILE)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(items: list[Shop], *, stream: io.StringIO | None = None, kind: Kind = SHOP, **options: object) -> str:
    stdout = io.StringIO() if stream is None else stream
    # mypy cannot know which option it is.
    Output(Options(**options), kind, stdout, io.StringIO()).rows(items)  # type: ignore[arg-type]
    return stdout.getvalue()


def without_bold(shown: str) -> str:
    """Bold is all that a terminal is asked for."""
    return re.sub(r"\x1b\[[01]m", "", shown)


def test_off_a_terminal_lines_have_tabs_and_no_heading() -> None:
    lines = printed(SHOPS).splitlines()

    assert lines == ["acme\tpro, new", "acme\\x1b[2J\\x1b]0;title\\x07\\u202eevil\\nroot\t"]


def test_a_terminal_gets_a_table_without_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = without_bold(printed(SHOPS, stream=Terminal()))

    head, first, second = shown.splitlines()
    assert head.split() == ["NAME", "TAGS"]
    assert first.split() == ["acme", "pro,", "new"]
    assert second.strip() == "acme\\x1b[2J\\x1b]0;title\\x07\\u202eevil\\nroot"
    assert "\x1b" not in shown


def test_a_narrow_terminal_wraps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    shown = without_bold(printed([Shop("acme", ("a" * 40, "b"))], stream=Terminal()))

    assert shown.splitlines()[1].split() == ["acme", f"{'a' * 23}…"]
    assert max(map(len, shown.splitlines())) <= 30
    assert len(shown.splitlines()) == 2


def test_a_narrow_terminal_leaves_times_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shop = Shop("acme", ("a" * 40,), datetime(2026, 11, 1, 12, 30, tzinfo=UTC))
    shown = without_bold(printed([shop], stream=Terminal(), fields="name,tags,opened"))

    assert shown.splitlines()[1].split() == ["acme", f"{'a' * 15}…", "2026-11-01", "12:30"]


def test_a_long_text_is_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    stdout = Terminal()
    Output(Options(), SHOP, stdout, io.StringIO()).wrapped("ok    ", "the emulator runs Workers of \x1b[31mtenants")

    assert stdout.getvalue() == "ok    the emulator runs\n      Workers of\n      \\x1b[31mtenants\n"


def test_json_is_one_document_of_all_fields_and_ascii() -> None:
    text = printed(SHOPS, json=True)

    assert text.isascii()
    assert json.loads(text) == [
        {"name": "acme", "tags": ["pro", "new"], "opened": "2026-11-01T00:00:00+00:00"},
        {"name": HOSTILE, "tags": [], "opened": None},
    ]
    assert json.loads(printed([], json=True)) == []


def test_ndjson_begins_with_the_version_and_what_follows() -> None:
    first, *rest = map(json.loads, printed(SHOPS, ndjson=True).splitlines())

    assert first == {"version": 1, "kind": "shop"}
    assert [row["name"] for row in rest] == ["acme", HOSTILE]


def test_fields_choose_and_order_what_is_printed() -> None:
    assert printed(SHOPS[:1], fields="opened,name") == "2026-11-01T00:00:00+00:00\tacme\n"
    assert json.loads(printed(SHOPS[:1], fields="name", json=True)) == [{"name": "acme"}]
    with pytest.raises(CommandError, match="no field 'nme'; it has name, tags, opened"):
        printed([], fields="nme")


def test_one_record_is_a_line_for_each_field_that_says_something() -> None:
    stdout = io.StringIO()
    Output(Options(), SHOP, stdout).one(Shop("acme"))

    assert stdout.getvalue() == "name\tacme\ntags\t\n"


def test_quiet_leaves_data_and_takes_all_else() -> None:
    stdout, stderr = io.StringIO(), io.StringIO()
    output = Output(Options(quiet=True), SHOP, stdout, stderr)
    output.note("something")
    output.changed(Change("created", "shop", "acme"))
    output.rows(SHOPS[:1])

    assert (stdout.getvalue(), stderr.getvalue()) == ("acme\tpro, new\n", "")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change("created", "namespace", "production"), "namespace production created"),
        (Change("set", "secret", "KEY", "acme", "production"), "secret KEY of acme in production set"),
        (
            Change("deleted", "script", "acme", None, "production", True),
            "script acme in production would be deleted",
        ),
    ],
)
def test_a_change_is_a_sentence(change: Change, text: str) -> None:
    assert str(change) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "yes"), (False, "no"), (3, "3"), (["a", "b"], "a, b"), ({"a": 1}, '{"a": 1}'), ([], "")],
)
def test_a_cell_is_for_people(value: object, text: str) -> None:
    assert cell(value) == text


def test_what_json_does_not_know_is_made_plain() -> None:
    class Nested:
        def to_dict(self) -> dict[str, object]:
            return {"at": datetime(2026, 1, 1, tzinfo=UTC)}

    assert plain({1: (Nested(), io)}) == {"1": [{"at": "2026-01-01T00:00:00+00:00"}, str(io)]}


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x200E, 0x202E, 0x2066, 0x2028, 0xFEFF])
def test_no_character_that_steers_a_terminal_is_left(code: int) -> None:
    assert clean(f"a{chr(code)}b").isprintable()
    assert chr(code) not in clean(f"a{chr(code)}b")


def test_other_text_stays_as_it_is() -> None:
    assert clean("Größe 東京 - 🙂") == "Größe 東京 - 🙂"
    assert clean("a\nb", keep="\n") == "a\nb"
