"""Only this machine, and only its own pages, and only so much from them."""

import http.client
from contextlib import closing

import httpx
import pytest

from tenantry_emulator import Emulator
from tests.emulator.account import PRODUCTION, Account, module
from tests.emulator.conftest import NO_CERTIFICATES, client, guessing
from tests.emulator.site import refusal

ALLOWED_HOSTS = [
    "127.0.0.1:{port}",
    "localhost:{port}",
    "LOCALHOST",
    "[::1]:{port}",
    "shop.production.localhost:{port}",
]
FOREIGN_HOSTS = [
    *("evil.example", "evil.example:{port}", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1:{port}"),
    *("user@localhost", "localhost:80:80", "localhost:port", "[::2]", ""),
]


def asked_as(emulator: Emulator, path: str, **headers: str) -> httpx.Response:
    base = emulator.url.removesuffix("/client/v4")
    sent = {"Authorization": "Bearer x", **{name: value.format(port=emulator.port) for name, value in headers.items()}}
    return httpx.get(base + path, headers=sent, trust_env=False, verify=NO_CERTIFICATES)


@pytest.fixture(params=["/client/v4/accounts/{}/workers/dispatch/namespaces", "/__emulator/faults"])
def path(request: pytest.FixtureRequest, emulator: Emulator) -> str:
    text: str = request.param
    return text.format(emulator.account_id)


@pytest.mark.parametrize("host", ALLOWED_HOSTS)
def test_a_host_of_this_machine_is_answered(emulator: Emulator, path: str, host: str) -> None:
    assert asked_as(emulator, path, Host=host).status_code == 200


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_foreign_host_is_refused(emulator: Emulator, path: str, host: str) -> None:
    answer = asked_as(emulator, path, Host=host)

    assert refusal(answer) == (403, 99403)
    assert "answers to localhost and 127.0.0.1" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://127.0.0.1", "http://shop.localhost:8787"])
def test_a_page_of_this_machine_is_answered(emulator: Emulator, path: str, origin: str) -> None:
    assert asked_as(emulator, path, Origin=origin).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://localhost.evil.example", "file://localhost", "localhost"]
)
def test_a_foreign_page_is_refused(emulator: Emulator, path: str, origin: str) -> None:
    answer = asked_as(emulator, path, Origin=origin)

    assert refusal(answer) == (403, 99403)
    assert "answers pages of this machine only" in answer.json()["errors"][0]["message"]


def test_a_foreign_page_changes_nothing(emulator: Emulator, account: Account) -> None:
    headers = {"Origin": "https://evil.example"}

    assert account.refused("POST", "/namespaces", json={"name": "a"}, headers=headers)[:2] == (403, 99403)
    assert account.granted("GET", "/namespaces") == []


def test_a_body_that_is_announced_too_large_is_refused() -> None:
    with Emulator(max_body=1000) as emulator, client(emulator) as http:
        answer = http.post("/namespaces", content=b" " * 1001)

        assert refusal(answer) == (413, 10027)
        assert http.post("/namespaces", json={"name": "a"}).status_code == 200


def test_a_body_that_is_announced_too_large_is_not_waited_for() -> None:
    with Emulator(max_body=1000) as emulator, closing(http.client.HTTPConnection("127.0.0.1", emulator.port)) as asking:
        asking.putrequest("POST", f"/client/v4/accounts/{emulator.account_id}/workers/dispatch/namespaces")
        asking.putheader("Content-Length", "1001")
        asking.endheaders()
        with asking.getresponse() as answer:
            assert answer.status == 413


def test_a_body_that_grows_too_large_is_refused() -> None:
    with Emulator(max_body=1000) as emulator, client(emulator) as http:
        answer = http.post("/namespaces", content=(b" " * 100 for _ in range(11)))

        assert refusal(answer) == (413, 10027)
        assert http.get("/namespaces").json()["result"] == []


@pytest.mark.parametrize("length", ["-1", "1e3", "٣"])
def test_a_length_that_is_none_is_no_way_around(emulator: Emulator, length: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", emulator.port)) as connection:
        connection.putrequest("POST", f"/client/v4/accounts/{emulator.account_id}/workers/dispatch/namespaces")
        connection.putheader("Content-Length", length.encode())
        connection.endheaders()
        with connection.getresponse() as answer:
            assert answer.status == 400


def test_a_script_that_is_too_large_is_refused() -> None:
    with guessing(max_script_bytes=1000) as account:
        code = b"export default { fetch() {} }" + b"/" * 600
        modules = [module("index.js", code), module("b.js", code)]
        refused = account.deploy_refused(main_module="index.js", modules=modules)

        assert refused[:2] == (413, 10027)
        assert account.granted("GET", f"{PRODUCTION}/scripts") == []
        assert account.deploy(main_module="index.js", modules=modules[:1])
