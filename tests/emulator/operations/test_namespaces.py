"""Dispatch namespaces."""

import re

import pytest

from tests.emulator.account import PRODUCTION, Account

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def test_a_namespace_comes_back_as_it_was_created(account: Account) -> None:
    created = account.granted("POST", "/namespaces", json={"name": "production"})

    assert (created["namespace_name"], created["script_count"], created["trusted_workers"]) == ("production", 0, False)
    assert created == account.granted("GET", PRODUCTION)
    assert [created] == account.granted("GET", "/namespaces")


def test_times_have_microseconds_and_are_utc(production: Account) -> None:
    namespace = production.granted("GET", PRODUCTION)

    assert MOMENT.fullmatch(namespace["created_on"])
    assert MOMENT.fullmatch(namespace["modified_on"])


def test_a_namespace_that_exists_is_refused_with_the_code_for_existing(production: Account) -> None:
    assert production.refused("POST", "/namespaces", json={"name": "production"})[:2] == (400, 100120)


@pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 65])
def test_a_bad_name_is_refused_with_the_code_for_existing(account: Account, name: str) -> None:
    assert account.refused("POST", "/namespaces", json={"name": name})[:2] == (400, 100120)
    assert account.granted("GET", "/namespaces") == []


def test_a_name_that_is_no_text_is_refused_by_its_pointer(account: Account) -> None:
    answer = account.http.post("/namespaces", json={"name": 5})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["source"]) == (400, 10021, {"pointer": "/name"})
    assert "/name" in error["message"]


def test_a_body_that_is_not_json_is_refused(account: Account) -> None:
    assert account.refused("POST", "/namespaces", content=b'{"name":')[:2] == (400, 10026)
    assert account.refused("POST", "/namespaces", content=b'{"name": NaN}')[:2] == (400, 10026)
    assert account.refused("POST", "/namespaces", content=b'{"name": "\\uD800"}')[:2] == (400, 10026)
    assert account.refused("POST", "/namespaces")[:2] == (400, 10026)


def test_unknown_fields_of_a_body_are_overlooked(account: Account) -> None:
    assert account.granted("POST", "/namespaces", json={"name": "production", "colour": "red"})


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_missing_namespace_is_refused_by_name(account: Account, method: str) -> None:
    status, code, message = account.refused(method, "/namespaces/ghost", json={} if method[0] == "P" else None)

    assert (status, code) == (404, 100119)
    assert "ghost" in message


def test_update_changes_only_what_it_names(production: Account) -> None:
    assert production.granted("PATCH", PRODUCTION, json={"trusted_workers": True})["trusted_workers"]
    renamed = production.granted("PATCH", PRODUCTION, json={"name": "live"})

    assert (renamed["namespace_name"], renamed["trusted_workers"]) == ("live", True)


def test_replacing_with_a_name_alone_renames_and_takes_trust_away(production: Account) -> None:
    before = production.granted("PATCH", PRODUCTION, json={"trusted_workers": True})
    after = production.granted("PUT", PRODUCTION, json={"name": "live"})

    assert (after["namespace_name"], after["trusted_workers"]) == ("live", False)
    assert before["namespace_id"] == after["namespace_id"]
    assert production.refused("GET", PRODUCTION)[:2] == (404, 100119)


def test_replacing_with_trust_alone_keeps_the_name(production: Account) -> None:
    after = production.granted("PUT", PRODUCTION, json={"trusted_workers": True})

    assert (after["namespace_name"], after["trusted_workers"]) == ("production", True)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_rename_to_a_name_that_is_taken_is_refused(production: Account, method: str) -> None:
    production.granted("POST", "/namespaces", json={"name": "live"})

    assert production.refused(method, PRODUCTION, json={"name": "live"})[:2] == (400, 100120)


def test_a_renamed_namespace_keeps_its_scripts(production: Account) -> None:
    production.deploy("shop")
    production.granted("PATCH", PRODUCTION, json={"name": "live"})

    assert production.granted("GET", "/namespaces/live/scripts/shop")["script"]["id"] == "shop"


def test_scripts_are_counted(production: Account) -> None:
    production.deploy("a")
    production.deploy("b")
    production.deploy("b")

    assert production.granted("GET", PRODUCTION)["script_count"] == 2


def test_a_deleted_namespace_takes_its_scripts_with_it(production: Account) -> None:
    production.deploy("shop")

    assert production.granted("DELETE", PRODUCTION) is None
    production.granted("POST", "/namespaces", json={"name": "production"})
    assert production.granted("GET", PRODUCTION)["script_count"] == 0
    assert production.refused("GET", f"{PRODUCTION}/scripts/shop")[:2] == (404, 10092)
