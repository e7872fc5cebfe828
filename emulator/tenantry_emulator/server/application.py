"""The ASGI application: every request passes the same checks, and every answer carries a `cf-ray` header."""

import asyncio
import logging
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tenantry_emulator.context.faults import Fault
from tenantry_emulator.context.recorded import RecordedRequest
from tenantry_emulator.context.state import State
from tenantry_emulator.state_file import is_unusable
from tenantry_emulator.wire import connection, identifiers
from tenantry_emulator.wire.envelope import refused
from tenantry_emulator.wire.refusals import (
    CLOSING,
    CRASHED,
    NO_ROOM,
    TOO_MANY_REQUESTS,
    UNREADABLE_BODY,
    ErrorCode,
    Refusal,
)

from . import control, edge_errors
from .dispatch import Api, Target
from .request_checks import refuse_foreign

# https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1
WITHOUT_BODY = (204, 304)
LOG = logging.getLogger("tenantry_emulator")


def application(state: State) -> ASGIApp:
    """Cloudflare's API, answered from this state."""
    entry = ExceptionMiddleware(_Entry(state, Api(state)), handlers={Exception: _ErrorHandler(state)})
    return _Outermost(entry, state)


@dataclass(frozen=True)
class _Entry:
    """Refuses requests that may not come in, and applies the faults that were asked for."""

    state: State
    api: Api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        refuse_foreign(request.headers)
        receive = connection.bounded(receive, request.headers.get("content-length"), self.state.max_body)
        response = await self._answer(Request(scope, receive, send))
        if response is not None:
            await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        """The answer, or None where the connection was cut instead."""
        if control.is_control(request.scope["path"]):
            return await control.answer(request, self.state)
        target = self.api.target(request)
        request.scope["state"]["target"] = target.names
        fault = self.state.faults.met_by(*target.names)
        with self.state.in_progress.request():
            if fault is None:
                return await self.api.answer(request, target)
            return await self._faulty(request, target, fault)

    async def _faulty(self, request: Request, target: Target, fault: Fault) -> Response | None:
        if fault.kind == "latency":
            await self.state.in_progress.delay(fault.seconds)
            return await self.api.answer(request, target)
        if fault.kind == "reset" and fault.when == "after":
            # This reads the body; a multipart body cannot be read a second time.
            await self.api.answer(request, target)
        else:
            await connection.hear_out(request)
        if fault.kind == "reset":
            await connection.cut(request)
            return None
        if fault.status in WITHOUT_BODY:
            return Response(status_code=fault.status)
        if fault.kind == "edge":
            return edge_errors.page(request, fault)
        return refused(_refusal_of(fault))


def _refusal_of(fault: Fault) -> Refusal:
    """The refusal that the fault describes."""
    if fault.kind == "rate_limit":
        return Refusal(TOO_MANY_REQUESTS, fault.message, headers={"Retry-After": str(fault.retry_after or 0)})
    headers = None if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    return Refusal(ErrorCode(fault.status, fault.code), fault.message, headers=headers)


class _Outermost:
    """Adds `cf-ray` and the headers of the rate limit to each answer, also where a request crashed, and records it."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_answered = False

        async def sent(message: Message) -> None:
            nonlocal is_answered
            if message["type"] == "http.response.start":
                is_answered = True
                # Before the client can know the answer, and ask what was recorded.
                self._record(scope, message["status"])
                headers = MutableHeaders(scope=message)
                headers["cf-ray"] = identifiers.new_ray()
                headers.update(scope["state"].get("headers", {}))
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except asyncio.CancelledError:
            if self._state.in_progress.is_closing and not is_answered:
                # The server has waited long enough.
                await refused(Refusal(CLOSING, "tenantry_emulator was closed meanwhile."))(scope, receive, sent)
            else:
                # The client does not read its answer; or all was reset, and whoever asked before gets none.
                await connection.cut(Request(scope, receive))
        if not is_answered:
            self._record(scope, None)

    def _record(self, scope: Scope, status: int | None) -> None:
        if names := scope["state"].get("target"):
            method, path, operation = names
            query = scope["query_string"].decode("latin-1")
            self._state.recorder.add(RecordedRequest(method, path, query, operation, status))


@dataclass(frozen=True)
class _ErrorHandler:
    """Answers refusals, and notes unexpected exceptions as failures; the connection stays open."""

    state: State

    async def __call__(self, request: Request, error: Exception) -> Response:
        if isinstance(error, Refusal):
            return refused(error)
        if isinstance(error, ClientDisconnect):
            return refused(Refusal(UNREADABLE_BODY, "The client went away."))
        if is_unusable(error):
            LOG.error("%s %s: a file cannot be used: %s", request.method, request.url.path, error)
            return refused(Refusal(NO_ROOM, f"tenantry_emulator cannot use a file: {error}."))
        self.state.failures.append(f"{request.method} {request.url.path}: {type(error).__name__}: {error}")
        LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return refused(Refusal(CRASHED, f"tenantry_emulator failed: {type(error).__name__}"))
