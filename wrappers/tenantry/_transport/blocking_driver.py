"""The two drivers: they run flows and send their calls. What is decided about a call is decided in `_delivery`."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import httpx
from attrs import evolve, frozen

from tenantry._flow import Flow, InThread, Step, Streamed, Tell, Together, Wait
from tenantry._transport.attempt import Attempt, Failed
from tenantry._transport.config import RawClient, Terms
from tenantry._transport.connections import AsyncPool, Pool
from tenantry._transport.outgoing import Outgoing
from tenantry._transport.retry_loop import Delivery
from tenantry._transport.threads import Halt, Lanes
from tenantry.errors import Error, NotSent
from tenantry_api.errors import UnsafePath

T = TypeVar("T")


@frozen
class Driver:
    """Runs flows in the calling thread."""

    terms: Terms
    pool: Pool
    # Waits for so long, or until the event is set.
    sleep: Callable[[threading.Event, float], object] = threading.Event.wait

    def run(self, flow: Flow[T]) -> T:
        """Do what the flow yields, one step after another, and return what it returns."""
        return _Run(self, self.terms.now() + self.terms.deadline, Halt()).run(flow)

    def api(self) -> RawClient:
        """The generated client, on the same connections."""
        return self.terms.api().set_httpx_client(self.pool.client())


@frozen
class _Run:
    """A flow under way, with its deadline, and what may halt it."""

    driver: Driver
    until: float
    halt: Halt

    # Any: the outcome of each step has its own type.
    def run(self, flow: Generator[Step | Attempt, Any, T]) -> T:
        done, failed = None, None
        try:
            while True:
                step = flow.throw(failed) if failed else flow.send(done)
                done, failed = None, None
                self.halt.check()
                try:
                    done = self._do(step)
                except Error as error:
                    failed = error
        except StopIteration as end:
            returned: T = end.value
            return returned
        except UnsafePath as refused:
            raise NotSent(str(refused)) from None
        finally:
            flow.close()

    def _do(self, step: Step | Attempt) -> object:
        match step:
            case Attempt():
                return self._attempt(step)
            case InThread(work):
                return work()
            case Together():
                return self._together(step)
            case Wait(seconds):
                return self.driver.sleep(self.halt.event, seconds)
            case Tell(event):
                self.driver.terms.tell(event)
                return None
            case Streamed(call, begin):
                return self.run(Delivery(call, self.driver.terms, self.until, begin).flow())
        return self.run(Delivery(step, self.driver.terms, self.until).flow())

    def _together(self, step: Together[T]) -> list[T]:
        halt = Halt(self.halt)
        return Lanes(step.flows, step.limit, evolve(self, halt=halt).run, halt).results()

    def _attempt(self, attempt: Attempt) -> httpx.Response | Failed:
        client = self.driver.pool.client()
        request = attempt.request(client)
        try:
            response = client.send(request, auth=None, stream=True, follow_redirects=False)
            try:
                reception = attempt.reception(response)
                for chunk in (response.content,) if response.is_stream_consumed else response.iter_raw():
                    reception.take(chunk)
                return reception.whole()
            finally:
                response.close()
        # A transport of the user's may raise what it likes. What is raised instead is raised where nothing hangs on
        # it: httpx's exceptions hold the request, and the request holds the token.
        except Exception as error:  # noqa: BLE001
            return attempt.failed(error)


@frozen
class AsyncDriver:
    """Runs flows in the running event loop, asyncio's or trio's."""

    terms: Terms
    pool: AsyncPool
    sleep: Callable[[float], Awaitable[object]] = anyio.sleep

    async def run(self, flow: Flow[T]) -> T:
        """Do what the flow yields, one step after another, and return what it returns."""
        return await _AsyncRun(self, self.terms.now() + self.terms.deadline).run(flow)

    def api(self) -> RawClient:
        """The generated client, on the connections of the running event loop."""
        return self.terms.api().set_async_httpx_client(self.pool.client())


@frozen
class _AsyncRun:
    """A flow under way, with its deadline."""

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
            case Together():
                return await self._together(step)
            case Wait(seconds):
                return await self.driver.sleep(seconds)
            case Tell(event):
                self.driver.terms.tell(event)
                return None
            case Streamed(call, begin):
                return await self.run(Delivery(call, self.driver.terms, self.until, begin).flow())
        return await self.run(Delivery(step, self.driver.terms, self.until).flow())

    async def _together(self, step: Together[T]) -> list[T]:
        flows, results, failures = enumerate(step.flows), dict[int, T](), list[Exception]()

        async def lane() -> None:
            try:
                for number, flow in flows:
                    results[number] = await self.run(flow)
            except Exception as failure:  # noqa: BLE001  # raised below, out of the task group and its exception group
                failures.append(failure)
                lanes.cancel_scope.cancel()

        async with anyio.create_task_group() as lanes:
            for _ in range(step.limit):
                lanes.start_soon(lane)
        if failures:
            raise failures[0]
        return [results[number] for number in sorted(results)]

    async def _attempt(self, attempt: Attempt) -> httpx.Response | Failed:
        async with self.driver.pool.place():
            attempt.check_time()
            return await self._exchange(attempt)

    async def _exchange(self, attempt: Attempt) -> httpx.Response | Failed:
        client = self.driver.pool.client()
        request = attempt.request(client)
        if isinstance(request.stream, httpx.SyncByteStream):
            request.stream = Outgoing(request.stream)
        try:
            response = await client.send(request, auth=None, stream=True, follow_redirects=False)
            try:
                return await _received(attempt, response)
            finally:
                await response.aclose()
        except Exception as error:  # noqa: BLE001  # as in _Run
            return attempt.failed(error)


async def _received(attempt: Attempt, response: httpx.Response) -> httpx.Response:
    reception = attempt.reception(response)
    if response.is_stream_consumed:
        await _done(reception.is_slow, partial(reception.take, response.content))
        return await _done(reception.is_slow, reception.whole)
    async for chunk in response.aiter_raw():
        await _done(reception.is_slow, partial(reception.take, chunk))
    return await _done(reception.is_slow, reception.whole)


async def _done(is_slow: bool, work: Callable[[], T]) -> T:
    """In a thread where it would hold up the event loop."""
    return await anyio.to_thread.run_sync(work) if is_slow else work()
