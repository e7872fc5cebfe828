"""What is deployed answers at the front door, as it is now."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tenantry_emulator import Emulator, Fault
from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import client

from .platform import Platform, answering, module, parts, showing


def test_a_tenant_answers_at_once(platform: Platform) -> None:
    platform.deploy("shop", answering("'hello from ' + new URL(request.url).pathname"))

    assert platform.says("shop", "/a/b?c=d") == "hello from /a/b"


def test_a_redeploy_is_seen_by_the_next_request(platform: Platform) -> None:
    for version in range(5):
        platform.deploy("shop", answering(f"'version {version}'"))

        assert f"version {version}" == platform.says("shop")


def test_what_is_deleted_is_not_found_at_once(platform: Platform) -> None:
    platform.deploy("shop", answering("'here'"))
    platform.says("shop")
    platform.account.granted("DELETE", f"{PRODUCTION}/scripts/shop")
    answer = platform.ask("shop")

    assert (answer.status_code, answer.text) == (404, "Worker not found.\n")


def test_what_is_deleted_by_its_tag_is_not_found(platform: Platform) -> None:
    platform.deploy("shop", answering("'here'"), tags=["acme"])
    platform.says("shop")
    platform.account.granted("DELETE", f"{PRODUCTION}/scripts", params={"tags": "acme:yes"})

    assert platform.ask("shop").status_code == 404


def test_a_deleted_namespace_takes_its_tenants_along(platform: Platform) -> None:
    platform.deploy("shop", answering("'here'"))
    platform.says("shop")
    platform.account.granted("DELETE", PRODUCTION)

    assert platform.ask("shop").status_code == 404


def test_a_renamed_namespace_has_another_address(platform: Platform) -> None:
    platform.deploy("shop", answering("'here'"))
    platform.account.granted("PATCH", PRODUCTION, json={"name": "live"})

    assert platform.ask("shop").status_code == 404
    assert platform.account.http.get(platform.url("shop", namespace="live")).text == "here"


def test_the_same_name_in_two_namespaces_is_two_tenants(platform: Platform) -> None:
    platform.account.granted("POST", "/namespaces", json={"name": "staging"})
    platform.deploy("shop", answering("'production'"))
    files = parts(main_module="index.js", modules=[module("index.js", answering("'staging'").encode())])
    platform.account.granted("PUT", "/namespaces/staging/scripts/shop", files=files)

    assert platform.says("shop") == "production"
    assert platform.account.http.get(platform.url("shop", namespace="staging")).text == "staging"


def test_other_content_answers_from_then_on(platform: Platform) -> None:
    platform.deploy("shop", answering("'one ' + env.X"), bindings=[{"type": "plain_text", "name": "X", "text": "x"}])
    files = parts(main_module="index.js", modules=[module("index.js", answering("'two ' + env.X").encode())])
    platform.account.granted("PUT", f"{PRODUCTION}/scripts/shop/content", files=files)

    assert platform.says("shop") == "two x"


def test_other_settings_hold_from_then_on(platform: Platform) -> None:
    platform.deploy("shop", answering("env.X"), bindings=[{"type": "plain_text", "name": "X", "text": "old"}])
    settings = b'{"bindings": [{"type": "plain_text", "name": "X", "text": "new"}]}'
    files = [("settings", (None, settings, "application/json"))]
    platform.account.granted("PATCH", f"{PRODUCTION}/scripts/shop/settings", files=files)

    assert platform.says("shop") == "new"


def test_secrets_are_there_as_soon_as_they_are_put(platform: Platform) -> None:
    platform.deploy("shop", showing("[env.KEY ?? null, env.OTHER ?? null]"))
    secrets = f"{PRODUCTION}/scripts/shop/secrets"
    assert platform.shows("shop") == [None, None]

    platform.account.granted("PUT", secrets, json={"type": "secret_text", "name": "KEY", "text": "k"})
    assert platform.shows("shop") == ["k", None]

    other = {"type": "secret_text", "name": "OTHER", "text": "o"}
    platform.account.granted("PATCH", f"{secrets}-bulk", json={"secrets": {"KEY": None, "OTHER": other}})
    assert platform.shows("shop") == [None, "o"]

    platform.account.granted("DELETE", f"{secrets}/OTHER")
    assert platform.shows("shop") == [None, None]


def test_a_change_of_tags_leaves_the_process_alone(platform: Platform) -> None:
    platform.deploy("shop", "let n = 0; export default { fetch: () => new Response(String(++n)) }")
    assert platform.says("shop") == "1"
    platform.account.granted("PUT", f"{PRODUCTION}/scripts/shop/tags", json=["acme"])

    assert platform.says("shop") == "2"


@pytest.mark.parametrize("name", ["Acme Shop", "läden/1", "a.b", "100%", "-", "x" * 200, "a?b#c"])
def test_a_script_of_any_name_has_an_address(platform: Platform, name: str) -> None:
    code = module("index.js", answering("new URL(request.url).pathname").encode())
    path = httpx.URL("/").copy_with(path=f"{PRODUCTION}/scripts/").raw_path.decode()
    quoted = platform.url(name).rpartition("/production/")[2].removesuffix("/")
    platform.account.granted("PUT", f"{path}{quoted}", files=parts(main_module="index.js", modules=[code]))

    assert platform.says(name, "/deep%20path") == "/deep%20path"


def test_a_tenant_sees_its_own_address_and_not_how_it_was_found(platform: Platform) -> None:
    platform.deploy("shop", showing("[new URL(request.url).pathname, [...request.headers.keys()].sort()]"))
    plain = {"accept": "*/*", "user-agent": "a test"}

    path, headers = platform.shows("shop", "/cart", headers=plain)
    assert path == "/cart"
    assert [name for name in headers if "tenantry" in name] == []
    assert {"accept", "user-agent", "host"} <= set(headers)


# It takes a while to start.
SLOW = "let counted = 0; for (let i = 0; i < 3e8; i++) counted += i; export default { fetch() {} }"


def test_a_deploy_while_a_secret_is_deleted_is_not_undone() -> None:
    key, variable = (
        {"type": "secret_text", "name": "KEY", "text": "k"},
        {"type": "plain_text", "name": "V", "text": "v"},
    )
    with Emulator(runs_workers=True) as emulator, client(emulator) as http, ThreadPoolExecutor(1) as thread:
        platform = Platform(emulator, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        platform.deploy("shop", SLOW, bindings=[key])
        # It meets no request: it counts them.
        emulator.faults.add(Fault("refuse", operation="delete_secret", skip=1_000))
        deleted = thread.submit(platform.account.granted, "DELETE", f"{PRODUCTION}/scripts/shop/secrets/KEY")
        while emulator.faults.list()[0].seen == 0:
            time.sleep(0.001)
        platform.deploy("shop", answering("env.V + env.KEY"), bindings=[variable], keep_bindings=["secret_text"])
        deleted.result()

        assert platform.says("shop") == "vundefined"
