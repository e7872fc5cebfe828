"""`/__emulator/…`: what only an emulator can do, over HTTP, for tests in another process or another language."""

import base64
import contextlib
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response

from tenantry_emulator.arguments import ACCOUNT, TEXT, check
from tenantry_emulator.context.faults import Fault, Progress
from tenantry_emulator.context.state import State
from tenantry_emulator.errors import WrongArgument
from tenantry_emulator.operations.namespaces import add_namespace
from tenantry_emulator.spec.json_body import parsed
from tenantry_emulator.spec.schemas import Checker
from tenantry_emulator.store.assets import listed
from tenantry_emulator.store.queues import Message
from tenantry_emulator.store.records import Namespace
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, as_text, from_json, texts
from tenantry_emulator.wire.refusals import BAD_CONTROL, NO_SUCH_CONTROL, Refusal

from .control_schemas import ADVANCE, FAULT, NAMESPACE, TOKEN

PREFIX = "/__emulator/"


def is_control(path: str) -> bool:
    """Whether the request is for the emulator itself."""
    return path.startswith(PREFIX)


async def answer(request: Request, state: State) -> Response:
    """What the emulator says of itself; needs no credentials."""
    path = request.scope["path"].removeprefix(PREFIX)
    verb = VERBS.get(f"{request.method} {path}")
    if verb is None:
        raise Refusal(NO_SUCH_CONTROL, f"There are: {', '.join(VERBS)}, all below {PREFIX}.")
    try:
        return await verb(request, state)
    except WrongArgument as error:
        raise Refusal(BAD_CONTROL, str(error)) from error


async def _reset(request: Request, state: State) -> Response:
    await state.reset()
    return success(None)


async def _list_faults(request: Request, state: State) -> Response:
    return success([_as_json(progress) for progress in state.faults.list()])


async def _add_fault(request: Request, state: State) -> Response:
    # Validated by the schema: these are fields of a fault, and of the right types.
    wanted = cast(dict[str, Any], await _body(request, FAULT))
    return success({"id": state.faults.add(Fault(**wanted))})


async def _clear_faults(request: Request, state: State) -> Response:
    state.faults.clear()
    return success(None)


async def _clock(request: Request, state: State) -> Response:
    return success({"now": identifiers.timestamp(state.clock.now())})


async def _advance(request: Request, state: State) -> Response:
    seconds = (await _body(request, ADVANCE))["advance"]
    state.clock.advance(cast(float, seconds))
    return await _clock(request, state)


async def _register(request: Request, state: State) -> Response:
    body = await _body(request, TOKEN)
    permissions = texts(body["permissions"]) if "permissions" in body else None
    state.keyring.register_token(as_text(body["token"]), permissions=permissions)
    return success(None)


async def _add_namespace(request: Request, state: State) -> Response:
    body = await _body(request, NAMESPACE)
    add_namespace(state, as_text(body["account_id"]), as_text(body["name"]))
    return success(None)


async def _assets(request: Request, state: State) -> Response:
    """The static assets of the script that the query names, or null."""
    account, name, script_name = _named(request, "account_id", "dispatch_namespace", "script_name")
    _must_exist(state, account, name, script_name)
    namespace = state.store.namespaces.get(account, name)
    script = state.store.scripts.get(namespace, script_name) if namespace else None
    site = state.store.assets.site(script) if script else None
    if namespace is None or site is None:
        return success(None)
    entries = itertools.chain.from_iterable(some.items() for some in listed(site.manifest))
    files = {path: _file(state, namespace, identifier) for path, identifier in entries}
    return success({"config": site.config, "files": files})


async def _logs(request: Request, state: State) -> Response:
    """What the script that the query names has logged; without a name, all scripts of the namespace."""
    account, name, script_name = _named(request, "account_id", "dispatch_namespace", "script_name")
    found = state.logs.of(account, name, script_name)
    if not found:
        _must_exist(state, account, name, script_name)
    return success(found)


async def _messages(request: Request, state: State) -> Response:
    """What Workers have sent to the queue that the query names, the oldest first."""
    messages = state.store.queues.messages(*_named(request, "account_id", "queue_name"))
    return success([_message(message) for message in messages])


async def _clear_messages(request: Request, state: State) -> Response:
    state.store.queues.clear(*_named(request, "account_id", "queue_name"))
    return success(None)


def _message(message: Message) -> JsonObject:
    """What can be read of it: JSON and text as such, bytes and what only JavaScript understands in base64."""
    body: Json = base64.b64encode(message.body).decode()
    if message.content_type in ("json", "text"):
        # One that only JavaScript has stays as it was sent.
        with contextlib.suppress(ValueError):
            body = from_json(message.body) if message.content_type == "json" else message.body.decode()
    return {"sent_on": message.sent, "content_type": message.content_type, "body": body}


def _named(request: Request, *fields: str) -> Iterator[str]:
    """Parameters of the query, once each; `script_name` may be missing where all are meant, and is empty then."""
    sent = request.query_params
    missing = (each for each in fields if each not in sent and each != "script_name")
    repeated = (each for each in fields if len(sent.getlist(each)) > 1)
    if wrong := [*(sent.keys() - {*fields}), *missing, *repeated]:
        raise Refusal(BAD_CONTROL, f"The query has {', '.join(fields)}; see to {', '.join(sorted(wrong))}.")
    check("account_id", sent["account_id"], ACCOUNT)
    if "queue_name" in fields:
        check("queue_name", sent["queue_name"], TEXT)
    return (sent.get(field, "") for field in fields)


def _must_exist(state: State, account: str, name: str, script_name: str) -> None:
    """Refuse a name that nothing has: nothing is said of it, and a slip would look like silence."""
    namespace = state.store.namespaces.get(account, name)
    if name and namespace is None:
        raise Refusal(BAD_CONTROL, f"There is not a dispatch namespace {name!r} in the account {account}.")
    if script_name and (namespace is None or state.store.scripts.get(namespace, script_name) is None):
        raise Refusal(BAD_CONTROL, f"There is not a script {script_name!r} in {name or 'the account'}.")


def _file(state: State, namespace: Namespace, identifier: str) -> JsonObject:
    asset = state.store.assets.get(namespace, identifier)
    if asset is None:
        return {"hash": identifier}
    return {"hash": identifier, "content_type": asset.content_type, "size": asset.size, "sha256": asset.digest}


VERBS: Mapping[str, Callable[[Request, State], Awaitable[Response]]] = {
    "POST reset": _reset,
    "GET faults": _list_faults,
    "POST faults": _add_fault,
    "DELETE faults": _clear_faults,
    "GET clock": _clock,
    "POST clock": _advance,
    "POST tokens": _register,
    "POST namespaces": _add_namespace,
    "GET assets": _assets,
    "GET logs": _logs,
    "GET messages": _messages,
    "DELETE messages": _clear_messages,
}


async def _body(request: Request, schema: JsonObject) -> JsonObject:
    body = parsed(await request.body(), BAD_CONTROL, "the body")
    if problem := Checker(schema).problem(body):
        raise Refusal(BAD_CONTROL, f"The body is wrong at {problem.pointer or '/'}: {problem.message}.")
    return as_object(body)


def _as_json(progress: Progress) -> JsonObject:
    fault: JsonObject = dict(vars(progress.fault))
    return {"id": progress.id, **fault, "seen": progress.seen, "met": progress.met}
