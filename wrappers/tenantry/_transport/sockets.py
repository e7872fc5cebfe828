"""Ends what waits at a socket of the blocking client: at the deadline, or when its flow is cancelled.

A timeout of httpx is for one read or write, and begins anew with each byte that a server lets drip. These streams ask
how long the request that they serve may still wait.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Event, Lock
from typing import Any

import httpcore
import httpx
from attrs import define

from tenantry._transport.response_body import TooLate

# One write can wait several times, each as long as was left when it began. A piece this small seldom waits twice.
_PIECE = 16 * 2**10

_watch: ContextVar[Watch | None] = ContextVar("tenantry watch", default=None)


class Cancellation(Event):
    """Once set, it ends what is under way for those who are cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._ends: list[Callable[[], object]] = []

    def set(self) -> None:
        """Cancel."""
        super().set()
        with self._lock:
            ends = [*self._ends]
        for end in ends:
            end()

    @contextmanager
    def ending(self, end: Callable[[], object]) -> Iterator[None]:
        """Whoever cancels during the block calls `end`."""
        with self._lock:
            self._ends.append(end)
        try:
            if self.is_set():
                end()
            yield
        finally:
            with self._lock:
                self._ends.remove(end)


@define(eq=False)
class Watch:
    """One request: until when it may wait, and the stream at which it does."""

    until: float
    now: Callable[[], float]
    _stream: httpcore.NetworkStream | None = None
    _is_over: bool = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Whatever this thread sends and receives in the block is for this request."""
        before = _watch.set(self)
        try:
            yield
        finally:
            _watch.reset(before)

    def end(self) -> None:
        """End it, from another thread."""
        self._is_over = True
        if self._stream is not None:
            # Not by the method of a TLS socket, which would change it while it is used.
            with suppress(OSError):
                socket.socket.shutdown(self._stream.get_extra_info("socket"), socket.SHUT_RDWR)

    @contextmanager
    def waiting(self, stream: httpcore.NetworkStream | None, timeout: float | None) -> Iterator[float]:
        """The seconds for which it may wait at the stream."""
        # Before the look at `_is_over`: who ends it sets that first, and then looks for a stream.
        self._stream = stream
        left = self.until - self.now()
        if left <= 0 or self._is_over:
            raise TooLate
        try:
            yield left if timeout is None else min(timeout, left)
        except httpcore.TimeoutException:
            if self.now() < self.until:
                raise
            raise TooLate from None


@contextmanager
def _seconds(stream: httpcore.NetworkStream | None, timeout: float | None) -> Iterator[float | None]:
    """For how long the request of this thread may wait at the stream."""
    if (watch := _watch.get()) is None:
        yield timeout
    else:
        with watch.waiting(stream, timeout) as seconds:
            yield seconds


class _Stream(httpcore.NetworkStream):
    """Waits for as long as the request may that is sent."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _seconds(self._stream, timeout) as seconds:
            return self._stream.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            with _seconds(self._stream, timeout) as seconds:
                self._stream.write(buffer[start : start + _PIECE], seconds)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with _seconds(self._stream, timeout) as seconds:
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def close(self) -> None:
        self._stream.close()

    # Any: it depends on what is asked for.
    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens such streams."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    # Any: httpcore does not export the type of an option.
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        with _seconds(None, timeout) as seconds:
            return _Stream(self._backend.connect_tcp(host, port, seconds, local_address, socket_options))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        with _seconds(None, timeout) as seconds:
            return _Stream(self._backend.connect_unix_socket(path, seconds, socket_options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


def watched(client: httpx.Client) -> httpx.Client:
    """The client, whose new connections end their waits; to requests of others they are as they were.

    httpx has no public way to say what opens the connections of a client that reads proxies from the environment.
    """
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.ConnectionPool) and not isinstance(pool._network_backend, _Backend):
            pool._network_backend = _Backend(pool._network_backend)
    return client
