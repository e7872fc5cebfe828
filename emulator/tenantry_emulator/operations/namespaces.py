"""Operations on dispatch namespaces."""

import re

from starlette.responses import Response

from tenantry_emulator.context.request import Asked
from tenantry_emulator.store.records import Namespace
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import JsonObject, as_object, as_text
from tenantry_emulator.wire.refusals import NAMESPACE_EXISTS, Refusal


async def list_namespaces(asked: Asked) -> Response:
    """All of them: the list has no pages."""
    return success([_shown(asked, namespace) for namespace in asked.store.namespaces.all(asked.account)])


async def create_namespace(asked: Asked) -> Response:
    """A new one, untrusted."""
    name = as_text(as_object(asked.body)["name"])
    _refuse_name(asked, name)
    asked.store.namespaces.add(asked.account, name)
    return _answer(asked, name)


async def get_namespace(asked: Asked) -> Response:
    """One by its name."""
    return success(_shown(asked, asked.namespace()))


async def replace_namespace(asked: Asked) -> Response:
    """Another name, another trust."""
    kept = False if asked.guesses.replace_resets_trust else asked.namespace().trusted_workers
    return _changed(asked, kept)


async def update_namespace(asked: Asked) -> Response:
    """Another name, another trust; what is left out stays."""
    return _changed(asked, asked.namespace().trusted_workers)


async def delete_namespace(asked: Asked) -> Response:
    """Gone, with its scripts."""
    asked.store.namespaces.remove(asked.namespace())
    asked.world.settle()
    return success(None)


def _changed(asked: Asked, trusted_otherwise: bool) -> Response:
    """What the body says; a namespace cannot be without a name, so one that is left out stays."""
    namespace, wanted = asked.namespace(), as_object(asked.body)
    name = as_text(wanted.get("name", namespace.name))
    if name != namespace.name:
        _refuse_name(asked, name)
    trusted = wanted.get("trusted_workers", trusted_otherwise) is True
    asked.store.namespaces.change(namespace, name=name, trusted_workers=trusted)
    asked.world.settle()
    return _answer(asked, name)


def _refuse_name(asked: Asked, name: str) -> None:
    """One code for both, as Cloudflare does: the name is taken, or it is no name for a namespace."""
    if not re.fullmatch(asked.guesses.namespace_name, name) or asked.store.namespaces.get(asked.account, name):
        text = f"A dispatch namespace {name!r} already exists, or this cannot be its name."
        raise Refusal(NAMESPACE_EXISTS, text, pointer="/name")


def _answer(asked: Asked, name: str) -> Response:
    namespace = asked.store.namespaces.get(asked.account, name)
    return success(namespace and _shown(asked, namespace))


def _shown(asked: Asked, namespace: Namespace) -> JsonObject:
    return {
        "namespace_id": namespace.namespace_id,
        "namespace_name": namespace.name,
        "script_count": asked.store.namespaces.script_count(namespace),
        "trusted_workers": namespace.trusted_workers,
        "created_by": identifiers.USER_ID,
        "created_on": namespace.created_on,
        "modified_by": identifiers.USER_ID,
        "modified_on": namespace.modified_on,
    }
