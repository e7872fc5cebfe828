"""Requests whose body comes slowly, or never to its end; and answers that nobody reads."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from tenantry_emulator import Emulator, Fault
from tests.emulator.account import PRODUCTION, Account, module, parts
from tests.emulator.conftest import client

SHOP = f"{PRODUCTION}/scripts/shop"


@contextmanager
def uploading(emulator: Emulator, account: Account) -> Iterator[tuple[threading.Event, "Future[httpx.Response]"]]:
    """An upload of which half has come; the other half follows when the event is set."""
    upload, goes_on = httpx.Request("PUT", "http://nowhere", files=parts()), threading.Event()
    content = upload.read()

    def body() -> Iterator[bytes]:
        yield content[: len(content) // 2]
        goes_on.wait()
        yield content[len(content) // 2 :]

    # It meets no request: it counts them.
    emulator.faults.add(Fault("refuse", operation="upload_script", skip=1_000))
    with ThreadPoolExecutor(1) as thread, client(emulator) as http:
        headers = {"Content-Type": upload.headers["Content-Type"]}
        try:
            url = f"{account.http.base_url}{SHOP.removeprefix('/')}"
            uploaded = thread.submit(http.put, url, content=body(), headers=headers)
            while emulator.faults.list()[-1].seen == 0:
                time.sleep(0.001)
            yield goes_on, uploaded
        finally:
            goes_on.set()


def test_others_change_the_script_while_an_upload_of_it_comes() -> None:
    with Emulator(runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        account.deploy()
        with uploading(emulator, account) as (goes_on, uploaded):
            account.granted("PUT", f"{SHOP}/tags", json=["beta"])
            account.granted("DELETE", SHOP)
            goes_on.set()

            assert uploaded.result().status_code == 200


def test_an_upload_that_was_coming_when_all_is_forgotten_is_cut_and_never_done() -> None:
    with Emulator(runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        with uploading(emulator, account) as (goes_on, uploaded):
            emulator.reset()
            account.granted("POST", "/namespaces", json={"name": "production"})
            goes_on.set()

            assert isinstance(uploaded.exception(), httpx.TransportError)
        assert account.granted("GET", f"{PRODUCTION}/scripts") == []
        assert [request.operation for request in emulator.requests] == ["create_namespace", "list_scripts"]


def test_a_client_that_does_not_read_its_answer_is_cut_off_at_the_end(caplog: pytest.LogCaptureFixture) -> None:
    with Emulator(runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        # More than the two sides of a connection hold.
        code = b"export default { fetch() {} }//" + bytes(20_000_000)
        account.deploy(main_module="index.js", modules=[module("index.js", code)])
        url = http.base_url.join(f"{SHOP.removeprefix('/')}/content")
        with socket.create_connection((url.host, url.port), timeout=30) as connection:
            head = f"GET {url.path} HTTP/1.1\r\nHost: {url.host}\r\nAuthorization: Bearer x\r\n\r\n"
            connection.sendall(head.encode())
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
            emulator.close()

        assert emulator.failures == []
    assert "Exception" not in caplog.text
