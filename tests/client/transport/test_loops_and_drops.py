"""A client leaves nothing behind: no connection, no event loop, in however many it was used, closed or dropped."""

import asyncio
import gc
import os
from collections.abc import Callable
from pathlib import Path

import anyio
import httpx
import psutil
import pytest
import trio
import trio.lowlevel

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, TOKEN

Make = Callable[[], tenantry.AsyncClient]


@pytest.fixture(autouse=True)
def few_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is plain HTTP here, and the many that httpx would load for each event loop take longer than its test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(Path(__file__).parents[1] / "responses" / "untrusted.pem"))


@pytest.fixture
def make(server: Server) -> Make:
    """Makes an async client of the server."""
    server.succeed([])
    return lambda: tenantry.AsyncClient(base_url=server.url, account_id=ACCOUNT, api_token=TOKEN, rate=None)


def left(server: Server) -> tuple[int, int, int]:
    """The connections to the server, the event loops, and the clients of httpx that there are."""
    gc.collect()
    port = httpx.URL(server.url).port
    connections = [each for each in psutil.Process().net_connections("tcp") if each.raddr and each.raddr[1] == port]
    things = gc.get_objects()
    loops = [each for each in things if isinstance(each, asyncio.AbstractEventLoop)]
    return len(connections), len(loops), sum(isinstance(each, httpx.AsyncClient) for each in things)


def added(server: Server, before: tuple[int, int, int]) -> list[int]:
    """What there is more of; of what tests before this one have left there may be less."""
    return [now for earlier, now in zip(before, left(server), strict=True) if now > earlier]


def test_a_thousand_event_loops_leave_nothing(make: Make, server: Server) -> None:
    client = make()
    before, descriptors = left(server), len(os.listdir("/dev/fd"))

    async def once() -> None:
        await client.list_namespaces()

    for _ in range(1_000):
        asyncio.run(once())

    # The server closes its ends a little later.
    assert added(server, before) == []
    assert len(os.listdir("/dev/fd")) < descriptors + 20
    assert len(server.requests) == 1_000


@pytest.mark.parametrize("closes", [True, False], ids=["closed", "not closed"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_event_loop_leaves_nothing(make: Make, server: Server, backend: str, closes: bool) -> None:
    client = make()
    before = left(server)

    async def once() -> None:
        await client.list_namespaces()
        if closes:
            await client.aclose()

    for _ in range(5):
        anyio.run(once, backend=backend)

    assert added(server, before) == []


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_loop_that_ends_no_generators_is_forgotten_with_the_next(make: Make, server: Server) -> None:
    client = make()
    before = left(server)
    for _ in range(5):
        loop = asyncio.new_event_loop()
        loop.run_until_complete(client.list_namespaces())
        loop.close()
    del loop
    last = left(server)
    del client

    assert [after - earlier for earlier, after in zip(before, last, strict=True)] in ([1, 1, 1], [0, 1, 1])
    assert added(server, before) == []


def test_a_dropped_async_client_closes_its_connections(make: Make, server: Server) -> None:
    async def main() -> None:
        before = left(server)
        for _ in range(5):
            await make().list_namespaces()
        # Closing takes a few turns of the loop.
        while added(server, before):
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 30))


# trio says so of each generator that it has to end.
@pytest.mark.filterwarnings("ignore:Async generator 'tenantry:ResourceWarning")
def test_a_dropped_async_client_closes_its_connections_under_trio(make: Make, server: Server) -> None:
    async def main() -> None:
        before = left(server)
        for _ in range(5):
            await make().list_namespaces()
        with trio.fail_after(30):
            while added(server, before):
                await trio.lowlevel.checkpoint()

    trio.run(main)


def test_a_dropped_client_closes_its_connections(server: Server) -> None:
    server.succeed([])
    before = left(server)
    for _ in range(5):
        client = tenantry.Client(base_url=server.url, account_id=ACCOUNT, api_token=TOKEN, rate=None)
        client.list_namespaces()
    del client

    assert added(server, before) == []
    assert len({request.connection for request in server.requests}) == 5
