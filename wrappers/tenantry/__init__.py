"""Run a fleet of tenant Workers on Cloudflare's Workers for Platforms."""

from __future__ import annotations

from tenantry import bindings, errors, events, models
from tenantry._assets import Assets
from tenantry._async_surface.client import AsyncClient
from tenantry._async_surface.namespace import AsyncNamespace
from tenantry._async_surface.script import AsyncScript
from tenantry._bundle import Bundle
from tenantry._download import Saved
from tenantry._flows.deploying import DryRun
from tenantry._keep import KEEP
from tenantry._paging import AsyncPages, Pages
from tenantry._public import publish as _publish
from tenantry._script_info import ScriptInfo
from tenantry._script_name import script_name
from tenantry._surface.client import Client
from tenantry._surface.namespace import Namespace
from tenantry._surface.script import Script
from tenantry._version import __version__
from tenantry.errors import (
    BadAnswer,
    Changed,
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

__all__ = [
    # the client and its handles
    "Client",
    "Namespace",
    "Script",
    "Pages",
    # the same, async
    "AsyncClient",
    "AsyncNamespace",
    "AsyncScript",
    "AsyncPages",
    # values
    "Assets",
    "Bundle",
    "DryRun",
    "KEEP",
    "Saved",
    "ScriptInfo",
    "bindings",
    "events",
    "models",
    "script_name",
    # what can go wrong
    "errors",
    "Error",
    "NotSent",
    "NoAnswer",
    "BadAnswer",
    "Refused",
    "NotFound",
    "NamespaceNotFound",
    "ScriptNotFound",
    "SecretNotFound",
    "Exists",
    "Invalid",
    "ScriptTooLarge",
    "Denied",
    "Changed",
    "RateLimited",
    "__version__",
]

_publish(__name__, [*map(globals().get, __all__), type(KEEP)])
