"""The two drivers: they run flows and send their calls, and are the one place for what concerns every call."""

from __future__ import annotations

import logging
import platform
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, TypeVar

import anyio
import anyio.to_thread
import httpx
from attrs import evolve, field, frozen

from tenantry._credentials import Credentials
from tenantry._envelope import Reader
from tenantry._flow import Flow, InThread, Step, Tell, Together, Wait
from tenantry._lanes import Halt, Lanes
from tenantry._pool import AsyncPool, Pool
from tenantry._version import __version__
from tenantry.errors import Error, NoAnswer, NotSent
from tenantry.events import Answered, Event, Remarked
from tenantry_api.client import Client as _GeneratedClient
from tenantry_api.errors import UnsafePath
from tenantry_api.types import Call

T = TypeVar("T")

RawClient: TypeAlias = _GeneratedClient

log = logging.getLogger("tenantry")

# Without JSON in Accept, Cloudflare's edge writes its errors in HTML.
# https://developers.cloudflare.com/changelog/post/2026-03-12-rfc9457-structured-errors/
_HEADERS = {
    "Accept": "application/json",
    "User-Agent": f"tenantry/{__version__} httpx/{httpx.__version__} Python/{platform.python_version()}",
}
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


@frozen
class Terms:
    """What holds for every call of a client, whichever driver sends it."""

    base_url: str
    credentials: Credentials
    timeout: float
    on_event: Callable[[Event], None] | None = field(default=None, repr=False)

    @property
    def headers(self) -> Mapping[str, str]:
        return {**_HEADERS, **self.credentials.headers}

    def request(self, call: Call[Any], client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """A fresh request for one attempt."""
        if client.is_closed:
            raise NotSent("The http_client is closed.")
        try:
            request = call.build(client, self.base_url, self._headers_of(call))
        # Whatever is wrong with what a user gave, be it no JSON, too long for a URL, or without UTF-8.
        except Exception as error:  # noqa: BLE001
            why = Reader(self.credentials.secret).hide(f"{type(error).__name__}: {error}")
        else:
            request.extensions["timeout"] = httpx.Timeout(self.timeout, connect=min(10.0, self.timeout)).as_dict()
            return request
        raise NotSent(f"{call.method} {call.path[:200]} cannot be written: {why}")

    def _headers_of(self, call: Call[Any]) -> Mapping[str, str]:
        """What every request says; a call that carries credentials of its own gets none of the client's."""
        own = {name.lower() for name in call.arguments.get("headers", ())}
        return _HEADERS if "authorization" in own else self.headers

    def api(self) -> RawClient:
        """The generated client, with these credentials."""
        return RawClient(self.base_url, headers={**self.headers})

    def outcome(self, call: Call[T], response: httpx.Response, seconds: float) -> T:
        """What the answer holds; raises the error that it stands for."""
        ray = response.headers.get("cf-ray")
        self.tell(Answered(call.method, call.path, response.status_code, seconds, ray))
        reader = Reader(self.credentials.secret)
        answer = reader.read(call, response)
        # A generated envelope keeps what it cannot read, such as a list of texts, beside its fields.
        unread = getattr(answer, "additional_properties", {})
        if getattr(answer, "messages", None) or unread.get("messages"):
            messages = reader.problems(response.json()["messages"])
            for message in messages:
                log.warning("%s %s: %s", call.method, call.path, message)
            self.tell(Remarked(call.method, call.path, messages))
        return answer

    def no_answer(self, call: Call[Any], error: Exception) -> NoAnswer:
        """In our terms, why there is no answer."""
        is_late = isinstance(error, httpx.TimeoutException)
        why = f"nothing within {self.timeout:g} s" if is_late else str(error) or "it says no more"
        sent = not isinstance(error, _NEVER_LEFT)
        outcome = "whether it happened is unknown" if sent else "nothing was sent"
        text = f"{call.method} {call.path} has no answer, {outcome}: {type(error).__name__}: {why}"
        return NoAnswer(Reader(self.credentials.secret).hide(text), method=call.method, path=call.path, sent=sent)

    def tell(self, event: Event) -> None:
        """An observer that fails must not turn what happened into something else."""
        try:
            if self.on_event is not None:
                self.on_event(event)
        except Exception:
            log.exception("on_event failed for %s", event)


@frozen
class Driver:
    """Runs flows in the calling thread."""

    terms: Terms
    pool: Pool
    # Waits for so long, or until the event is set.
    sleep: Callable[[threading.Event, float], object] = threading.Event.wait
    _halt: Halt = field(factory=Halt, repr=False)

    def run(self, flow: Flow[T]) -> T:
        """Do what the flow yields, one step after another, and return what it returns."""
        done, failed = None, None
        try:
            while True:
                step = flow.throw(failed) if failed else flow.send(done)
                done, failed = None, None
                self._halt.check()
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

    def api(self) -> RawClient:
        """The generated client, on the same connections."""
        return self.terms.api().set_httpx_client(self.pool.client())

    def _do(self, step: Step) -> object:
        match step:
            case InThread(work):
                return work()
            case Together():
                return self._together(step)
            case Wait(seconds):
                return self.sleep(self._halt.event, seconds)
            case Tell(event):
                self.terms.tell(event)
                return None
        return self._send(step)

    def _together(self, step: Together[T]) -> list[T]:
        halt = Halt(self._halt)
        return Lanes(step.flows, step.limit, evolve(self, halt=halt).run, halt).results()

    def _send(self, call: Call[T]) -> T:
        client = self.pool.client()
        request = self.terms.request(call, client)
        started = time.perf_counter()
        try:
            response = client.send(request, follow_redirects=False)
        # A transport of the user's may raise what it likes. What is raised instead is raised below, where nothing
        # hangs on it: httpx's exceptions hold the request, and the request holds the token.
        except Exception as error:  # noqa: BLE001
            failure = self.terms.no_answer(call, error)
        else:
            return self.terms.outcome(call, response, time.perf_counter() - started)
        raise failure


@frozen
class AsyncDriver:
    """Runs flows in the running event loop, asyncio's or trio's."""

    terms: Terms
    pool: AsyncPool
    sleep: Callable[[float], Awaitable[object]] = anyio.sleep

    async def run(self, flow: Flow[T]) -> T:
        """Do what the flow yields, one step after another, and return what it returns."""
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

    def api(self) -> RawClient:
        """The generated client, on the connections of the running event loop."""
        return self.terms.api().set_async_httpx_client(self.pool.client())

    async def _do(self, step: Step) -> object:
        match step:
            case InThread(work):
                return await anyio.to_thread.run_sync(work)
            case Together():
                return await self._together(step)
            case Wait(seconds):
                return await self.sleep(seconds)
            case Tell(event):
                self.terms.tell(event)
                return None
        return await self._send(step)

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

    async def _send(self, call: Call[T]) -> T:
        client = self.pool.client()
        request = self.terms.request(call, client)
        started = time.perf_counter()
        try:
            response = await client.send(request, follow_redirects=False)
        except Exception as error:  # noqa: BLE001  # as in Driver
            failure = self.terms.no_answer(call, error)
        else:
            return self.terms.outcome(call, response, time.perf_counter() - started)
        raise failure
