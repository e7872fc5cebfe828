"""What the processes of the runtime ask the emulator, over a socket that nobody else has."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from tenantry_emulator.wire.connection import Protocol, server_configuration
from tenantry_emulator.wire.json_types import JsonObject, as_object

from .configuration.native_bindings import STORE
from .products import d1, kv, queues

if TYPE_CHECKING:
    from .runtime import Runtime


LOG = logging.getLogger("tenantry_emulator")


class Inside:
    """A server on a Unix socket, in the event loop of the other."""

    def __init__(self, runtime: Runtime, path: Path) -> None:
        self._runtime = runtime
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
            lambda: Protocol(config=config, server_state=state, app_state={}), self._path
        )

    def close(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await ExceptionMiddleware(self._serve, handlers={Exception: self._failed})(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        store = request.headers.get(STORE)
        response = await (self._stored(store, request) if store else self._told(request))
        await response(scope, receive, send)

    async def _failed(self, request: Request, error: Exception) -> Response:
        """A defect of ours, and no fault of the Worker that meets it; unless that one has ended meanwhile."""
        if isinstance(error, ClientDisconnect):
            return Response(status_code=400)
        self._runtime.failures.append(f"inside: {request.url.path}: {type(error).__name__}: {error}")
        LOG.error("%s failed", request.url.path, exc_info=error)
        return Response(f"{type(error).__name__}", 500)

    async def _stored(self, which: str, request: Request) -> Response:
        """A request of a binding for the store behind it."""
        kind, account, identifier = which.split("/")
        identifier, store = unquote(identifier), self._runtime.store
        if kind == "kv":
            return await kv.answer(kv.KvNamespace(store.kv, account, identifier), request)
        if kind == "d1":
            return await d1.answer(self._runtime.databases, account, identifier, request)
        return await queues.answer(store.queues, account, identifier, request)

    async def _told(self, request: Request) -> Response:
        """A message of our own Worker beside each tenant."""
        message = json.loads(await request.body())
        answer: JsonObject = {}
        if request.scope["path"] == "/route":
            answer = await self._runtime.route(as_object(message))
        elif request.scope["path"] == "/end":
            answer = {"reason": await self._runtime.reason(as_object(message)["process"])}
        elif request.scope["path"] == "/tail":
            self._runtime.hear_tail(request.headers["tenantry-emulator-version"], as_object(message))
        return JSONResponse(answer)
