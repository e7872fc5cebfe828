"""The two tokens of an upload of assets: whose they are, and for how long."""

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tenantry_emulator import Emulator, Limit
from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import client
from tests.emulator.site import SHOP, Site, refusal

SHOP_PATH = f"{PRODUCTION}/scripts/shop"


def test_without_anything_to_bring_the_token_completes_at_once(production: Account) -> None:
    Site(production, SHOP).deploy()
    session = Site(production, SHOP, script="other").open()

    assert session["buckets"] == []
    assert production.deploy("other", assets={"jwt": session["jwt"]})["has_assets"]


def test_tokens_look_as_json_web_tokens_do(production: Account) -> None:
    header, payload, _ = Site(production, SHOP).open()["jwt"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))

    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "HS256", "typ": "JWT"}
    assert claims["exp"] - claims["iat"] == 3600


def test_tokens_are_good_for_an_hour() -> None:
    with Emulator() as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        site = Site(account, SHOP)
        session, completion = site.open(), Site(account, {"/b": (b"b", "text/plain")}, script="other").complete()
        emulator.clock.advance(3590)
        assert account.deploy("other", assets={"jwt": completion})
        emulator.clock.advance(20)

        assert refusal(site.send(session["jwt"], map(site.part, session["buckets"][0]))) == (401, 10000)
        assert account.deploy_refused("other", assets={"jwt": completion})[:2] == (400, 10021)
        site.deploy()


def test_sessions_that_expired_are_forgotten(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state") as emulator, client(emulator) as http:
        Account(http).granted("POST", "/namespaces", json={"name": "production"})
        Site(Account(http), SHOP).open()
        emulator.clock.advance(3601)
        Site(Account(http), SHOP).open()

        with closing(sqlite3.connect(tmp_path / "state")) as state:
            assert state.execute("SELECT count(*), (SELECT count(*) FROM wanted) FROM session").fetchone() == (1, 2)


def test_tokens_outlive_a_restart(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state") as emulator, client(emulator) as http:
        path = http.base_url.path
        Account(http).granted("POST", "/namespaces", json={"name": "production"})
        completion = Site(Account(http), SHOP).complete()
    with Emulator(state=tmp_path / "state") as emulator, client(emulator) as http:
        http.base_url = http.base_url.copy_with(path=path)

        assert Account(http).deploy(assets={"jwt": completion})["has_assets"]


@pytest.mark.parametrize("exists", [False, True])
def test_a_token_of_another_script_fails_as_was_reported(production: Account, exists: bool) -> None:
    completion = Site(production, SHOP, script="other").complete()
    if exists:
        production.deploy()

    assert production.deploy_refused(assets={"jwt": completion})[:2] == ((500, 10002) if exists else (400, 10021))


def test_a_token_of_another_namespace_is_one_of_another_script(production: Account) -> None:
    production.granted("POST", "/namespaces", json={"name": "staging"})
    completion = Site(production, SHOP, namespace="/namespaces/staging").complete()

    assert production.deploy_refused(assets={"jwt": completion})[:2] == (400, 10021)


def test_the_token_of_the_session_does_not_complete_it(production: Account) -> None:
    session = Site(production, SHOP).open()

    assert production.deploy_refused(assets={"jwt": session["jwt"]})[:2] == (400, 10021)


@pytest.mark.parametrize("token", ["any-token-will-do", "a.b.c", "", "é.ü"])
def test_no_other_token_brings_files(production: Account, token: str) -> None:
    answer = production.http.post(
        Site(production, SHOP).upload_url,
        params={"base64": "true"},
        headers={b"Authorization": f"Bearer {token}".strip().encode()},
        files={"a": b""},
    )

    assert refusal(answer) == ((401, 10000) if token else (400, 9106))


def test_a_forged_token_brings_nothing(production: Account) -> None:
    site = Site(production, SHOP)
    header, payload, signature = site.open()["jwt"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "==")) | {"purpose": "complete"}
    forged = ".".join((header, base64.urlsafe_b64encode(json.dumps(claims).encode()).decode(), signature))

    assert refusal(site.send(forged, [])) == (401, 10000)
    assert production.deploy_refused(assets={"jwt": forged})[:2] == (400, 10021)


def test_the_session_of_one_account_is_not_there_in_another(emulator: Emulator, production: Account) -> None:
    session = Site(production, SHOP).open()
    with client(emulator) as http:
        site = Site(Account(http), SHOP)
        assert refusal(site.send(session["jwt"], map(site.part, session["buckets"][0]))) == (401, 10000)


def test_a_session_goes_with_its_namespace(production: Account) -> None:
    site = Site(production, SHOP)
    session = site.open()
    production.granted("DELETE", PRODUCTION)

    assert refusal(site.send(session["jwt"], map(site.part, session["buckets"][0]))) == (401, 10000)


def test_an_upload_counts_against_the_limit_of_who_opened_its_session() -> None:
    with Emulator(limit=Limit(requests=3)) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        site = Site(account, SHOP)
        session = site.open()

        assert site.send(session["jwt"], map(site.part, session["buckets"][0])).status_code == 201
        assert refusal(site.send(session["jwt"], [])) == (429, 971)
        assert refusal(http.get("/namespaces")) == (429, 971)
