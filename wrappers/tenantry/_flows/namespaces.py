"""Creates, finds, changes and deletes dispatch namespaces, and says which one may have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tenantry._arguments.convert import valid_flag
from tenantry._flow import Flow, existing, listed, written
from tenantry._responses.error_codes import ALREADY_EXISTS_OR_BAD_NAME
from tenantry.errors import Error, Exists, Invalid, NamespaceNotFound, NotSent, Refused
from tenantry_api import models
from tenantry_api.api import namespaces
from tenantry_api.display import Rows
from tenantry_api.types import UNSET

T = TypeVar("T")

# More names than these do not fit a hint; list_namespaces() has them all.
_SHOWN = 5


def list_all(account: str) -> Flow[Rows[models.NamespaceInfo]]:
    return (yield from listed(namespaces.list_namespaces.request(account)))


def get(account: str, name: str) -> Flow[models.NamespaceInfo]:
    return (yield from existing(namespaces.get_namespace.request(account, name)))


def create(account: str, name: str) -> Flow[models.NamespaceInfo]:
    """Cloudflare has one code for "exists" and "bad name": one request more tells which it is."""
    try:
        # Creating was seen to answer a success without the namespace.
        call = namespaces.create_namespace.request(account, body=models.CreateNamespace(name=name))
        return (yield from written(call, get(account, name)))
    except Refused as refusal:
        if refusal.code != ALREADY_EXISTS_OR_BAD_NAME:
            raise
        ambiguous = refusal
    raise (yield from _exists_or_invalid(account, name, ambiguous))


def _exists_or_invalid(account: str, name: str, refusal: Refused) -> Flow[Refused]:
    try:
        yield from get(account, name)
    except NamespaceNotFound:
        return refusal.restated(Invalid, f"Cloudflare does not accept {name!r} as the name of a namespace.")
    return refusal.restated(Exists, "ensure() takes the one that is there.")


def ensure(account: str, name: str) -> Flow[models.NamespaceInfo]:
    """The namespace, created if it is not there, whoever creates it first."""
    try:
        return (yield from get(account, name))
    except NamespaceNotFound:
        pass
    try:
        return (yield from create(account, name))
    except Exists:
        return (yield from get(account, name))


def update(account: str, name: str, trusted_workers: bool) -> Flow[models.NamespaceInfo]:
    body = models.UpdateNamespace(trusted_workers=valid_flag("trusted_workers", trusted_workers))
    return (yield from written(namespaces.update_namespace.request(account, name, body=body), get(account, name)))


def replace(account: str, name: str, trusted_workers: bool) -> Flow[models.NamespaceInfo]:
    """Both fields go out: what becomes of one that is left out is not documented."""
    trusted = valid_flag("trusted_workers", trusted_workers)
    return (yield from _replace(account, name, models.ReplaceNamespace(name=name, trusted_workers=trusted)))


def rename(account: str, name: str, new_name: str) -> Flow[models.NamespaceInfo]:
    """Its trust is read first, and sent with the new name; where none is read, Cloudflare decides."""
    present = (yield from get(account, name)).trusted_workers
    trusted = UNSET if present is None else present
    return (yield from _replace(account, name, models.ReplaceNamespace(name=new_name, trusted_workers=trusted)))


def _replace(account: str, name: str, body: models.ReplaceNamespace) -> Flow[models.NamespaceInfo]:
    call = namespaces.replace_namespace.request(account, name, body=body)
    # Not repeated: the second time, Cloudflare would not find a namespace of the old name.
    call = call if body.name == name else call.once()
    return (yield from written(call, get(account, body.name or name)))


def delete(account: str, name: str, confirm: str) -> Flow[None]:
    if confirm != name:
        raise NotSent(f"Deleting {name!r} deletes every script in it: say confirm={name!r} if that is meant.")
    yield from namespaces.delete_namespace.request(account, name)


def suggesting(account: str, name: str, flow: Flow[T]) -> Flow[T]:
    """The flow; where the namespace does not exist, one request more finds which one may have been meant."""
    try:
        return (yield from flow)
    except NamespaceNotFound as refusal:
        missing = refusal
    try:
        there = yield from list_all(account)
    except Error:
        # The refusal stands without the suggestion.
        pass
    else:
        missing.hint_also(_hint(name, [each.namespace_name for each in there if each.namespace_name]))
    raise missing


def _hint(name: str, there: Sequence[str]) -> str:
    # Imported here, since nothing else needs it.
    from difflib import get_close_matches

    if name in there:
        return f"Yet {name!r} is listed; one that was just created may need some seconds to be found."
    if near := get_close_matches(name, there, n=1):
        return f"Did you mean {near[0]!r}?"
    if 0 < len(there) <= _SHOWN:
        return f"There are: {', '.join(sorted(there))}."
    return "" if there else "The account has no dispatch namespace."
