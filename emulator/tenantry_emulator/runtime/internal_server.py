"""Answers what the processes of the runtime ask the emulator, on a Unix socket that nobody else can reach."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from tenantry_emulator.state_file import is_unusable
from tenantry_emulator.wire import connection
from tenantry_emulator.wire.connection import HttpProtocol, server_configuration
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, as_text
from tenantry_emulator.wire.refusals import Refusal

from .products.stores import HEADER, STORES, Storage

# In bytes. No Worker holds as much at a time, but a stream that it sends may have no end.
LARGEST = 256 * 1024 * 1024
LOG = logging.getLogger("tenantry_emulator")


class Host(Storage, Protocol):
    """The runtime, as its own processes know it."""

    @property
    def failures(self) -> list[str]:
        """Where defects are noted."""
        ...

    async def route(self, target: JsonObject) -> JsonObject:
        """Where the Worker runs that the target names."""
        ...

    async def object_route(self, key: str) -> JsonObject:
        """Where the Durable Objects live whose data belongs to this key."""
        ...

    async def reason(self, process: Json) -> str | None:
        """Why the process of this number has ended, if it has."""
        ...

    def hear_tail(self, identifier: str, events: JsonObject) -> None:
        """What the tail of a Worker of this version has."""
        ...


class InternalServer:
    """A server on a Unix socket, in the event loop of the API's server."""

    def __init__(self, host: Host, path: Path) -> None:
        self._host = host
        self._path = path
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Where it listens, as the runtime names it."""
        return f"unix:{self._path}"

    async def open(self) -> None:
        """Listen."""
        config, state = server_configuration(self), ServerState()
        config.load()
        self._server = await asyncio.get_running_loop().create_unix_server(
            lambda: HttpProtocol(config=config, server_state=state, app_state={}), self._path
        )

    def close(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await ExceptionMiddleware(self._serve, handlers={Exception: self._failed})(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = Headers(scope=scope).get("content-length")
        request = Request(scope, connection.bounded(receive, length, LARGEST))
        store = request.headers.get(HEADER)
        response = await (self._store_answer(store, request) if store else self._message_answer(request))
        await response(scope, receive, send)

    async def _failed(self, request: Request, error: Exception) -> Response:
        """A defect of this emulator, unless the process that asked has ended meanwhile."""
        if isinstance(error, ClientDisconnect):
            return Response(status_code=400)
        if isinstance(error, Refusal):
            # The runtime would go on to send, and hear of an answer only at an end that there may not be.
            await connection.cut(request)
            return Response(status_code=error.error_code.status)
        if is_unusable(error):
            LOG.error("%s: a file cannot be used: %s", request.url.path, error)
            return Response(f"a file cannot be used: {error}", 507)
        self._host.failures.append(f"inside: {request.url.path}: {type(error).__name__}: {error}")
        LOG.error("%s failed", request.url.path, exc_info=error)
        return Response(f"{type(error).__name__}", 500)

    async def _store_answer(self, which: str, request: Request) -> Response:
        """A request of a binding for the store behind it."""
        kind, account, identifier = which.split("/")
        return await STORES[kind].answer(self._host, account, unquote(identifier), request)

    async def _message_answer(self, request: Request) -> Response:
        """A message of our own Worker beside each tenant."""
        message = json.loads(await request.body())
        answer: JsonObject = {}
        if request.scope["path"] == "/route":
            answer = await self._host.route(as_object(message))
        elif request.scope["path"] == "/object":
            answer = await self._host.object_route(as_text(as_object(message)["key"]))
        elif request.scope["path"] == "/end":
            answer = {"reason": await self._host.reason(as_object(message)["process"])}
        elif request.scope["path"] == "/tail":
            self._host.hear_tail(request.headers["tenantry-emulator-version"], as_object(message))
        return JSONResponse(answer)
