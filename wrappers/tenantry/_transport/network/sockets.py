"""What waits at a socket ends in time: at the deadline, with its flow, or when the answer comes before all is sent.

A timeout of httpx is for one read or write, and begins anew with each byte that a server lets drip.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from threading import Event
from typing import Any, TypeVar

import anyio
import anyio.lowlevel
import httpcore
import httpx
from anyio.abc import TaskGroup
from attrs import define

from tenantry._transport.response_body import TooLate

C = TypeVar("C", httpx.Client, httpx.AsyncClient)

# One write can wait several times, each as long as was left when it began. A piece this small seldom waits twice.
_PIECE = 16 * 2**10


class Cancellation(Event):
    """Once set, it ends what is under way for those who are cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: list[Callable[[], object]] = []

    def set(self) -> None:
        """Cancel."""
        super().set()
        for end in [*self._ends]:
            end()

    @contextmanager
    def ending(self, end: Callable[[], object]) -> Iterator[None]:
        """Whoever cancels during the block calls `end`, perhaps twice."""
        self._ends.append(end)
        try:
            if self.is_set():
                end()
            yield
        finally:
            self._ends.remove(end)


@define(eq=False)
class _Watch:
    """One request of the blocking client: until when it may wait, and the stream at which it does."""

    until: float
    now: Callable[[], float]
    stream: httpcore.NetworkStream | None = None
    is_over: bool = False

    def end(self) -> None:
        """End it, from another thread."""
        self.is_over = True
        if self.stream is not None:
            # Not by the method of a TLS socket, which would change it while it is used.
            with suppress(OSError):
                socket.socket.shutdown(self.stream.get_extra_info("socket"), socket.SHUT_RDWR)


_watch: ContextVar[_Watch | None] = ContextVar("tenantry watch", default=None)
_listeners: ContextVar[TaskGroup | None] = ContextVar("tenantry listeners", default=None)


@contextmanager
def watched(until: float, now: Callable[[], float], cancelled: Cancellation) -> Iterator[None]:
    """Whatever this thread sends and receives in the block ends by then, or when it is cancelled."""
    watch = _Watch(until, now)
    before = _watch.set(watch)
    try:
        with cancelled.ending(watch.end):
            yield
    finally:
        _watch.reset(before)


@asynccontextmanager
async def listening() -> AsyncIterator[None]:
    """What is sent in the block stops once it is answered.

    A server that answers early may close, and asyncio forgets what it has not read by then.
    """
    async with anyio.create_task_group() as tasks:
        before = _listeners.set(tasks)
        try:
            yield
        finally:
            _listeners.reset(before)
            tasks.cancel_scope.cancel()


@contextmanager
def _waiting(stream: httpcore.NetworkStream | None, timeout: float | None) -> Iterator[float | None]:
    """For how long the request of this thread may wait at the stream."""
    if (watch := _watch.get()) is None:
        yield timeout
        return
    # Before the look at `is_over`: who ends it sets that first, and then looks for a stream.
    watch.stream = stream
    left = watch.until - watch.now()
    if left <= 0 or watch.is_over:
        raise TooLate
    try:
        yield left if timeout is None else min(timeout, left)
    except httpcore.TimeoutException:
        if watch.now() < watch.until:
            raise
        raise TooLate from None


# Any, here and below: they stand between httpcore and its own streams, and hand on what they do not change.
class _Around:
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Listening(_Around):
    """Has heard something while it sent."""

    _heard = b""

    def _first(self, size: int) -> bytes:
        first, self._heard = self._heard[:size], self._heard[size:]
        return first

    def _check_unanswered(self) -> None:
        """Raises what httpcore takes for a reason to read the answer."""
        if self._is_answered:
            raise httpcore.WriteError("it was answered early")

    @property
    def _is_answered(self) -> bool:
        """By more than a `100 Continue`, which says that the answer is still to come."""
        return bool(self._heard) and not self._heard.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1"))


class _Stream(_Listening):
    """Waits for as long as the request may."""

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        if self._heard:
            return self._first(max_bytes)
        with _waiting(self._inner, timeout) as seconds:
            return self._inner.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            if start and self._inner.get_extra_info("is_readable"):
                # Not for long: what has arrived may be no more than a message of TLS.
                with suppress(httpcore.ReadError):
                    self._heard += self._inner.read(_PIECE, 0.0)
                self._check_unanswered()
            with _waiting(self._inner, timeout) as seconds:
                self._inner.write(buffer[start : start + _PIECE], seconds)

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        with _waiting(self._inner, timeout) as seconds:
            return _Stream(self._inner.start_tls(ssl_context, server_hostname, seconds))


class _Backend(_Around):
    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> _Stream:
        with _waiting(None, timeout) as seconds:
            return _Stream(self._inner.connect_tcp(host, port, seconds, **options))


class _AsyncStream(_Listening):
    """Listens while it sends, where it is asked to."""

    _listener: anyio.CancelScope | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        if self._listener is not None:
            self._listener.cancel()
            await self._stopped.wait()
            self._listener = None
        return self._first(max_bytes) if self._heard else await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._listener is None and (tasks := _listeners.get()):
            self._listener, self._stopped = anyio.CancelScope(), anyio.Event()
            tasks.start_soon(self._listen, self._listener)
        if self._listener is not None:
            # What has arrived is read before more is sent.
            await anyio.lowlevel.checkpoint()
        with anyio.CancelScope() as self._sender:
            if not self._is_answered:
                await self._inner.write(buffer, timeout)
        self._check_unanswered()

    async def _listen(self, scope: anyio.CancelScope) -> None:
        with scope, suppress(httpcore.ReadError):
            while not self._is_answered and (heard := await self._inner.read(_PIECE)):
                self._heard += heard
        self._stopped.set()
        if self._is_answered:
            self._sender.cancel()

    async def start_tls(self, *arguments: Any, **options: Any) -> _AsyncStream:
        return _AsyncStream(await self._inner.start_tls(*arguments, **options))


class _AsyncBackend(_Around):
    async def connect_tcp(self, *arguments: Any, **options: Any) -> _AsyncStream:
        return _AsyncStream(await self._inner.connect_tcp(*arguments, **options))


def with_streams(client: C) -> C:
    """The client, whose new connections are such streams; to requests of others they are as they were.

    httpx has no public way to say what opens the connections of a client that reads proxies from the environment.
    """
    around = _Backend if isinstance(client, httpx.Client) else _AsyncBackend
    for transport in (client._transport, *client._mounts.values()):
        pool: Any = getattr(transport, "_pool", None)
        if hasattr(pool, "_network_backend") and not isinstance(pool._network_backend, around):
            pool._network_backend = around(pool._network_backend)
    return client
