"""The connections of each event loop, which end with it."""

from __future__ import annotations

import weakref
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

import httpx
from anyio.lowlevel import RunVar

from tenantry._transport.network.async_sockets import AsyncBackend
from tenantry._transport.network.connections import open_client
from tenantry.errors import NotSent


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


def this_loop() -> _Loop:
    """The event loop that runs here."""
    try:
        loop = _LOOP.get(None)
    except RuntimeError:
        raise NotSent("An async client connects in an event loop, and none is running here.") from None
    if loop is None:
        _LOOP.set(loop := _Loop())
    return loop


class LoopClients:
    """An `httpx.AsyncClient` for each event loop: connections die with the loop that opened them.

    Each is held by a generator that closes it. An event loop ends its asynchronous generators before it ends itself,
    and those that nobody holds any more.
    """

    def __init__(self) -> None:
        self._opened: dict[_Loop, tuple[httpx.AsyncClient, AsyncGenerator[None]]] = {}

    def client(self) -> httpx.AsyncClient:
        loop = this_loop()
        if loop not in self._opened or self._opened[loop][0].is_closed:
            self._forget_the_past()
            client = open_client(httpx.AsyncClient, AsyncBackend)
            closing = _closing(client, weakref.WeakMethod(self._forget), loop)
            # It has nothing to wait for, so that it begins at once.
            with suppress(StopIteration):
                closing.__anext__().send(None)
            self._opened[loop] = client, closing
        return self._opened[loop][0]

    async def aclose(self) -> None:
        """Close the connections of this event loop."""
        if opened := self._opened.pop(this_loop(), None):
            await opened[1].aclose()

    def _forget_the_past(self) -> None:
        for loop in [*self._opened]:
            if loop.is_over:
                self._opened.pop(loop, None)

    def _forget(self, loop: _Loop, client: httpx.AsyncClient) -> None:
        if loop in self._opened and self._opened[loop][0] is client:
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
