"""tenantry, as its users call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenantry import AsyncNamespace, ScriptInfo


class Contender:
    """Imports and connections are made here, so that their time can be taken."""

    def __init__(self, url: str, account: str) -> None:
        import tenantry

        # No queue: the server here has no limit to keep to.
        # Any: each option has its own type.
        self._options: dict[str, Any] = {"base_url": url, "account_id": account, "api_token": "none", "rate": None}
        self._namespace = tenantry.Client(**self._options).namespace("production")
        self.get = self._namespace.get
        self._async: AsyncNamespace | None = None

    def rows(self) -> list[ScriptInfo]:
        """All scripts of the namespace, in pages of 1,000."""
        return self._namespace.list_scripts().all()

    def names(self) -> list[str | None]:
        """Their names."""
        return [script.name for script in self._namespace.list_scripts()]

    def fields(self) -> None:
        """All that a row says of a script."""
        for script in self._namespace.list_scripts():
            _ = script.name, script.dispatch_namespace, script.tags, script.etag, script.created_on
            _ = script.modified_on, script.compatibility_date, script.migration_tag

    async def get_async(self) -> object:
        """A namespace, asked for in an event loop."""
        if self._async is None:
            import tenantry

            self._async = tenantry.AsyncClient(**self._options).namespace("production")
        return await self._async.get()

    async def gather(self) -> None:
        """A thousand of them at once."""
        import asyncio

        await asyncio.gather(*(self.get_async() for _ in range(1_000)))
