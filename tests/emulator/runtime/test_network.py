"""What Workers reach: this machine, and more only where that was asked for."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tenantry_emulator import Emulator
from tests.emulator.account import Account
from tests.emulator.conftest import client

from .platform import Platform

FETCH = """
export default {
  async fetch(request) {
    const url = new URL(request.url).searchParams.get("url");
    try {
      return new Response(await (await fetch(url, { method: "POST", body: "a question" })).text());
    } catch (error) {
      return new Response(error.message, { status: 502 });
    }
  },
};
"""


class Echo(BaseHTTPRequestHandler):
    """Answers what it is sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@contextmanager
def echo() -> Iterator[str]:
    """A server of this machine."""
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_worker_reaches_this_machine(platform: Platform) -> None:
    platform.deploy("shop", FETCH)
    with echo() as url:
        assert platform.says("shop", params={"url": url}) == "a question"


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/", "https://example.com/", "http://[2001:db8::1]/", "http://10.0.0.1/"]
)
def test_a_worker_reaches_nothing_else_and_is_told_why(platform: Platform, url: str) -> None:
    platform.deploy("shop", FETCH)
    answer = platform.ask("shop", params={"url": url})

    assert answer.status_code == 502
    assert "--allow-network" in answer.text


def test_a_worker_does_not_reach_the_sockets_of_the_emulator(platform: Platform) -> None:
    code = """
    import { connect } from "cloudflare:sockets";
    export default {
      async fetch(request) {
        const socket = connect(new URL(request.url).searchParams.get("address"));
        return new Response(await socket.opened.then(() => "opened", (error) => `refused: ${error.message}`));
      },
    };
    """
    platform.deploy("shop", code)

    assert platform.ask("shop", params={"address": "192.0.2.1:80"}).text.startswith("refused")
    assert "opened" not in platform.ask("shop", params={"address": "unix:../emulator"}).text


def test_with_the_network_allowed_it_is_not_in_the_way() -> None:
    with Emulator(runs_workers=True, allow_network=True) as emulator, client(emulator) as http, echo() as url:
        platform = Platform(emulator, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        platform.deploy("shop", FETCH)

        assert platform.says("shop", params={"url": url}) == "a question"
        # It is tried, and there is nobody of that name.
        assert "--allow-network" not in platform.ask("shop", params={"url": "http://nobody.invalid/"}).text


SOCKET = """
import { connect } from "cloudflare:sockets";
export default {
  async fetch(request) {
    const [hostname, port] = new URL(request.url).searchParams.get("to").split(":");
    try {
      const socket = connect({ hostname, port: Number(port) });
      await socket.writable.getWriter().write(new TextEncoder().encode("a question"));
      return new Response(socket.readable);
    } catch (error) {
      return new Response(error.message, { status: 502 });
    }
  },
};
"""


def test_sockets_reach_this_machine(platform: Platform) -> None:
    platform.deploy("shop", SOCKET)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as thread:

        def echo() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"the answer to " + connection.recv(100))

        going = thread.submit(echo)
        assert (
            platform.says("shop", params={"to": f"127.0.0.1:{server.getsockname()[1]}"}) == "the answer to a question"
        )
        going.result()


def test_sockets_reach_nothing_else(platform: Platform) -> None:
    platform.deploy("shop", SOCKET)

    # An address that is reserved for documentation.
    assert platform.ask("shop", params={"to": "192.0.2.1:80"}).status_code == 502
