"""What waits at a socket in an event loop ends early where the answer comes before all is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import anyio
import anyio.lowlevel
import httpcore
from anyio.abc import TaskGroup

from tenantry._transport.network.streams import PIECE, Around, Listening

# Whether this request was cancelled before it had a connection.
never_connected: ContextVar[bool] = ContextVar("tenantry never connected", default=False)
_listeners: ContextVar[TaskGroup | None] = ContextVar("tenantry listeners", default=None)


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
def _connecting() -> Iterator[None]:
    never_connected.set(True)
    yield
    never_connected.set(False)


class _AsyncStream(Listening):
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
            while not self._is_answered and (heard := await self._inner.read(PIECE)):
                self._heard += heard
        self._stopped.set()
        if self._is_answered:
            self._sender.cancel()

    async def start_tls(self, *arguments: Any, **options: Any) -> _AsyncStream:
        with _connecting():
            try:
                return _AsyncStream(await self._inner.start_tls(*arguments, **options))
            except BaseException:
                # httpcore closes it after an error, but not where it is cancelled.
                with anyio.CancelScope(shield=True):
                    await self._inner.aclose()
                raise


class AsyncBackend(Around):
    """Opens such streams."""

    async def connect_tcp(self, *arguments: Any, **options: Any) -> _AsyncStream:
        with _connecting():
            return _AsyncStream(await self._inner.connect_tcp(*arguments, **options))
