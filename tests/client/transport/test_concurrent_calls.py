"""Many calls at once, by threads and tasks; forks; and calls that are cancelled."""

import asyncio
import collections
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import attrs
import httpx
import pytest

import tenantry
from tenantry import events
from tenantry._flow import Flow, Gather
from tenantry._flows import namespaces
from tenantry._rate_limit.pacer import LocalPacer
from tenantry._transport.async_driver import AsyncDriver, AsyncPool
from tenantry._transport.blocking_driver import Driver, Pool
from tenantry._transport.config import ClientConfig
from tests.client.servers.faults import SILENT, FaultServer, Heard, Reply, faulty, reply
from tests.client.support.flavours import async_connections, connections
from tests.client.support.simulation import knowing

OPTIONS: dict[str, Any] = {"account_id": "an-account", "api_token": "a-token"}
FOUND = reply(b'{"success": true, "result": [{"namespace_name": "production"}]}')
REFUSED = reply(b"", 429, {"Retry-After": "1"})


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with faulty() as breaking:
        breaking.will(FOUND)
        yield breaking


class Limit:
    """At most 120 requests in any second, or in as many seconds as are said."""

    def __init__(self, seconds: float = 1) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._times: collections.deque[float] = collections.deque()
        self.refused = 0

    def __call__(self, _: Heard) -> Reply:
        with self._lock:
            now = time.monotonic()
            while self._times and self._times[0] < now - self._seconds:
                self._times.popleft()
            self._times.append(now)
            if len(self._times) <= 120:
                return FOUND
            self.refused += 1
            return REFUSED


def _by_32_threads(client: tenantry.Client, calls: int) -> int:
    """How many of the calls are answered."""

    def one(_: int) -> bool:
        try:
            return bool(client.list_namespaces())
        except tenantry.RateLimited:
            return False

    with ThreadPoolExecutor(32) as threads:
        return sum(threads.map(one, range(calls)))


def test_32_threads_stay_within_a_limit_that_they_would_else_exceed(server: FaultServer) -> None:
    server.decide = limit = Limit()
    with tenantry.Client(**OPTIONS, base_url=server.url, rate=60.0) as client:
        assert _by_32_threads(client, 160) == 160
    assert limit.refused == 0
    assert len(server.requests) == 160

    # However slow this machine is, these are too many in an hour.
    server.decide = exceeded = Limit(3_600)
    with tenantry.Client(**OPTIONS, base_url=server.url, rate=None, retries=0, max_wait=0) as client:
        assert _by_32_threads(client, 160) < 160
    assert exceeded.refused > 0


def test_a_gather_of_1_000_calls_completes(server: FaultServer) -> None:
    async def main() -> list[Any]:
        async with tenantry.AsyncClient(**OPTIONS, base_url=server.url, rate=5_000.0) as client:
            return await asyncio.gather(*(client.list_namespaces() for _ in range(1_000)))

    found = asyncio.run(main())
    assert len(found) == len(server.requests) == 1_000
    assert all(found)


def test_flows_together_are_sent_on_connections_of_their_own(flavour: str, server: FaultServer) -> None:
    meeting = threading.Barrier(3, timeout=10)

    def met(_: Heard) -> Reply:
        meeting.wait()
        return FOUND

    server.decide = met

    def flow() -> Flow[list[Any]]:
        return (yield from Gather((namespaces.list_all("an-account") for _ in range(9)), 3))

    if flavour == "blocking":
        with tenantry.Client(**OPTIONS, base_url=server.url, rate=None) as client:
            found = client._run(flow())
    else:

        async def main() -> list[Any]:
            async with tenantry.AsyncClient(**OPTIONS, base_url=server.url, rate=None) as client:
                return await client._run(flow())

        found = anyio.run(main, backend=flavour)
    assert len(found) == 9
    assert server.connections == 3


# --- forks ---


def _exit_code_of_child(work: Any) -> int:
    """0 if the work, in a forked child, says yes."""
    child = os.fork()
    if not child:
        status = 1
        try:
            status = 0 if work() else 2
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
# The server has threads, and newer Pythons warn of that whatever they do.
knows_of_threads = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


@needs_fork
@knows_of_threads
def test_a_forked_child_has_a_queue_of_its_own(server: FaultServer) -> None:
    with tenantry.Client(**OPTIONS, base_url=server.url, rate=1 / 3_600, deadline=5.0) as client:
        for _ in range(20):
            client.list_namespaces()
        with pytest.raises(tenantry.NoAnswer, match="beyond the deadline"):
            client.list_namespaces()

        assert _exit_code_of_child(lambda: bool(client.list_namespaces())) == 0


