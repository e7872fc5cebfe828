"""One client, wherever Python programs live: threads, forks, event loops one after another."""

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
import trio

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask


@pytest.fixture
def client(server: Server) -> tenantry.Client:
    """A client with connections of its own."""
    server.succeed([{"namespace_name": "production"}])
    return tenantry.Client(base_url=server.url, account_id=ACCOUNT, api_token=TOKEN, rate=None)


@pytest.fixture
def async_client(server: Server) -> tenantry.AsyncClient:
    """A client with connections of its own."""
    server.succeed([{"namespace_name": "production"}])
    return tenantry.AsyncClient(base_url=server.url, account_id=ACCOUNT, api_token=TOKEN, rate=None)


def names(client: tenantry.Client) -> list[str | None]:
    return [namespace.namespace_name for namespace in client.list_namespaces()]


async def async_names(client: tenantry.AsyncClient) -> list[str | None]:
    return [namespace.namespace_name for namespace in await client.list_namespaces()]


def test_threads_share_a_client(client: tenantry.Client, server: Server) -> None:
    together = threading.Barrier(8)

    def work(_: int) -> list[str | None]:
        together.wait()
        return [name for _ in range(5) for name in names(client)]

    with client, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(work, range(8)))

    assert found == [["production"] * 5] * 8
    assert len(server.requests) == 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_forked_child_has_connections_of_its_own(client: tenantry.Client, server: Server) -> None:
    with client:
        names(client)
        child = os.fork()
        if not child:
            status = 1
            try:
                status = 0 if names(client) == ["production"] else 2
                client.close()
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        names(client)

    before, childs, after = (request.connection for request in server.requests)
    assert os.waitstatus_to_exitcode(status) == 0
    assert childs != before
    assert after == before


def test_a_closed_client_opens_new_connections(client: tenantry.Client, server: Server) -> None:
    with client:
        names(client)
        names(client)
    names(client)
    client.close()
    client.close()

    first, second, third = (request.connection for request in server.requests)
    assert first == second != third


def test_a_closed_async_client_opens_new_connections(async_client: tenantry.AsyncClient, server: Server) -> None:
    async def main() -> None:
        async with async_client:
            await async_names(async_client)
            await async_names(async_client)
        await async_names(async_client)
        await async_client.aclose()
        await async_client.aclose()

    asyncio.run(main())
    first, second, third = (request.connection for request in server.requests)
    assert first == second != third


def test_an_async_client_lives_in_one_loop_after_another(async_client: tenantry.AsyncClient, server: Server) -> None:
    async def main() -> list[str | None]:
        async with async_client:
            return await async_names(async_client)

    assert asyncio.run(main()) == ["production"]
    assert asyncio.run(main()) == ["production"]
    assert trio.run(main) == ["production"]
    assert len({request.connection for request in server.requests}) == 3


def test_closing_in_one_loop_leaves_the_other_loops_connections(
    async_client: tenantry.AsyncClient, server: Server
) -> None:
    """Two loops at once, in two threads."""

    def elsewhere() -> None:
        async def briefly() -> None:
            async with async_client:
                await async_names(async_client)

        asyncio.run(briefly())

    async def main() -> None:
        async with async_client:
            await async_names(async_client)
            await anyio.to_thread.run_sync(elsewhere)
            await async_names(async_client)

    asyncio.run(main())
    first, others, last = (request.connection for request in server.requests)
    assert first == last != others


def test_two_async_clients_have_connections_of_their_own(server: Server) -> None:
    server.succeed([])

    async def main() -> None:
        one, two = (
            tenantry.AsyncClient(base_url=server.url, account_id=ACCOUNT, api_token=token, rate=None)
            for token in ("one", "two")
        )
        async with one:
            async with two:
                await two.list_namespaces()
            await one.list_namespaces()

    asyncio.run(main())
    assert [request.headers["authorization"] for request in server.requests] == ["Bearer two", "Bearer one"]
    assert len({request.connection for request in server.requests}) == 2


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_calls_overlap_in_one_loop(async_client: tenantry.AsyncClient, server: Server, backend: str) -> None:
    found: list[list[str | None]] = []

    async def one() -> None:
        found.append(await async_names(async_client))

    async def main() -> None:
        async with async_client, anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(one)

    anyio.run(main, backend=backend)
    assert found == [["production"]] * 10


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_ends_and_the_client_goes_on(
    async_client: tenantry.AsyncClient, server: Server, backend: str
) -> None:
    server.answers.clear()
    server.break_off("stays silent")
    server.succeed([{"namespace_name": "production"}])

    async def main() -> list[str | None]:
        async with async_client:
            with anyio.move_on_after(0.2) as scope:
                await async_names(async_client)
            assert scope.cancelled_caught
            return await async_names(async_client)

    assert anyio.run(main, backend=backend) == ["production"]


def test_a_handle_outlives_the_block_of_its_client(ask: Ask, server: Server) -> None:
    server.succeed({"namespace_name": "production"})
    production = ask(lambda client: client.namespace("production"))

    assert (production.name, production.client.account_id) == ("production", ACCOUNT)
