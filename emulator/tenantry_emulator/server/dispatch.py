"""From a request to the operation that it asks for, and to its answer."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from tenantry_emulator.context import asset_tokens
from tenantry_emulator.context.credentials import ANY_TOKEN
from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.context.state import State
from tenantry_emulator.operations.registry import OTHER_OPERATIONS, handler_of
from tenantry_emulator.spec.json_body import json_body
from tenantry_emulator.spec.operations import Operation, bundled
from tenantry_emulator.spec.query import Query
from tenantry_emulator.spec.responses import check_response
from tenantry_emulator.spec.routes import Match, Routes, check_account
from tenantry_emulator.wire import connection
from tenantry_emulator.wire.envelope import refused
from tenantry_emulator.wire.refusals import NOT_IMPLEMENTED, Refusal

# What of a path says which script is meant.
SCRIPT = ("account_id", "dispatch_namespace", "script_name")


@dataclass(frozen=True)
class Target:
    """What a request asks for."""

    method: str
    path: str
    """Below the API's base path, decoded."""
    match: Match | Refusal
    """The operation, or why the request has none."""

    @property
    def names(self) -> tuple[str, str, str | None]:
        """Method, path and operation, by which faults select requests."""
        return self.method, self.path, None if isinstance(self.match, Refusal) else self.match.operation.id


class Api:
    """The operations of the specification, and the few beside it that clients need on their way."""

    def __init__(self, state: State) -> None:
        self._state = state

    def target(self, request: Request) -> Target:
        """What the request asks for; where that does not exist, `answer` refuses it."""
        path = request.scope["path"].removeprefix(bundled().base_path)
        return Target(request.method, path, _routes().match(request.method, request.scope["raw_path"].decode("ascii")))

    async def answer(self, request: Request, target: Target) -> Response:
        """The answer to a request, checked against the specification."""
        if isinstance(target.match, Refusal):
            self._identity(request, None)
            raise target.match
        operation = target.match.operation
        try:
            response = await self._granted(request, target.match)
        except Refusal as refusal:
            response = refused(refusal)
        check_response(operation, response)
        return response

    async def _granted(self, request: Request, match: Match) -> Response:
        operation, path = match.operation, match.path
        identity = self._identity(request, operation)
        self._state.keyring.permit(identity, operation)
        if "account_id" in path:
            check_account(path["account_id"])
        handler = handler_of(operation.id)
        if handler is None:
            raise Refusal(NOT_IMPLEMENTED, f"tenantry_emulator does not implement {operation.id} yet")
        query = _query(operation.id).read(request.query_params)
        changes_script = request.method != "GET" and "script_name" in path
        if changes_script:
            # Others who change it do not wait for a client that is slow, or that never sends the rest.
            request = await connection.arrived(request)
        body = await json_body(request, operation)
        context = RequestContext(request, operation, identity, path, query, body, self._state)
        if not changes_script:
            return await handler(context)
        # Not by all of the path, which may name a secret or a tag of the script, too.
        async with self._state.locks.of(*(path.get(name, "") for name in SCRIPT)):
            return await handler(context)

    def _identity(self, request: Request, operation: Operation | None) -> str:
        """Whose request it is; counts it against the rate limit, whatever the answer will be."""
        if operation and "assets_session" in operation.security:
            identity = asset_tokens.identity(request, self._state)
        elif operation and ANY_TOKEN in operation.security:
            identity = self._state.keyring.identify_token(request.headers)
        else:
            identity = self._state.keyring.identify(request.headers)
        if self._state.meter:
            request.scope["state"]["headers"] = self._state.meter.count(identity)
        return identity


# The same for all emulators of the process, so they are made once.
@functools.cache
def _operations() -> Mapping[str, Operation]:
    return {operation.id: operation for operation in (*bundled().operations, *OTHER_OPERATIONS)}


@functools.cache
def _routes() -> Routes:
    return Routes(bundled().base_path, _operations().values())


@functools.cache
def _query(operation: str) -> Query:
    return Query(_operations()[operation])
