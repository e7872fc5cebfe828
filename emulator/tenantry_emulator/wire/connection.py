"""How uvicorn serves an application here, and how to cut the connection under a request."""

import asyncio
import io
import os
import socket
import struct
from collections import deque
from typing import cast

import h11
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive
from uvicorn.protocols.http.h11_impl import H11Protocol

from .refusals import TOO_LARGE, Refusal

# How long a closed socket goes on sending: not at all, so that the other side sees a reset.
AT_ONCE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class HttpProtocol(H11Protocol):
    """HTTP/1.1 that gives the application its connection, in the state of the request's scope.

    uvicorn closes connections that are idle after an answer; here also those whose next head does not come to its end.
    """

    head_seconds: float = 30.0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starlette hands the state on to each request of the connection."""
        super().connection_made(transport)
        self.app_state: dict[str, object] = {**self.app_state, "transport": transport}
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Some of a request, or of several."""
        super().data_received(data)
        self._await_head()

    def shutdown(self) -> None:
        """The server stops: what was asked is answered, and the rest of half a request is not awaited."""
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.close()
        else:
            super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more comes."""
        super().connection_lost(exc)
        self._stop_waiting()

    def _await_head(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._late is None:
            self._late = self.loop.call_later(self.head_seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late:
            self._late.cancel()
        self._late = None


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
        # Clients and the runtime close an idle connection after 5 s; who does so at the same time cuts requests off.
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )


async def cut(request: Request) -> None:
    """Reset the connection, and return when it is gone."""
    transport = cast(asyncio.Transport, request.scope["state"]["transport"])
    connection = cast(socket.socket, transport.get_extra_info("socket"))
    # The client may be gone already.
    if not transport.is_closing():
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        transport.abort()
    while (await request.receive())["type"] != "http.disconnect":
        pass


def bounded(receive: Receive, length: str | None, most: int) -> Receive:
    """The body of the request as it comes in; refused as soon as it is known to be too long."""
    if length is not None and length.isdigit() and int(length) > most:
        raise _refusal(most)
    seen = 0

    async def received() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise _refusal(most)
        return message

    return received


def _refusal(most: int) -> Refusal:
    return Refusal(TOO_LARGE, f"The request is larger than the {most} bytes that tenantry_emulator takes.")


async def arrived(request: Request) -> Request:
    """The same request, once its body is here."""
    messages = deque([await request.receive()])
    while messages[-1].get("more_body"):
        messages.append(await request.receive())

    async def receive() -> Message:
        return messages.popleft() if messages else await request.receive()

    return Request(request.scope, receive)


async def body_of(request: Request) -> bytes:
    """The body, however large: it grows where it is, for to put its pieces together in the end takes a while."""
    body = io.BytesIO()
    async for piece in request.stream():
        body.write(piece)
    return body.getvalue()


async def hear_out(request: Request) -> None:
    """Read the body to its end, so that the client has sent everything and waits for an answer."""
    try:
        async for _ in request.stream():
            pass
    except ClientDisconnect:
        pass
