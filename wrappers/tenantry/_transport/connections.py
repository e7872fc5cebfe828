"""The httpx clients: one for each process, or for each event loop.

A client of the user's is used as it is, and left open.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import httpx

from tenantry.errors import NotSent

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from anyio.lowlevel import RunVar

# Each call has a timeout of its own; this one is for users of `client.api`. The default of httpx is 5 s.
_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
# As many as httpx opens connections. Those that wait for one in httpx cost it time that grows with their square: a
# thousand at once are half a minute of work.
_AT_ONCE = 100


class Pool:
    """An `httpx.Client` for each process: a forked child leaves its parent's connections alone."""

    def __init__(self, supplied: httpx.Client | None) -> None:
        if not isinstance(supplied, httpx.Client | None):
            raise NotSent(f"http_client must be an httpx.Client, not {type(supplied).__name__}.")
        self._supplied = supplied
        self._clients: dict[int, httpx.Client] = {}
        self.client()

    def client(self) -> httpx.Client:
        if self._supplied is not None:
            return self._supplied
        process = os.getpid()
        if (client := self._clients.get(process)) and client.is_closed:
            # Whoever borrowed it has closed it.
            self._clients.pop(process, None)
        # `setdefault` is atomic: where two threads come first, one client serves both and the other is never opened.
        return self._clients.get(process) or self._clients.setdefault(process, httpx.Client(timeout=_TIMEOUT))

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        if client := self._clients.pop(os.getpid(), None):
            client.close()


class AsyncPool:
    """An `httpx.AsyncClient` for each event loop: connections die with the loop that opened them."""

    def __init__(self, supplied: httpx.AsyncClient | None) -> None:
        if not isinstance(supplied, httpx.AsyncClient | None):
            raise NotSent(f"http_client must be an httpx.AsyncClient, not {type(supplied).__name__}.")
        # Not needed by those who use no event loop.
        from anyio.lowlevel import RunVar

        self._supplied = supplied
        self._clients: RunVar[httpx.AsyncClient | None] = RunVar("tenantry connections")
        self._places: RunVar[CapacityLimiter] = RunVar("tenantry places")

    def place(self) -> CapacityLimiter:
        """What a request holds while it is under way."""
        try:
            return self._places.get()
        except LookupError:
            from anyio import CapacityLimiter

            self._places.set(places := CapacityLimiter(_AT_ONCE))
            return places

    def client(self) -> httpx.AsyncClient:
        if self._supplied is not None:
            return self._supplied
        if (client := self._of_this_loop()) is None or client.is_closed:
            client = httpx.AsyncClient(timeout=_TIMEOUT)
            self._clients.set(client)
        return client

    async def aclose(self) -> None:
        """Close the connections of this event loop; a later call opens new ones."""
        if client := self._of_this_loop():
            self._clients.set(None)
            await client.aclose()

    def _of_this_loop(self) -> httpx.AsyncClient | None:
        try:
            return self._clients.get(None)
        except RuntimeError:
            raise NotSent("Connections of an async client belong to an event loop, and none is running here.") from None
