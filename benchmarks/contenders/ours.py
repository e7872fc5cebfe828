"""tenantry, as its users call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenantry import ScriptInfo


class Contender:
    """Imports and connections are made here, so that their time can be taken."""

    def __init__(self, url: str, account: str) -> None:
        import tenantry

        # No queue: the server here has no limit to keep to.
        client = tenantry.Client(base_url=url, account_id=account, api_token="none", rate=None)
        self._namespace = client.namespace("production")
        self.get = self._namespace.get

    def rows(self) -> list[ScriptInfo]:
        """All scripts of the namespace, in pages of 1,000."""
        return self._namespace.list_scripts().all()

    def names(self) -> list[str | None]:
        """Their names."""
        return [script.name for script in self._namespace.list_scripts()]
