"""The blocking client, and the async one on either event loop: a story is written once and told to all three."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias, cast

from anyio.from_thread import BlockingPortal, start_blocking_portal

import tenantry


@dataclass(frozen=True)
class Account:
    """Where a story happens, and as whom."""

    base_url: str
    account_id: str
    api_token: str = field(repr=False)


# Neither queue nor repetitions: a recording takes what comes, and a story has few calls. Any: options of a client.
AT_ONCE: dict[str, Any] = {"rate": None, "retries": 0}

Flavour: TypeAlias = Callable[[Account], AbstractContextManager[tenantry.Client]]


@contextmanager
def blocking(account: Account) -> Iterator[tenantry.Client]:
    with tenantry.Client(
        base_url=account.base_url, account_id=account.account_id, api_token=account.api_token, **AT_ONCE
    ) as client:
        yield client


@contextmanager
def in_event_loop(backend: str, account: Account) -> Iterator[tenantry.Client]:
    """An async client in an event loop of its own, in a thread of its own, called from here as if it were blocking."""
    client = tenantry.AsyncClient(
        base_url=account.base_url, account_id=account.account_id, api_token=account.api_token, **AT_ONCE
    )
    with start_blocking_portal(backend) as portal:
        try:
            yield cast(tenantry.Client, _Called(client, portal))
        finally:
            portal.call(client.aclose)


FLAVOURS: dict[str, Flavour] = {
    "blocking": blocking,
    "asyncio": partial(in_event_loop, "asyncio"),
    "trio": partial(in_event_loop, "trio"),
}

_HANDLES = (tenantry.AsyncNamespace, tenantry.AsyncScript)


class _Called:
    """A client or handle of the async surface: a verb is awaited in the event loop."""

    def __init__(self, wrapped: object, portal: BlockingPortal) -> None:
        self._wrapped = wrapped
        self._portal = portal

    # Any: whatever the verbs return.
    def __getattr__(self, name: str) -> Any:
        found = getattr(self._wrapped, name)
        if not inspect.ismethod(found):
            return self._given(found)
        return lambda *args, **kwargs: self._given(self._portal.call(partial(found, *args, **kwargs)))

    def _given(self, value: object) -> object:
        if isinstance(value, tenantry.AsyncPages):
            return _Pages(value, self._portal)
        return _Called(value, self._portal) if isinstance(value, _HANDLES) else value


class _Pages:
    """A list that comes page by page, each fetched in the event loop as it is reached."""

    def __init__(self, pages: tenantry.AsyncPages[object], portal: BlockingPortal) -> None:
        self._wrapped = pages
        self._portal = portal

    def __iter__(self) -> Iterator[object]:
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[Sequence[object]]:
        pages = self._wrapped.pages()

        async def fetched() -> Sequence[object] | None:
            return await anext(pages, None)

        while (page := self._portal.call(fetched)) is not None:
            yield page

    def all(self) -> list[object]:
        return self._portal.call(self._wrapped.all)