@needs_fork
@knows_of_threads
def test_a_fork_while_the_queue_is_locked_locks_no_child(server: FaultServer) -> None:
    pacer = LocalPacer()
    with tenantry.Client(**OPTIONS, base_url=server.url, pacer=pacer) as client:
        with pacer._queue.lock:
            assert _exit_code_of_child(lambda: bool(client.list_namespaces())) == 0
        assert client.list_namespaces()


# --- calls that are not wanted any more ---


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancelled_calls_leave_the_connections_to_others(server: FaultServer, backend: str) -> None:
    server.replies.clear()
    server.will(SILENT)

    async def main() -> list[Any]:
        async with async_connections(limits=httpx.Limits(max_connections=10)) as http_client:
            client = tenantry.AsyncClient(**OPTIONS, base_url=server.url, rate=None, http_client=http_client)
            async with anyio.create_task_group() as tasks:
                for _ in range(40):
                    tasks.start_soon(client.list_namespaces)
                while len(server.requests) < 10:
                    await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()
            server.replies.clear()
            server.will(FOUND)
            return [await client.list_namespaces() for _ in range(20)]

    assert all(anyio.run(main, backend=backend))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_gives_its_turn_back(server: FaultServer, backend: str) -> None:
    pacer = knowing(LocalPacer(rate=1.0))

    async def main() -> None:
        async with async_connections() as http_client:
            config = _terms(server, pacer)
            driver = AsyncDriver(config, AsyncPool(http_client), sleep=lambda _: anyio.sleep_forever())
            async with anyio.create_task_group() as tasks:
                for _ in range(300):
                    tasks.start_soon(driver.run, namespaces.list_all("an-account"))
                while len(server.requests) < 20:
                    await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()

    anyio.run(main, backend=backend)
    assert pacer.reserve(0.0, "interactive").at == pytest.approx(1.0)


def test_an_interrupted_wait_gives_its_turn_back(server: FaultServer) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    pacer = knowing(LocalPacer(rate=1.0))
    with connections() as http_client:
        driver = Driver(_terms(server, pacer), Pool(http_client), sleep=interrupted)
        for _ in range(20):
            driver.run(namespaces.list_all("an-account"))
        for _ in range(30):
            with pytest.raises(KeyboardInterrupt):
                driver.run(namespaces.list_all("an-account"))

    assert pacer.reserve(0.0, "interactive").at == pytest.approx(1.0)


def _terms(server: FaultServer, pacer: LocalPacer) -> ClientConfig:
    """Options of a world in which no time passes."""
    with tenantry.Client(**OPTIONS, base_url=server.url) as client:
        return attrs.evolve(client._driver.config, pacer=pacer, now=lambda: 0.0)


def test_a_failure_among_flows_together_cancels_a_request_under_way(server: FaultServer) -> None:
    told: list[events.Event] = []
    options = {**OPTIONS, "base_url": server.url}
    first = iter([SILENT])
    server.decide = lambda heard: next(first, reply(b"", 404))

    def flow() -> Flow[list[Any]]:
        return (yield from Gather((namespaces.get("an-account", "production") for _ in range(2)), 2))

    async def main() -> list[Any]:
        async with tenantry.AsyncClient(**options, rate=None, timeout=9, on_event=told.append) as client:
            return await client._run(flow())

    with pytest.raises(tenantry.Refused, match="answered 404"):
        asyncio.run(main())
    # One that went on waiting would have told of its timeout.
    assert collections.Counter(map(type, told)) == {events.Asked: 2, events.Answered: 1}


# --- options ---


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_wait": -1},
        {"max_wait": None},
        {"max_wait": "30"},
        {"max_wait": float("nan")},
        {"deadline": 0},
        {"deadline": "1"},
        {"deadline": float("nan")},
        {"retries": -1},
        {"retries": 1.5},
        {"retries": True},
        {"rate": 0},
        {"rate": -1},
        {"rate": float("inf")},
        {"rate": float("nan")},
        {"rate": "3.8"},
    ],
    ids=str,
)
def test_an_option_that_cannot_be_used_is_refused_when_the_client_is_made(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    for kind in (tenantry.Client, tenantry.AsyncClient):
        with pytest.raises(tenantry.NotSent, match=name):
            kind(**OPTIONS, **wrong)


def test_other_options_leave_the_queue_and_what_is_not_said_as_they_are() -> None:
    client = tenantry.Client(**OPTIONS, retries=2, deadline=60.0, rate=1.0)
    other = client.with_options(max_wait=float("inf"), deadline=float("inf"))

    mine, others = client._driver.config, other._driver.config
    expected = attrs.evolve(mine, max_wait=float("inf"), deadline=float("inf"))
    assert attrs.asdict(others, recurse=False) == attrs.asdict(expected, recurse=False)
    assert others.pacer is mine.pacer
    assert (others.retries, mine.max_wait, mine.deadline) == (2, 30.0, 60.0)
    with pytest.raises(tenantry.NotSent, match="retries"):
        client.with_options(retries=-1)
