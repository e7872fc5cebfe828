"""Connections that bring nothing, or half of a head; and more of them than files may be open."""

import asyncio
import errno
import os
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from uvicorn.server import ServerState

from tenantry_emulator import Emulator, NotStarted
from tenantry_emulator.server.server import Complaints, listening
from tenantry_emulator.wire.connection import HttpProtocol, server_configuration
from tests.emulator.command import command, create


class Impatient(HttpProtocol):
    head_seconds = 0.1


async def answering(scope: object, receive: object, send: object) -> None:
    """An application that is never asked."""
    raise AssertionError


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n"])
def test_a_connection_whose_head_does_not_come_is_closed(sent: bytes) -> None:
    async def story() -> bytes:
        config, state = server_configuration(answering), ServerState()
        config.load()
        protocol = lambda: Impatient(config=config, server_state=state, app_state={})
        server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(sent)
            answer = await asyncio.wait_for(reader.read(), 30)
            writer.close()
        return answer

    assert asyncio.run(story()) == b""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has this limit")
def test_at_its_limit_of_files_it_waits_and_says_so_once() -> None:
    with command("--no-workers", limit="-n 60") as (process, variables), ExitStack() as stack:
        address = urlsplit(variables["CLOUDFLARE_BASE_URL"])
        for _ in range(100):
            stack.enter_context(socket.create_connection((address.hostname, address.port)))
        assert process.stderr
        said = process.stderr.readline()
        stack.close()
        assert create(variables, "production").status_code == 200
        process.terminate()

        assert said.startswith("connections wait to be accepted: Too many open files.")
        assert process.stderr.read() == ""


def test_it_does_not_start_where_no_file_can_be_opened_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(socket, "socket", full)
    with pytest.raises(NotStarted, match=r"the emulator did not start: .* Too many open files"):
        Emulator(runs_workers=False)


def test_where_it_is_closed_while_connections_wait_that_is_all_it_says(caplog: pytest.LogCaptureFixture) -> None:
    full, closed = OSError(errno.EMFILE, "Too many open files"), ValueError("Invalid file descriptor: -1")

    async def story() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(Complaints())
        with listening(0) as waiting:
            for error in (full, full, closed):
                loop.call_exception_handler({"message": "said", "exception": error, "socket": waiting})
        loop.call_exception_handler({"message": "not said", "exception": closed})

    asyncio.run(story())

    assert [message.split()[0] for message in caplog.messages] == ["connections", "said"]
