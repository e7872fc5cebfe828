"""The ASGI application: every request goes through the same steps, and every answer leaves with a ray."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import stamps, wrangler_reads
from .asked import Asked
from .authentication import authenticate
from .bodies import json_body
from .envelope import refused
from .guesses import Guesses
from .implemented import HANDLERS
from .parameters import Query
from .refusals import CRASHED, NO_ROUTE, NOT_IMPLEMENTED, Refusal
from .routes import Routes, check_account
from .spec import bundled
from .store import Store


def application(store: Store, guesses: Guesses) -> ASGIApp:
    """Cloudflare's API over this store."""
    app = Starlette(
        routes=[Route("/{path:path}", _Api(store, guesses, _routes(), _queries()))],
        exception_handlers={Refusal: _refusal, 404: _nowhere, Exception: _crash},
    )
    return _Edge(app)


# The same for every emulator of the process: compiled once.
@functools.cache
def _routes() -> Routes:
    return Routes(bundled().base_path, [*bundled().operations, *wrangler_reads.OPERATIONS])


@functools.cache
def _queries() -> Mapping[str, Query]:
    return {operation.id: Query(operation) for operation in [*bundled().operations, *wrangler_reads.OPERATIONS]}


@dataclass(frozen=True)
class _Api:
    """Looks, checks, and hands over to the operation."""

    store: Store
    guesses: Guesses
    routes: Routes
    queries: Mapping[str, Query]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        authenticate(request.headers)
        operation, path = self.routes.find(request.method, request.scope["raw_path"].decode("ascii"))
        check_account(path["account_id"])
        handler = HANDLERS.get(operation.id)
        if handler is None:
            raise Refusal(NOT_IMPLEMENTED, f"tenantry_emulator does not implement {operation.id} yet")
        query = self.queries[operation.id].read(request.query_params)
        body = await json_body(request, operation)
        return await handler(Asked(request, operation, path, query, body, self.store, self.guesses))


class _Edge:
    """Puts a ray on each answer, also on those to requests that crashed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cf-ray"] = stamps.new_ray()
            await send(message)

        await self._app(scope, receive, sent)


async def _refusal(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return refused(error)


async def _nowhere(request: Request, error: Exception) -> Response:
    return refused(Refusal(NO_ROUTE, f"There is no route for {request.url.path}."))


async def _crash(request: Request, error: Exception) -> Response:
    """Starlette raises the error again after the answer, so that the server logs it with its traceback."""
    return refused(Refusal(CRASHED, f"tenantry_emulator failed: {type(error).__name__}"))
