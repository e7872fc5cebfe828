"""An interactive call among many bulk calls of the same token, in threads and in event loops."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import anyio.to_thread
import pytest

import tenantry
from tests.client.servers.faults import Heard, Reply, faulty, reply
from tests.client.support.flavours import FLAVOURS

BULK, BEFORE = 45, 20
LIST = reply(b'{"success": true, "result": []}')


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_an_interactive_call_does_not_wait_behind_bulk_calls(flavour: str) -> None:
    """It is made when 20 of 45 bulk calls were sent; the others wait in the queue for two seconds and more."""
    many = threading.Event()

    def answer(_: Heard) -> Reply:
        if len(server.requests) >= BEFORE:
            many.set()
        return LIST

    with faulty() as server:
        server.decide = answer
        # Any: options of a client.
        options: dict[str, Any] = {"base_url": server.url, "account_id": "an-account", "api_token": "a-token"}
        options["pacer"] = tenantry.LocalPacer(rate=10.0)
        if flavour == "blocking":
            _in_threads(options, many)
        else:
            anyio.run(_in_a_loop, options, many, backend=flavour)

    assert len(server.requests) == BULK + 1
    (position,) = [number for number, line in enumerate(server.requests) if line.endswith("/dispatch/namespaces")]
    assert BEFORE <= position < BULK


def _in_threads(options: dict[str, Any], many: threading.Event) -> None:
    with tenantry.Client(**options) as client, ThreadPoolExecutor(BULK) as threads:
        for _ in range(BULK):
            threads.submit(client.with_options(priority="bulk").list_workers)
        assert many.wait(60)
        client.list_namespaces()


async def _in_a_loop(options: dict[str, Any], many: threading.Event) -> None:
    async with tenantry.AsyncClient(**options) as client, anyio.create_task_group() as tasks:
        for _ in range(BULK):
            tasks.start_soon(client.with_options(priority="bulk").list_workers)
        assert await anyio.to_thread.run_sync(many.wait, 60)
        await client.list_namespaces()
