"""httpx alone, with json.loads: what the work costs at least."""

import json
from collections.abc import Iterator
from typing import Any

# Any: JSON, as it comes; that nothing checks it is what makes this one bare.
Row = dict[str, Any]


class Contender:
    """Imports and connections are made here, so that their time can be taken."""

    def __init__(self, url: str, account: str) -> None:
        import httpx

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

    def _pages(self) -> Iterator[list[Row]]:
        cursor = ""
        while cursor is not None:
            wanted = {"limit": "1000"} | ({"cursor": cursor} if cursor else {})
            answer = json.loads(self._http.get(f"{self._namespace}/scripts", params=wanted).content)
            yield answer["result"]
            cursor = answer["result_info"].get("cursor")
