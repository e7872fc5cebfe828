"""httpx alone, with json.loads: what the work costs at least."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

# Any: JSON, as it comes; that nothing checks it is what makes this one bare.
Row = dict[str, Any]


class Contender:
    """Imports and connections are made here, so that their time can be taken."""

    def __init__(self, url: str, account: str) -> None:
        import httpx

        self._async: httpx.AsyncClient | None = None
        self._http = httpx.Client(headers={"Authorization": "Bearer none"})
        self._namespace = f"{url}/accounts/{account}/workers/dispatch/namespaces/production"

    def get(self) -> object:
        """A namespace."""
        return json.loads(self._http.get(self._namespace).content)["result"]

    def rows(self) -> list[Row]:
        """All its scripts, in pages of 1,000."""
        return [row for page in self._pages() for row in page]

    def names(self) -> list[str]:
        """Their names."""
        return [row["script"]["id"] for page in self._pages() for row in page]

    fields = rows
    """Whoever has the rows has their fields."""

    async def get_async(self) -> object:
        """A namespace, asked for in an event loop."""
        if self._async is None:
            import httpx

            self._async = httpx.AsyncClient(headers={"Authorization": "Bearer none"})
        return json.loads((await self._async.get(self._namespace)).content)["result"]

    async def gather(self) -> None:
        """A thousand of them, ten at a time: httpx's pool costs the square of those who wait."""
        import asyncio

        places = asyncio.Semaphore(10)

        async def one() -> None:
            async with places:
                await self.get_async()

        await asyncio.gather(*(one() for _ in range(1_000)))

    def _pages(self) -> Iterator[list[Row]]:
        cursor = ""
        while cursor is not None:
            wanted = {"limit": "1000"} | ({"cursor": cursor} if cursor else {})
            answer = json.loads(self._http.get(f"{self._namespace}/scripts", params=wanted).content)
            yield answer["result"]
            cursor = answer["result_info"].get("cursor")
