"""Runs flows in an event loop, asyncio's or trio's: does each step that a flow yields, and sends its calls."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import anyio.from_thread
import anyio.to_thread
import httpx
from attrs import frozen

from tenantry._flow import Emit, Flow, Gather, Interruptible, InThread, Sleep, Step, Streamed
from tenantry._responses.redaction import clear_frames
from tenantry._transport.attempt import Attempt, Failed, is_upload
from tenantry._transport.config import ClientConfig
from tenantry._transport.network.async_sockets import AsyncBackend, listening, never_connected
from tenantry._transport.network.loops import Connections, LoopClients
from tenantry._transport.network.streams import with_backend
from tenantry._transport.response_body import TooLate, TooLateToConnect
from tenantry._transport.retry_loop import RetryLoop
from tenantry.errors import Error, NotSent
from tenantry_api.errors import UnsafePath
from tenantry_api.types import Call

if TYPE_CHECKING:
    from tenantry_api.client import Client as RawClient

T = TypeVar("T")

_CHUNK = 64 * 2**10


@frozen(eq=False, repr=False)
class AsyncDriver:
    """Runs flows with these options and connections."""

    config: ClientConfig
    pool: AsyncPool
    sleep: Callable[[float], Awaitable[object]] = anyio.sleep

    async def run(self, flow: Flow[T]) -> T:
        """Do what the flow yields, one step after another, and return what it returns."""
        try:
            return await _Run(self, self.config.now() + self.config.deadline).run(flow)
        except BaseException as error:
            clear_frames(error)
            raise

    def api(self) -> RawClient:
        """The generated client, on the connections of the running event loop."""
        return self.config.api().set_async_httpx_client(self.pool.here().client)


@frozen(eq=False, repr=False)
class _Run:
    """A flow that is running, and its deadline."""

    driver: AsyncDriver
    until: float

    # Any: the outcome of each step has its own type.
    async def run(self, flow: Generator[Step | Attempt, Any, T]) -> T:
        done, failed = None, None
        try:
            while True:
                step = flow.throw(failed) if failed else flow.send(done)
                done, failed = None, None
                try:
                    done = await self._do(step)
                except Error as error:
                    failed = error
        except StopIteration as end:
            returned: T = end.value
            return returned
        except UnsafePath as refused:
            raise NotSent(str(refused)) from None
        finally:
            flow.close()

    async def _do(self, step: Step | Attempt) -> object:
        match step:
            case Attempt():
                return await self._attempt(step)
            case InThread(work):
                return await anyio.to_thread.run_sync(work)
            case Interruptible(work):
                return await anyio.to_thread.run_sync(work, self._check)
            case Gather():
                return await self._gather(step)
            case Sleep(seconds):
                return await self.driver.sleep(seconds)
            case Emit(event):
                self.driver.config.emit(event)
                return None
            case Call():
                return await self.run(RetryLoop(step, self.driver.config, self.until).flow())
            case Streamed(call, begin):
                return await self.run(RetryLoop(call, self.driver.config, self.until, begin).flow())

    async def _gather(self, step: Gather[T]) -> list[T]:
        flows, results, failures = enumerate(step.flows), dict[int, T](), list[Exception]()

        async def work() -> None:
            try:
                for number, flow in flows:
                    results[number] = await self.run(flow)
            except Exception as failure:  # noqa: BLE001  # raised below, out of the task group and its exception group
                failures.append(failure)
                workers.cancel_scope.cancel()

        async with anyio.create_task_group() as workers:
            for _ in range(step.limit):
                workers.start_soon(work)
        if failures:
            raise failures[0]
        return [results[number] for number in sorted(results)]

    def _check(self) -> None:
        """In a worker thread."""
        anyio.from_thread.check_cancelled()
        self.driver.config.check_time(self.until)

    async def _attempt(self, attempt: Attempt) -> httpx.Response | Failed:
        connections = self.driver.pool.here()
        places = connections.uploads if "files" in attempt.call.arguments else connections.calls
        if self.until == math.inf:
            async with places:
                return await self._exchange(attempt, connections.client)
        is_begun = False
        never_connected.set(False)
        with anyio.move_on_after(self.until - self.driver.config.now()):
            async with places:
                is_begun = True
                return await self._exchange(attempt, connections.client)
        if not is_begun:
            return attempt.failed(attempt.not_sent())
        return attempt.failed(TooLateToConnect() if never_connected.get() else TooLate())

    async def _exchange(self, attempt: Attempt, client: httpx.AsyncClient) -> httpx.Response | Failed:
        request = attempt.request(client, self.driver.pool.is_supplied)
        if isinstance(request.stream, httpx.SyncByteStream):
            request.stream = AsyncBody(request.stream)
        if not is_upload(request):
            return await self._sent(attempt, client, request)
        async with listening():
            return await self._sent(attempt, client, request)

    async def _sent(
        self, attempt: Attempt, client: httpx.AsyncClient, request: httpx.Request
    ) -> httpx.Response | Failed:
        try:
            response = await client.send(request, auth=None, stream=True, follow_redirects=False)
            try:
                return await _received(attempt, response)
            finally:
                await response.aclose()
        except Exception as error:  # noqa: BLE001  # a transport of the user's may raise what it likes
            return attempt.failed(error, request)


async def _received(attempt: Attempt, response: httpx.Response) -> httpx.Response:
    body = attempt.body(response)
    if response.is_stream_consumed:
        await _in_thread_if(body.is_slow, partial(body.take, response.content))
    else:
        async for chunk in response.aiter_raw():
            await _in_thread_if(body.is_slow, partial(body.take, chunk))
    return await _in_thread_if(body.is_slow, body.whole)


async def _in_thread_if(is_slow: bool, work: Callable[[], T]) -> T:
    """In a thread where it would hold up the event loop."""
    return await anyio.to_thread.run_sync(work) if is_slow else work()


class AsyncBody(httpx.AsyncByteStream):
    """The body of one request, which the event loop may leave half sent.

    httpx's own bodies are asynchronous generators. One that is left when a request is cancelled is closed when Python
    comes across it, which trio reports as a ResourceWarning:
    https://trio.readthedocs.io/en/stable/reference-core.html#finalization
    """

    def __init__(self, body: httpx.SyncByteStream) -> None:
        # httpx cuts a file into chunks of 64 KiB, and bytes not at all.
        self._chunks = (chunk[start : start + _CHUNK] for chunk in body for start in range(0, len(chunk), _CHUNK))

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        # An event loop has work with each piece, and is held up by one that is large.
        if piece := b"".join(islice(self._chunks, 16)):
            return piece
        raise StopAsyncIteration


class AsyncPool:
    """The connections of each event loop, or those of a client of the user's, which is used as it is and left open."""

    def __init__(self, supplied: httpx.AsyncClient | None) -> None:
        if not isinstance(supplied, httpx.AsyncClient | None):
            raise NotSent(f"http_client must be an httpx.AsyncClient, not {type(supplied).__name__}.")
        self.is_supplied = supplied is not None
        self._supplied = supplied and Connections(with_backend(supplied, AsyncBackend))
        self._clients = LoopClients()

    def here(self) -> Connections:
        """What the event loop that runs here has."""
        return self._supplied or self._clients.here()

    async def aclose(self) -> None:
        """Close the connections of this event loop; a later call opens new ones."""
        await self._clients.aclose()
