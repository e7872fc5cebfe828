"""Runs flows in the calling thread: does each step that a flow yields, and sends its calls."""

from __future__ import annotations

import math
import os
import weakref
from collections.abc import Callable, Generator
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from attrs import evolve, frozen

from tenantry._flow import Emit, Flow, Gather, Interruptible, InThread, Sleep, Step, Streamed
from tenantry._responses.redaction import clear_frames
from tenantry._transport.attempt import Attempt, Failed
from tenantry._transport.config import ClientConfig
from tenantry._transport.network.connections import open_client
from tenantry._transport.network.sockets import Backend, Cancellation, Cancelled, watched
from tenantry._transport.network.streams import with_backend
from tenantry._transport.retry_loop import RetryLoop
from tenantry.errors import Error, NotSent
from tenantry_api.errors import UnsafePath
from tenantry_api.types import Call

if TYPE_CHECKING:
    from tenantry_api.client import Client as RawClient

T = TypeVar("T")


@frozen(eq=False, repr=False)
class Driver:
    """Runs flows with these options and connections."""

    config: ClientConfig
    pool: Pool
    # Waits for so long, or until the event is set.
    sleep: Callable[[Event, float], object] = Event.wait

    def run(self, flow: Flow[T]) -> T:
        """Do what the flow yields, one step after another, and return what it returns."""
        try:
            return _Run(self, self.config.now() + self.config.deadline).run(flow)
        except BaseException as error:
            clear_frames(error)
            raise

    def api(self) -> RawClient:
        """The generated client, on the same connections."""
        return self.config.api().set_httpx_client(self.pool.client())


@frozen(eq=False, repr=False)
class _Run:
    """A flow that is running, its deadline, and what cancels it if it is one of several in threads."""

    driver: Driver
    until: float
    cancelled: Cancellation | None = None

    # Any: the outcome of each step has its own type.
    def run(self, flow: Generator[Step | Attempt, Any, T]) -> T:
        done, failed = None, None
        try:
            while True:
                step = flow.throw(failed) if failed else flow.send(done)
                done, failed = None, None
                if self.cancelled and self.cancelled.is_set():
                    raise Cancelled
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
            case Interruptible(work):
                return work(self._check)
            case Gather():
                return self._gather(step)
            case Sleep(seconds):
                return self.driver.sleep(self.cancelled or Event(), seconds)
            case Emit(event):
                self.driver.config.emit(event)
                return None
            case Call():
                return self.run(RetryLoop(step, self.driver.config, self.until).flow())
            case Streamed(call, begin):
                return self.run(RetryLoop(call, self.driver.config, self.until, begin).flow())

    def _gather(self, step: Gather[T]) -> list[T]:
        # Imported here, since few calls need threads.
        from tenantry._transport.threads import WorkerThreads

        cancelled = Cancellation()
        # A gather inside of a gather is cancelled with it.
        with (self.cancelled or Cancellation()).ending(cancelled.set):
            return WorkerThreads(step.flows, step.limit, evolve(self, cancelled=cancelled).run, cancelled).results()

    def _check(self) -> None:
        if self.cancelled and self.cancelled.is_set():
            raise Cancelled
        self.driver.config.check_time(self.until)

    def _attempt(self, attempt: Attempt) -> httpx.Response | Failed:
        if self.until == math.inf and self.cancelled is None:
            return self._exchange(attempt)
        with watched(self.until, self.driver.config.now, self.cancelled or Cancellation()):
            return self._exchange(attempt)

    def _exchange(self, attempt: Attempt) -> httpx.Response | Failed:
        client = self.driver.pool.client()
        request = attempt.request(client, self.driver.pool.is_supplied)
        try:
            response = client.send(request, auth=None, stream=True, follow_redirects=False)
            try:
                body = attempt.body(response)
                for chunk in (response.content,) if response.is_stream_consumed else response.iter_raw():
                    body.take(chunk)
                return body.whole()
            finally:
                response.close()
        except Exception as error:  # noqa: BLE001  # a transport of the user's may raise what it likes
            return attempt.failed(error, request)


class Pool:
    """An `httpx.Client` for each process: a forked child leaves its parent's connections alone.

    A client of the user's is used as it is, and left open.
    """

    def __init__(self, supplied: httpx.Client | None) -> None:
        if not isinstance(supplied, httpx.Client | None):
            raise NotSent(f"http_client must be an httpx.Client, not {type(supplied).__name__}.")
        self.is_supplied = supplied is not None
        self._supplied = supplied and with_backend(supplied, Backend)
        self._clients: dict[int, httpx.Client] = {}
        # Of a pool that nobody holds any more.
        weakref.finalize(self, _close, self._clients).atexit = False
        if supplied is None:
            self.client()

    def client(self) -> httpx.Client:
        if self._supplied is not None:
            return self._supplied
        process = os.getpid()
        if (client := self._clients.get(process)) and client.is_closed:
            # A user of `client.api` has closed it.
            self._clients.pop(process, None)
        # `setdefault` is atomic: where two threads come first, one client serves both and the other is never opened.
        return self._clients.get(process) or self._clients.setdefault(process, open_client(httpx.Client, Backend))

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        _close(self._clients)


def _close(clients: dict[int, httpx.Client]) -> None:
    """Close the client of this process; one of its parent is the parent's."""
    if client := clients.pop(os.getpid(), None):
        client.close()
