"""Lists of scripts: rows, pages, tag filters."""

from collections.abc import Iterator

import pytest

from tests.emulator.account import PRODUCTION, Account

SCRIPTS = f"{PRODUCTION}/scripts"


@pytest.fixture
def five(production: Account) -> Account:
    """A namespace with five scripts."""
    for name, tags in {"a": ["pro", "beta"], "b": ["pro"], "c": ["free"], "d": [], "e": ["pro", "de:eu"]}.items():
        production.deploy(name, tags=tags)
    return production


def pages(account: Account, **query: str) -> Iterator[list[str]]:
    """The names on each page, by following the cursor."""
    cursor = None
    while cursor != "":
        answer = account.http.get(SCRIPTS, params=query | ({"cursor": cursor} if cursor else {})).json()
        assert len(answer["result"]) == answer["result_info"]["count"]
        yield [row["script"]["id"] for row in answer["result"]]
        cursor = answer["result_info"]["cursor"]


def test_a_row_is_what_the_details_are(five: Account) -> None:
    rows = five.granted("GET", SCRIPTS)

    assert [row["script"]["id"] for row in rows] == ["a", "b", "c", "d", "e"]
    assert rows[0] == five.granted("GET", f"{SCRIPTS}/a")


def test_pages_follow_one_another_and_the_last_has_no_cursor(five: Account) -> None:
    assert list(pages(five, limit="2")) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(pages(five, limit="5")) == [["a", "b", "c", "d", "e"]]
    assert list(pages(five)) == [["a", "b", "c", "d", "e"]]


def test_an_empty_namespace_has_one_empty_page(production: Account) -> None:
    assert list(pages(production)) == [[]]


def test_a_script_that_goes_between_two_pages_costs_no_other(five: Account) -> None:
    following = pages(five, limit="2")

    assert next(following) == ["a", "b"]
    five.granted("DELETE", f"{SCRIPTS}/b")
    assert next(following) == ["c", "d"]


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ("pro:yes", ["a", "b", "e"]),
        ("pro:yes,beta:no", ["b", "e"]),
        ("beta:no", ["b", "c", "d", "e"]),
        ("pro:yes,free:yes", []),
        ("de:eu:yes", ["e"]),
        ("", ["a", "b", "c", "d", "e"]),
    ],
)
def test_a_tag_filter_selects(five: Account, tags: str, names: list[str]) -> None:
    assert [names] == list(pages(five, tags=tags))


def test_a_tag_filter_holds_on_every_page(five: Account) -> None:
    assert list(pages(five, tags="pro:yes", limit="2")) == [["a", "b"], ["e"]]


@pytest.mark.parametrize(
    "query",
    [{"tags": "pro"}, {"tags": "pro:maybe"}, {"limit": "1001"}, {"limit": "0"}, {"limit": "ten"}, {"cursor": "!"}],
)
def test_a_wrong_parameter_is_refused_by_name(production: Account, query: dict[str, str]) -> None:
    answer = production.http.get(SCRIPTS, params=query)

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (400, 10004)
    assert [error["source"]["pointer"]] == [f"/{name}" for name in query]


def test_unknown_parameters_are_overlooked(five: Account) -> None:
    assert len(five.granted("GET", SCRIPTS, params={"colour": "red"})) == 5


def test_the_scripts_of_a_missing_namespace_are_refused(account: Account) -> None:
    assert account.refused("GET", SCRIPTS)[:2] == (404, 100119)
