"""The connections of each event loop, which end with it."""

from __future__ import annotations

import weakref
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

import httpx
from anyio import Semaphore
from anyio.lowlevel import RunVar
from attrs import field, frozen

from tenantry._transport.network.async_sockets import AsyncBackend
from tenantry._transport.network.connections import open_client
from tenantry.errors import NotSent

# httpx opens a hundred connections. Looking for a free one costs it time that grows with their square, and with that of
# those who wait for one, so that few are used for calls that are over soon; uploads have the rest.
_CALLS, _UPLOADS = 10, 90


class _Loop:
    """Stands for one event loop, and does not keep it alive."""

    def __init__(self) -> None:
        import asyncio

        self._of_asyncio = weakref.WeakSet[asyncio.AbstractEventLoop]()
        with suppress(RuntimeError):
            self._of_asyncio.add(asyncio.get_running_loop())

    @property
    def is_over(self) -> bool:
        """Whether it was closed, perhaps by a program that ended none of its generators."""
        return any(loop.is_closed() for loop in self._of_asyncio)


_LOOP: RunVar[_Loop] = RunVar("tenantry event loop")


def _this_loop() -> _Loop:
    """The event loop that runs here."""
    try:
        loop = _LOOP.get(None)
    except RuntimeError:
        raise NotSent("An async client connects in an event loop, and none is running here.") from None
    if loop is None:
        _LOOP.set(loop := _Loop())
    return loop


@frozen(eq=False, repr=False)
class Connections:
    """A client, and places for as many calls and uploads as may be under way at once."""

    client: httpx.AsyncClient
    calls: Semaphore = field(factory=lambda: Semaphore(_CALLS, fast_acquire=True))
    uploads: Semaphore = field(factory=lambda: Semaphore(_UPLOADS, fast_acquire=True))


class LoopClients:
    """An `httpx.AsyncClient` for each event loop: connections die with the loop that opened them.

    Each is held by a generator that closes it. An event loop ends its asynchronous generators before it ends itself,
    and those that nobody holds any more.
    """

    def __init__(self) -> None:
        self._opened: dict[_Loop, tuple[Connections, AsyncGenerator[None]]] = {}

    def here(self) -> Connections:
        """Those of the event loop that runs here."""
        loop = _this_loop()
        if (opened := self._opened.get(loop)) is None or opened[0].client.is_closed:
            self._forget_the_past()
            client = open_client(httpx.AsyncClient, AsyncBackend)
            closing = _closing(client, weakref.WeakMethod(self._forget), loop)
            # It has nothing to wait for, so that it begins at once.
            with suppress(StopIteration):
                closing.__anext__().send(None)
            opened = self._opened[loop] = Connections(client), closing
        return opened[0]

    async def aclose(self) -> None:
        """Close the connections of this event loop."""
        if opened := self._opened.pop(_this_loop(), None):
            await opened[1].aclose()

    def _forget_the_past(self) -> None:
        for loop in [*self._opened]:
            if loop.is_over:
                self._opened.pop(loop, None)

    def _forget(self, loop: _Loop, client: httpx.AsyncClient) -> None:
        if loop in self._opened and self._opened[loop][0].client is client:
            del self._opened[loop]


async def _closing(
    client: httpx.AsyncClient, forget: weakref.WeakMethod[Callable[[_Loop, httpx.AsyncClient], None]], loop: _Loop
) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await client.aclose()
        if forgetting := forget():
            forgetting(loop, client)
