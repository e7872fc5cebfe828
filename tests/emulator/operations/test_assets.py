"""Upload sessions: what they ask for, in which buckets, and what they take."""

import base64
from typing import Any

import pytest

from tests.emulator.account import PRODUCTION, Account, Part
from tests.emulator.conftest import guessing
from tests.emulator.site import SHOP, Site, key, refusal

SHOP_PATH = f"{PRODUCTION}/scripts/shop"


def test_a_session_asks_for_each_file_once(production: Account) -> None:
    site = Site(production, {**SHOP, "/copy.html": SHOP["/index.html"], "/empty": (b"", "application/null")})
    asked = [identifier for bucket in site.open()["buckets"] for identifier in bucket]

    assert sorted(set(site.keys.values())) == sorted(asked)


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


@pytest.mark.parametrize("query", [{}, {"base64": "false"}, {"base64": "1"}])
def test_files_come_in_base64_alone(production: Account, query: dict[str, str]) -> None:
    site = Site(production, SHOP)
    headers = {"Authorization": f"Bearer {site.open()['jwt']}"}
    answer = production.http.post(site.upload_url, params=query, headers=headers, files={"a": b""})

    assert refusal(answer) == (400, 10004)


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


@pytest.mark.parametrize("path", ["/", "/ü b/[c]+@.html", "/100%25.html", "/\n"])
def test_a_path_as_wrangler_sends_it_is_taken(production: Account, path: str) -> None:
    manifest = {path: {"hash": "0" * 32, "size": 1}}

    assert production.granted("POST", f"{SHOP_PATH}/assets-upload-session", json={"manifest": manifest})


@pytest.mark.parametrize("path", ["index.html", "", "/100%.html", "/%2x"])
def test_a_path_that_is_none_is_refused_by_name(production: Account, path: str) -> None:
    manifest = {path: {"hash": "0" * 32, "size": 1}}
    refused = production.refused("POST", f"{SHOP_PATH}/assets-upload-session", json={"manifest": manifest})

    assert refused[:2] == (400, 10304)
    assert repr(path) in refused[2]


def test_a_session_needs_a_namespace_and_no_script(account: Account) -> None:
    refused = account.refused("POST", f"{SHOP_PATH}/assets-upload-session", json={"manifest": {}})

    assert refused[:2] == (404, 100119)


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
