"""The HTTP server: uvicorn, on a socket that is open already."""

import asyncio
import contextlib
import errno
import logging
import os
import socket
import threading
from typing import Any

import uvicorn

from tenantry_emulator.context.state import State
from tenantry_emulator.errors import NotStarted
from tenantry_emulator.wire.connection import server_configuration

from .application import application

LOG = logging.getLogger("tenantry_emulator")
# Loopback, and no way to say otherwise: whoever reaches this server may do anything with it.
HOST = "127.0.0.1"


def listening(port: int) -> socket.socket:
    """A socket on this port of this machine; 0 is any that is free."""
    # The protocol is named because asyncio turns Nagle's algorithm off only for sockets that say they are TCP; with it
    # each answer of two packets, head and body, takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # Elsewhere this would let two servers share a port; here it only forgets connections that are closed.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise NotStarted(f"port {port} of {HOST} cannot be used: {error.strerror}") from error
    return listening


class Complaints:
    """What the event loop has to say, but once only that it takes no more connections: it tries again each second."""

    def __init__(self) -> None:
        self._full: socket.socket | None = None

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            if self._full is None:
                LOG.warning("connections wait to be accepted: %s. `ulimit -n` raises the limit", error.strerror)
            self._full = context["socket"]
        elif not self._is_about_a_closed_socket(error):
            loop.default_exception_handler(context)

    def _is_about_a_closed_socket(self, error: object) -> bool:
        """asyncio does not stop trying when the server is closed meanwhile."""
        return isinstance(error, ValueError) and self._full is not None and self._full.fileno() == -1


class Server(uvicorn.Server):
    """Signals when it is up, and stops at once when told to, not at uvicorn's next tick."""

    def __init__(self, state: State) -> None:
        super().__init__(server_configuration(application(state)))
        self._state = state
        self.is_up: threading.Event = threading.Event()
        self._told_to_stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Answer what was asked, then end. From any thread."""
        self.should_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told_to_stop.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the runtime, then uvicorn, then say so."""
        asyncio.get_running_loop().set_exception_handler(Complaints())
        if self._state.runtime:
            await self._state.runtime.start()
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self.is_up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop uvicorn, then the runtime; what is late by a fault is answered now."""
        self._state.in_progress.end_delays()
        await super().shutdown(sockets)
        if self._state.runtime:
            await self._state.runtime.stop()

    async def main_loop(self) -> None:
        """uvicorn looks ten times a second whether it shall stop; each look at 0 renews the date in its answers."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told_to_stop.wait(), 1)
