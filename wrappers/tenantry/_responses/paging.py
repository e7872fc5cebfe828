"""Lists that come page by page, fetched as they are read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, Generic, Protocol, TypeVar

from attrs import frozen

from tenantry._flow import Flow
from tenantry._public import public
from tenantry.errors import Answer, BadAnswer
from tenantry_api.display import Rows, table

T = TypeVar("T")
U = TypeVar("U")


@frozen(eq=False, repr=False)
class Page(Generic[T]):
    """One page, and where the next one begins."""

    path: str
    rows: Rows[T]
    cursor: str | None


Fetch = Callable[["str | None"], Flow[Page[T]]]


class _Run(Protocol):
    def __call__(self, flow: Flow[U], /) -> U: ...


class _AsyncRun(Protocol):
    # Any: what a coroutine yields and is sent concerns its event loop alone.
    def __call__(self, flow: Flow[U], /) -> Coroutine[Any, Any, U]: ...


@public
class Pages(Generic[T]):
    """A list that is fetched page by page while it is read; reading it again asks again.

    `for row in pages` goes through all rows, `pages.pages()` through the pages, and `pages.all()` is the whole list.
    Raises BadAnswer where Cloudflare leads in a circle.
    """

    def __init__(self, run: _Run, fetch: Fetch[T]) -> None:
        self._run = run
        self._fetch = fetch

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: fetched as they are read>"

    def _repr_html_(self) -> str:
        """The first page, for a notebook: one request."""
        page = self._run(self._fetch(None))
        return table(page.rows, "There are more." if page.cursor else "")

    def pages(self) -> Iterator[Rows[T]]:
        """One request each."""
        trail = Trail()
        while trail.goes_on:
            page = self._run(self._fetch(trail.cursor))
            yield page.rows
            trail.follow(page)

    def all(self) -> Rows[T]:
        """All rows; `to_dicts()` makes them what pandas and FastAPI take."""
        return Rows(self)


@public
class AsyncPages(Generic[T]):
    """A list that is fetched page by page while it is read; reading it again asks again.

    `async for row in pages` goes through all rows, `pages.pages()` through the pages, and `await pages.all()` is the
    whole list. Raises BadAnswer where Cloudflare leads in a circle.
    """

    def __init__(self, run: _AsyncRun, fetch: Fetch[T]) -> None:
        self._run = run
        self._fetch = fetch

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for row in page:
                yield row

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: fetched as they are read>"

    async def pages(self) -> AsyncIterator[Rows[T]]:
        """One request each."""
        trail = Trail()
        while trail.goes_on:
            page = await self._run(self._fetch(trail.cursor))
            yield page.rows
            trail.follow(page)

    async def all(self) -> Rows[T]:
        """All rows; `to_dicts()` makes them what pandas and FastAPI take."""
        return Rows([row async for row in self])


class Trail:
    """Where a list has been; the same cursor twice would never end."""

    def __init__(self) -> None:
        self.cursor: str | None = None
        self.goes_on = True
        self._seen: set[str] = set()

    def follow(self, page: Page[T]) -> None:
        if page.cursor and page.cursor in self._seen:
            text = f"GET {page.path} leads in a circle: a page has the cursor of a page before it"
            raise BadAnswer(text, method="GET", path=page.path, answer=Answer(200))
        self._seen.add(page.cursor or "")
        self.cursor, self.goes_on = page.cursor, bool(page.cursor)
