"""What clients and handles name and seldom need: imported when it is first used."""

from typing import TYPE_CHECKING

import tenantry_api
from tenantry_api import lazy

if TYPE_CHECKING:
    from tenantry import events
    from tenantry._async.script import AsyncScript
    from tenantry._flows import scripts
    from tenantry._responses.builds import Build
    from tenantry._responses.paging import AsyncPages, Pages
    from tenantry._responses.script_info import ScriptInfo
    from tenantry._sync.script import Script
    from tenantry_api.client import Client as RawClient
else:
    _flows, _ = lazy.exports("tenantry._flows", {"scripts": "scripts"})
    _ours, _ = lazy.exports(
        "tenantry",
        {
            "AsyncPages": "_responses.paging",
            "AsyncScript": "_async.script",
            "Build": "_responses.builds",
            "Pages": "_responses.paging",
            "Script": "_sync.script",
            "ScriptInfo": "_responses.script_info",
            "events": "events",
        },
    )

    def __getattr__(name: str) -> object:
        if name == "RawClient":
            return tenantry_api.Client
        return _flows(name) if name == "scripts" else _ours(name)


__all__ = ["AsyncPages", "AsyncScript", "Build", "Pages", "RawClient", "Script", "ScriptInfo"]
__all__ += ["events", "scripts"]
