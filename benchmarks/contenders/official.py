"""Cloudflare's own SDK.

It cannot list the scripts of a dispatch namespace. The closest is its list of the account's own Workers, which is one
answer with all of them.
"""

from typing import Any


class Contender:
    """Imports and connections are made here, so that their time can be taken."""

    def __init__(self, url: str, account: str) -> None:
        from cloudflare import Cloudflare

        self._account = account
        self._client = Cloudflare(base_url=url, api_token="none")
        self._get = self._client.workers_for_platforms.dispatch.namespaces.get

    def get(self) -> object:
        """A namespace."""
        return self._get("production", account_id=self._account)

    # Any: the SDK is installed where this runs, and nowhere that a type checker looks.
    def rows(self) -> list[Any]:
        """As many Workers as the namespace has scripts."""
        return [*self._client.workers.scripts.list(account_id=self._account)]

    def names(self) -> list[str]:
        """Their names."""
        return [script.id for script in self.rows()]
