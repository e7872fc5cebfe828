"""Run a fleet of tenant Workers on Cloudflare's Workers for Platforms.

    client = tenantry.Client()                       # reads CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID
    production = client.namespace("production")      # a handle: sends nothing
    shop = production.script("acme-shop")            # another
    shop.deploy("dist/", compatibility_date="2026-11-01", vars={"PLAN": "pro"}, tags=["customer-acme"])

What a deploy does not mention stays (KEEP). `help(tenantry.Namespace)` and `help(tenantry.Script)` have the verbs, and
what each destroys and raises; AsyncClient has the same ones. Every failure is a `tenantry.Error`; its `outcome` says
whether what was asked may have happened, and its text what to do. `tenantry.bindings` are what a Worker finds
in `env`, `tenantry.models` what calls give and take, `tenantry.events` what `Client(on_event=…)` is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenantry import _public as _public  # old pickles need it
from tenantry._version import __version__
from tenantry_api import lazy as _lazy

if TYPE_CHECKING:
    from tenantry import bindings, errors, events, models
    from tenantry._arguments.keep import KEEP
    from tenantry._arguments.names import script_name
    from tenantry._assets.options import Assets
    from tenantry._async.client import AsyncClient
    from tenantry._async.namespace import AsyncNamespace
    from tenantry._async.script import AsyncScript
    from tenantry._code.bundle import Bundle, Saved
    from tenantry._flows.deploy import DryRun
    from tenantry._rate_limit.headers import Advice
    from tenantry._rate_limit.pacer import LocalPacer, advance_clock
    from tenantry._rate_limit.protocol import Pacer, Slot
    from tenantry._responses.builds import Build
    from tenantry._responses.paging import AsyncPages, Pages
    from tenantry._responses.script_info import ScriptInfo
    from tenantry._snapshots.differences import Difference, Differences
    from tenantry._snapshots.restoration import Restored
    from tenantry._snapshots.snapshot import Snapshot
    from tenantry._sync.client import Client
    from tenantry._sync.namespace import Namespace
    from tenantry._sync.script import Script
    from tenantry.errors import (
        BadAnswer,
        Changed,
        Conflict,
        Denied,
        Error,
        Exists,
        Invalid,
        NamespaceNotFound,
        NoAnswer,
        NotFound,
        NotSent,
        RateLimited,
        Refused,
        ScriptNotFound,
        ScriptTooLarge,
        SecretNotFound,
    )
    from tenantry_api.display import Rows

__all__ = ["Client", "Namespace", "Script", "Pages", "Rows"]
__all__ += ["AsyncClient", "AsyncNamespace", "AsyncScript", "AsyncPages"]
__all__ += ["Assets", "Build", "Bundle", "DryRun", "KEEP", "Saved", "ScriptInfo", "script_name"]
__all__ += ["Advice", "LocalPacer", "Pacer", "Slot", "advance_clock"]
__all__ += ["Snapshot", "Restored", "Difference", "Differences"]
__all__ += ["bindings", "errors", "events", "models", "__version__"]
# What can go wrong.
__all__ += ["Error", "NotSent", "NoAnswer", "BadAnswer", "Refused", "NotFound", "NamespaceNotFound", "ScriptNotFound"]
__all__ += ["SecretNotFound", "Exists", "Invalid", "ScriptTooLarge", "Denied", "Conflict", "Changed", "RateLimited"]

# Where each of these is; all others are errors. Each is imported when it is first used: a program needs a few of them.
_MODULES = {
    "bindings": "bindings",
    "errors": "errors",
    "events": "events",
    "models": "models",
    "KEEP": "_arguments.keep",
    "script_name": "_arguments.names",
    "Assets": "_assets.options",
    "AsyncClient": "_async.client",
    "AsyncNamespace": "_async.namespace",
    "AsyncScript": "_async.script",
    "Bundle": "_code.bundle",
    "Saved": "_code.bundle",
    "DryRun": "_flows.deploy",
    "Build": "_responses.builds",
    "Rows": "_flow",
    "Advice": "_rate_limit.headers",
    "LocalPacer": "_rate_limit.pacer",
    "advance_clock": "_rate_limit.pacer",
    "Pacer": "_rate_limit.protocol",
    "Slot": "_rate_limit.protocol",
    "AsyncPages": "_responses.paging",
    "Pages": "_responses.paging",
    "ScriptInfo": "_responses.script_info",
    "Difference": "_snapshots.differences",
    "Differences": "_snapshots.differences",
    "Restored": "_snapshots.restoration",
    "Snapshot": "_snapshots.snapshot",
    "Client": "_sync.client",
    "Namespace": "_sync.namespace",
    "Script": "_sync.script",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy.exports(__name__, {name: _MODULES.get(name, "errors") for name in __all__})
