"""Operations on dispatch namespaces."""

import re

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.context.state import State
from tenantry_emulator.store.records import Namespace
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import JsonObject, as_object, as_text
from tenantry_emulator.wire.refusals import NAMESPACE_EXISTS, Refusal


async def list_namespaces(context: RequestContext) -> Response:
    """All of them: the list has no pages."""
    return success([_as_json(context, namespace) for namespace in context.store.namespaces.all(context.account)])


async def create_namespace(context: RequestContext) -> Response:
    """A new one, untrusted."""
    name = as_text(as_object(context.body)["name"])
    add_namespace(context.state, context.account, name)
    return _answer(context, name)


def add_namespace(state: State, account: str, name: str) -> None:
    """A new one, refused where its name is."""
    _refuse_name(state, account, name)
    state.store.namespaces.add(account, name)


async def get_namespace(context: RequestContext) -> Response:
    """One by its name."""
    return success(_as_json(context, context.namespace()))


async def replace_namespace(context: RequestContext) -> Response:
    """Another name, another trust."""
    kept = False if context.guesses.replace_resets_trust else context.namespace().trusted_workers
    return _changed(context, kept)


async def update_namespace(context: RequestContext) -> Response:
    """Another name, another trust; what is left out stays."""
    return _changed(context, context.namespace().trusted_workers)


async def delete_namespace(context: RequestContext) -> Response:
    """Gone, with its scripts."""
    context.store.namespaces.remove(context.namespace())
    context.state.settle()
    return success(None)


def _changed(context: RequestContext, trusted_otherwise: bool) -> Response:
    """What the body says; a namespace cannot be without a name, so one that is left out stays."""
    namespace, wanted = context.namespace(), as_object(context.body)
    name = as_text(wanted.get("name", namespace.name))
    if name != namespace.name:
        _refuse_name(context.state, context.account, name)
    trusted = wanted.get("trusted_workers", trusted_otherwise) is True
    context.store.namespaces.change(namespace, name=name, trusted_workers=trusted)
    context.state.settle()
    return _answer(context, name)


def _refuse_name(state: State, account: str, name: str) -> None:
    """One code for both, as Cloudflare does: the name is taken, or namespaces cannot be called so."""
    if not re.fullmatch(state.guesses.namespace_name, name) or state.store.namespaces.get(account, name):
        text = f"A dispatch namespace {name!r} already exists, or this cannot be its name."
        raise Refusal(NAMESPACE_EXISTS, text, pointer="/name")


def _answer(context: RequestContext, name: str) -> Response:
    namespace = context.store.namespaces.get(context.account, name)
    return success(namespace and _as_json(context, namespace))


def _as_json(context: RequestContext, namespace: Namespace) -> JsonObject:
    return {
        "namespace_id": namespace.namespace_id,
        "namespace_name": namespace.name,
        "script_count": context.store.namespaces.script_count(namespace),
        "trusted_workers": namespace.trusted_workers,
        "created_by": identifiers.USER_ID,
        "created_on": namespace.created_on,
        "modified_by": identifiers.USER_ID,
        "modified_on": namespace.modified_on,
    }
