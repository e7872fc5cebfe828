"""The stores behind bindings, by type of binding: how a binding names its store, and what answers its requests."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from tenantry_emulator.store.store import Store

from . import d1, kv, queues
from .d1 import Databases

# Says in each request of the runtime which store it is for: type, account and identifier.
HEADER = "tenantry-emulator-store"


class Storage(Protocol):
    """Where all accounts keep what their Workers store."""

    @property
    def store(self) -> Store:
        """The state in SQLite."""
        ...

    @property
    def databases(self) -> Databases:
        """D1 databases."""
        ...


@dataclass(frozen=True)
class Handler:
    """What stands behind a type of binding."""

    answer: Callable[[Storage, str, str, Request], Awaitable[Response]]
    """Answers a request for the store of this account and identifier."""
    identifiers: tuple[str, ...]
    """The fields of a binding that may hold the identifier of its store."""
    native: str = ""
    """The type of the runtime's own binding."""
    module: str = ""
    """The module of the runtime that makes a binding of a store, where the runtime has no type for it."""
    entrypoint: str = ""
    """The entrypoint of our own Worker that these ask, where they do not ask the emulator itself."""


STORES: Mapping[str, Handler] = {
    "kv_namespace": Handler(
        lambda storage, account, id, request: kv.answer(kv.KvNamespace(storage.store.kv, account, id), request),
        identifiers=("namespace_id",),
        native="kvNamespace",
        entrypoint="Kv",
    ),
    "queue": Handler(
        lambda storage, account, name, request: queues.answer(storage.store.queues, account, name, request),
        identifiers=("queue_name",),
        native="queue",
    ),
    # wrangler calls the identifier `id`, the specification `database_id`.
    "d1": Handler(
        lambda storage, account, id, request: d1.answer(storage.databases, account, id, request),
        identifiers=("database_id", "id"),
        module="cloudflare-internal:d1-api",
        entrypoint="D1",
    ),
}
"""By the type of the binding."""
