"""Static assets: sessions, buckets, tokens, and what a script has in the end."""

import base64
import hashlib
import json
from typing import Any

import pytest

from tenantry_emulator import Emulator, Limit

from .account import PRODUCTION, Account, Part, module, parts
from .conftest import client, guessing
from .site import SHOP, Site, key, refusal

SHOP_PATH = f"{PRODUCTION}/scripts/shop"


def has_assets(account: Account, script: str = "shop") -> bool:
    found: bool = account.granted("GET", f"{PRODUCTION}/scripts/{script}")["script"]["has_assets"]
    return found


def test_what_was_uploaded_is_there_with_its_type(production: Account) -> None:
    site = Site(production, SHOP)
    assert site.deploy()["has_assets"] is True

    assert {
        path: {
            "hash": site.keys[path],
            "content_type": content_type,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for path, (content, content_type) in SHOP.items()
    } == site.stored()["files"]


def test_a_session_asks_for_each_file_once(production: Account) -> None:
    site = Site(production, {**SHOP, "/copy.html": SHOP["/index.html"], "/empty": (b"", "application/null")})
    asked = [identifier for bucket in site.open()["buckets"] for identifier in bucket]

    assert sorted(set(site.keys.values())) == sorted(asked)


def test_a_file_without_a_type_is_served_without_one(production: Account) -> None:
    site = Site(production, {"/LICENSE": (b"free", "application/null")})
    site.deploy()

    assert site.stored()["files"]["/LICENSE"]["content_type"] is None


def test_the_last_bucket_completes_and_those_before_are_accepted() -> None:
    with guessing(bucket_files=1) as account:
        site = Site(account, SHOP)
        session = site.open()
        answers = [site.send(session["jwt"], [site.part(identifier)]) for (identifier,) in session["buckets"]]

        assert [answer.status_code for answer in answers] == [202, 201]
        assert ["jwt" in answer.json()["result"] for answer in answers] == [False, True]


def test_a_bucket_is_full_by_its_bytes_too() -> None:
    files = {f"/{number}.txt": (b"%d" % number * 100, "text/plain") for number in range(5)}
    with guessing(bucket_bytes=250) as account:
        assert [len(bucket) for bucket in Site(account, files).open()["buckets"]] == [2, 2, 1]


def test_a_bucket_may_come_twice(production: Account) -> None:
    site = Site(production, SHOP)
    session = site.open()
    answers = [site.send(session["jwt"], map(site.part, session["buckets"][0])) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]


def test_what_one_script_brought_no_other_of_the_namespace_need_bring(production: Account) -> None:
    Site(production, SHOP).deploy()
    other = Site(production, {**SHOP, "/new.txt": (b"new", "text/plain")}, script="other")

    assert [[key(b"new", "text/plain")]] == other.open()["buckets"]
    other.deploy()
    assert set(other.stored()["files"]) == {"/index.html", "/a.css", "/new.txt"}


def test_another_namespace_has_its_own_files(production: Account) -> None:
    Site(production, SHOP).deploy()
    production.granted("POST", "/namespaces", json={"name": "staging"})

    (bucket,) = Site(production, SHOP, namespace="/namespaces/staging").open()["buckets"]
    assert len(bucket) == 2


def test_a_hash_that_is_there_keeps_its_content_and_type(production: Account) -> None:
    first = Site(production, {"/a": (b"same", "text/plain")}).open()
    second = Site(production, {"/a": (b"same", "text/plain")}, script="other").open()
    site = Site(production, {"/a": (b"same", "text/plain")})
    (identifier,) = site.keys.values()
    site.send(first["jwt"], [site.part(identifier)])
    late: Part = (identifier, (identifier, base64.b64encode(b"late"), "text/html"))
    completion = site.send(second["jwt"], [late]).json()["result"]["jwt"]

    production.deploy("other", assets={"jwt": completion})
    stored = Site(production, {}, script="other").stored()["files"]["/a"]
    assert (stored["content_type"], stored["sha256"]) == ("text/plain", hashlib.sha256(b"same").hexdigest())


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


def test_tokens_outlive_a_restart(tmp_path: Any) -> None:
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


@pytest.mark.parametrize(
    "part",
    [
        ("0" * 32, ("0" * 32, b"AAAA", "text/plain")),
        (key(*SHOP["/a.css"]), ("a.css", b"not base64!", "text/css")),
        (key(*SHOP["/a.css"]), ("a.css", base64.b64encode(b"other size"), "text/css")),
    ],
    ids=["not asked for", "no base64", "of another size"],
)
def test_a_wrong_file_is_refused_and_none_of_its_bucket_kept(production: Account, part: Part) -> None:
    site = Site(production, SHOP)
    session = site.open()
    right = site.part(key(*SHOP["/index.html"]))

    assert refusal(site.send(session["jwt"], [right, part])) == (400, 10021)
    assert session["buckets"] == site.open()["buckets"]


def test_files_may_come_as_plain_fields(production: Account) -> None:
    site = Site(production, SHOP)
    plain: list[Part] = [(name, (None, content, "")) for name, (_, content, _) in map(site.part, site.keys.values())]

    assert site.send(site.open()["jwt"], plain).status_code == 201


def test_more_files_than_a_version_may_have_are_refused(production: Account) -> None:
    manifest = {f"/{number}": {"hash": "0" * 32, "size": 0} for number in range(100_001)}
    refused = production.refused("POST", f"{SHOP_PATH}/assets-upload-session", json={"manifest": manifest})

    assert refused[:2] == (400, 10021)
    assert "100001 files are too many" in refused[2]


@pytest.mark.parametrize(
    "manifest",
    [
        {"index.html": {"hash": "0" * 32, "size": 1}},
        {"/a": {"hash": "0" * 31, "size": 1}},
        {"/a": {"hash": "0" * 32, "size": -1}},
        {"/a": {"hash": "0" * 32, "size": 26_214_401}},
        {"/a": {"hash": "0" * 32}},
        [],
    ],
)
def test_a_manifest_that_is_none_is_refused(production: Account, manifest: Any) -> None:
    refused = production.refused("POST", f"{SHOP_PATH}/assets-upload-session", json={"manifest": manifest})

    assert refused[:2] == (400, 10021)


def test_a_session_needs_a_namespace_and_no_script(account: Account) -> None:
    refused = account.refused("POST", f"{SHOP_PATH}/assets-upload-session", json={"manifest": {}})

    assert refused[:2] == (404, 100119)


def test_an_upload_without_a_word_of_assets_takes_them_away(production: Account) -> None:
    site = Site(production, SHOP)
    site.deploy()
    production.deploy()

    assert not has_assets(production)
    assert site.stored() is None


def test_assets_can_be_kept(production: Account) -> None:
    site = Site(production, SHOP)
    site.deploy(assets={"jwt": site.complete(), "config": {"html_handling": "none"}})
    before = site.stored()
    production.deploy(keep_assets=True, bindings=[{"type": "assets", "name": "ASSETS"}])

    assert has_assets(production)
    assert before == site.stored()


def test_kept_assets_may_get_another_configuration(production: Account) -> None:
    site = Site(production, SHOP)
    site.deploy(assets={"jwt": site.complete(), "config": {"html_handling": "none"}})
    production.deploy(keep_assets=True, assets={"config": {"not_found_handling": "404-page"}})

    assert site.stored()["config"] == {"not_found_handling": "404-page"}
    assert len(site.stored()["files"]) == 2


def test_new_assets_win_over_those_that_could_be_kept(production: Account) -> None:
    Site(production, SHOP).deploy()
    site = Site(production, {"/new": (b"new", "text/plain")})
    site.deploy(keep_assets=True)

    assert list(site.stored()["files"]) == ["/new"]


def test_keeping_assets_is_no_harm_to_a_new_script(production: Account) -> None:
    assert production.deploy(keep_assets=True)["has_assets"] is False


def test_assets_without_a_token_are_refused(production: Account) -> None:
    assert production.deploy_refused(assets={"config": {}})[:2] == (400, 10021)


def test_code_and_settings_change_without_the_assets(production: Account) -> None:
    Site(production, SHOP).deploy()
    production.granted("PUT", f"{SHOP_PATH}/content", files=parts())
    production.granted("PATCH", f"{SHOP_PATH}/settings", files={"settings": (None, '{"logpush": true}')})

    assert has_assets(production)


def test_a_worker_may_be_made_of_assets_alone(production: Account) -> None:
    metadata = {"assets": {"jwt": Site(production, SHOP).complete()}, "compatibility_date": "2026-01-01"}
    deployed = production.granted("PUT", SHOP_PATH, files={"metadata": (None, json.dumps(metadata))})

    assert (deployed["has_assets"], deployed["has_modules"], deployed["handlers"]) == (True, False, [])
    assert production.http.get(f"{SHOP_PATH}/content").content == b""


def test_modules_beside_assets_need_a_beginning(production: Account) -> None:
    metadata = {"assets": {"jwt": Site(production, SHOP).complete()}}
    files = [("metadata", (None, json.dumps(metadata))), module("index.js", b"")]

    assert production.refused("PUT", SHOP_PATH, files=files)[:2] == (400, 10021)


def test_twenty_thousand_files_are_no_burden(production: Account) -> None:
    manifest = {f"/{number}.txt": {"hash": f"{number:032x}", "size": 1000} for number in range(20_000)}
    session = production.granted("POST", f"{SHOP_PATH}/assets-upload-session", json={"manifest": manifest})

    assert [len(bucket) for bucket in session["buckets"]] == [2000] * 10


def test_the_assets_operations_can_answer_as_their_page_shows_it() -> None:
    with guessing(asset_answers_have_nulls=True, empty_buckets_are_listed=False) as account:
        path = f"{SHOP_PATH}/assets-upload-session"
        envelope = account.http.post(path, json={"manifest": {}}).json()

    assert (envelope["errors"], envelope["messages"]) == (None, None)
    assert list(envelope["result"]) == ["jwt"]


def test_an_upload_counts_against_the_limit_of_who_opened_its_session() -> None:
    with Emulator(limit=Limit(requests=3)) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        site = Site(account, SHOP)
        session = site.open()

        assert site.send(session["jwt"], map(site.part, session["buckets"][0])).status_code == 201
        assert refusal(site.send(session["jwt"], [])) == (429, 971)
        assert refusal(http.get("/namespaces")) == (429, 971)
