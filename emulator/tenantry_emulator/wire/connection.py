"""How uvicorn serves an application here, and how to cut the connection under a request."""

import asyncio
import os
import socket
import struct
from typing import cast

import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

# How long a closed socket goes on sending: not at all, so that the other side sees a reset.
AT_ONCE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class HttpProtocol(H11Protocol):
    """HTTP/1.1 that gives the application its connection, in the state of the request's scope."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starlette hands the state on to each request of the connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


def server_configuration(app: ASGIApp) -> uvicorn.Config:
    """The same for the API and for the internal server."""
    return uvicorn.Config(
        app,
        http=HttpProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


async def cut(request: Request) -> None:
    """Reset the connection, and return when it is gone."""
    transport = cast(asyncio.Transport, request.scope["state"]["transport"])
    connection = cast(socket.socket, transport.get_extra_info("socket"))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    transport.abort()
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def hear_out(request: Request) -> None:
    """Read the body to its end, so that the client has sent everything and waits for an answer."""
    try:
        async for _ in request.stream():
            pass
    except ClientDisconnect:
        pass
