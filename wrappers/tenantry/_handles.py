"""Handles that others make, each imported when it is first used: what a script can do is most of what there is."""

from typing import TYPE_CHECKING

from tenantry_api import lazy

if TYPE_CHECKING:
    from tenantry._async.script import AsyncScript
    from tenantry._sync.script import Script
else:
    __getattr__, __dir__ = lazy.exports("tenantry", {"AsyncScript": "_async.script", "Script": "_sync.script"})

__all__ = ["AsyncScript", "Script"]
