"""Connections: opened as the environment says, or refused; those of an event loop end with it."""

from __future__ import annotations

import os
import weakref
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import TypeVar

import httpx
from anyio.lowlevel import RunVar

from tenantry._files import why
from tenantry._transport.network.sockets import with_streams
from tenantry.errors import NotSent

C = TypeVar("C", httpx.Client, httpx.AsyncClient)

# Each call has a timeout of its own; this one is for users of `client.api`. The default of httpx is 5 s.
TIMEOUT = httpx.Timeout(60.0, connect=10.0)

# A folder of certificates, SSL_CERT_DIR, may be missing.
_FILES = ("SSL_CERT_FILE", "SSLKEYLOGFILE")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def open_client(kind: Callable[..., C]) -> C:
    """A client of httpx; raises NotSent that names the variables of the environment it cannot be made with."""
    try:
        return with_streams(kind(timeout=TIMEOUT))
    except OSError as error:
        # Errors of TLS are among these.
        given = _given(_FILES)
        raise _unusable([name for name in given if os.environ[name] == error.filename] or given, why(error)) from None
    except ImportError:
        raise _unusable(_wrong_proxies(), "a SOCKS proxy needs `pip install httpx[socks]`") from None
    except (httpx.InvalidURL, ValueError):
        # Not quoted: a proxy's URL can hold a password.
        raise _unusable(_wrong_proxies(), "that is not a proxy which httpx can use") from None


def _unusable(names: list[str], why: str) -> NotSent:
    return NotSent(f"No connection can be opened, because of {' or '.join(names) or 'the system settings'}: {why}.")


def _given(names: tuple[str, ...]) -> list[str]:
    return sorted(name for name, value in os.environ.items() if value and name.upper() in names)


def _wrong_proxies() -> list[str]:
    """Those variables that alone are reason enough; all that are given, where none is."""
    given = _given(_PROXIES)
    return [name for name in given if name.upper() != "NO_PROXY" and not _is_proxy(os.environ[name])] or given


def _is_proxy(value: str) -> bool:
    try:
        httpx.HTTPTransport(verify=False, proxy=value if "://" in value else f"http://{value}").close()
    except (ImportError, httpx.InvalidURL, ValueError):
        return False
    return True


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
            client = open_client(httpx.AsyncClient)
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
