"""An emulator for all tests, an account of its own for each, and a server that answers what a test says."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tenantry_emulator import Emulator

from .record import own_account
from .servers import Saying
from .tape.flavours import Account


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator(runs_workers=False) as running:
        yield running


@pytest.fixture
def account(emulator: Emulator) -> Account:
    return own_account(emulator)


@pytest.fixture
def server() -> Iterator[Saying]:
    """A server for one test."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            saying.asked += 1
            self.send_response(saying.status)
            for name, value in saying.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(saying.body)))
            self.end_headers()
            self.wfile.write(saying.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at what was recorded."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        saying = Saying(f"http://127.0.0.1:{listening.server_port}/client/v4")
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield saying
        listening.shutdown()
        thread.join()
