"""Static assets: what a script has in the end."""

import base64
import hashlib
import json

from tests.emulator.account import PRODUCTION, Account, Part, module, parts
from tests.emulator.site import SHOP, Site, key

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


def test_a_file_without_a_type_is_served_without_one(production: Account) -> None:
    site = Site(production, {"/LICENSE": (b"free", "application/null")})
    site.deploy()

    assert site.stored()["files"]["/LICENSE"]["content_type"] is None


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
