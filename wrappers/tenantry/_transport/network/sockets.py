"""What waits at a socket in a thread ends in time: at the deadline, or with its flow.

A timeout of httpx is for one read or write, and begins anew with each byte that a server lets drip.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from math import isfinite
from threading import Event
from typing import Any, TypeVar

import httpcore
from attrs import define

from tenantry._transport.network.streams import PIECE, Around, Listening
from tenantry._transport.response_body import TooLate, TooLateToConnect

R = TypeVar("R")

# No answer can come before this much is sent, so that without a deadline it leaves in one piece, which is much faster.
_FIRST = 16 * PIECE


class Cancelled(Exception):
    """The flow is not needed any more, because another one failed. No caller sees this."""


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


@define(eq=False, repr=False)
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


def _waiting(
    stream: httpcore.NetworkStream | None,
    timeout: float | None,
    wait: Callable[[float | None], R],
    late: type[TooLate] = TooLate,
) -> R:
    """Wait at the stream for as long as the request of this thread may; else it is too late for what is waited for."""
    if (watch := _watch.get()) is None:
        return wait(timeout)
    # Before the look at `is_over`: who ends it sets that first, and then looks for a stream.
    watch.stream = stream
    left = watch.until - watch.now()
    if left <= 0 or watch.is_over:
        raise late
    try:
        return wait(left if timeout is None else min(timeout, left))
    except httpcore.TimeoutException:
        if watch.now() < watch.until:
            raise
        raise late from None


class _Stream(Listening):
    """Waits for as long as the request may."""

    # Any, here and below: what is not changed on its way.
    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        if self._heard:
            return self._first(max_bytes)
        return _waiting(self._inner, timeout, partial(self._inner.read, max_bytes))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        start, size = 0, PIECE if (watch := _watch.get()) and isfinite(watch.until) else _FIRST
        while start < len(buffer):
            if start and self._inner.get_extra_info("is_readable"):
                # Not for long: what has arrived may be no more than a message of TLS.
                with suppress(httpcore.ReadError):
                    self._heard += self._inner.read(PIECE, 0.0)
                self._check_unanswered()
            _waiting(self._inner, timeout, partial(self._inner.write, buffer[start : start + size]))
            start, size = start + size, PIECE

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        start = partial(self._inner.start_tls, ssl_context, server_hostname)
        return _Stream(_waiting(self._inner, timeout, start, TooLateToConnect))


class Backend(Around):
    """Opens such streams."""

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> _Stream:
        connect = partial(self._inner.connect_tcp, host, port, **options)
        return _Stream(_waiting(None, timeout, lambda seconds: connect(timeout=seconds), TooLateToConnect))
