"""What clients and handles name and seldom need: imported when it is first used."""

from typing import TYPE_CHECKING

import tenantry_api
from tenantry_api import lazy

if TYPE_CHECKING:
    from tenantry import events
    from tenantry._async.script import AsyncScript
    from tenantry._sync.script import Script
    from tenantry_api.client import Client as RawClient
else:
    _ours, _ = lazy.exports("tenantry", {"AsyncScript": "_async.script", "Script": "_sync.script", "events": "events"})

    def __getattr__(name: str) -> object:
        return tenantry_api.Client if name == "RawClient" else _ours(name)


__all__ = ["AsyncScript", "RawClient", "Script", "events"]
