"""Deleting many scripts at once."""

import pytest

from tests.emulator.account import PRODUCTION, Account, Result

SCRIPTS = f"{PRODUCTION}/scripts"


@pytest.fixture
def five(production: Account) -> Account:
    """A namespace with five scripts."""
    for name, tags in {"a": ["pro", "beta"], "b": ["pro"], "c": ["free"], "d": [], "e": ["pro"]}.items():
        production.deploy(name, tags=tags)
    return production


def left(account: Account) -> list[str]:
    return [row["script"]["id"] for row in account.granted("GET", SCRIPTS)]


def deleted(names: list[str], *, more: bool) -> Result:
    """What a bulk delete must answer."""
    return {"deleted": [{"id": name} for name in names], "deleted_count": len(names), "has_more": more}


def test_a_filter_selects_what_is_deleted(five: Account) -> None:
    assert deleted(["a", "b", "e"], more=False) == five.granted("DELETE", SCRIPTS, params={"tags": "pro:yes"})
    assert left(five) == ["c", "d"]


def test_a_limit_leaves_some_for_the_next_request(five: Account) -> None:
    query = {"tags": "pro:yes", "limit": "2"}

    assert deleted(["a", "b"], more=True) == five.granted("DELETE", SCRIPTS, params=query)
    assert deleted(["e"], more=False) == five.granted("DELETE", SCRIPTS, params=query)
    assert deleted([], more=False) == five.granted("DELETE", SCRIPTS, params=query)


def test_a_limit_that_is_just_enough_leaves_none(five: Account) -> None:
    assert not five.granted("DELETE", SCRIPTS, params={"tags": "pro:yes", "limit": "3"})["has_more"]


def test_without_a_filter_all_scripts_go(five: Account) -> None:
    assert five.granted("DELETE", SCRIPTS)["deleted_count"] == 5
    assert left(five) == []
    assert five.granted("GET", PRODUCTION)["script_count"] == 0


def test_a_filter_of_several_tags_deletes_what_has_all_of_them(five: Account) -> None:
    five.granted("DELETE", SCRIPTS, params={"tags": "pro:yes,beta:no"})

    assert left(five) == ["a", "c", "d"]


@pytest.mark.parametrize("query", [{"tags": "pro"}, {"limit": "0"}, {"limit": "many"}])
def test_a_wrong_filter_deletes_nothing(five: Account, query: dict[str, str]) -> None:
    assert five.refused("DELETE", SCRIPTS, params=query)[:2] == (400, 10004)
    assert left(five) == ["a", "b", "c", "d", "e"]


def test_the_scripts_of_a_missing_namespace_cannot_be_deleted(account: Account) -> None:
    assert account.refused("DELETE", SCRIPTS)[:2] == (404, 100119)
