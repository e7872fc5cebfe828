# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Cloudflare Workers for Platforms: every operation, low-level, in a blocking and an async flavour.

`api.<tag>.<operation>` has `request`, which makes a `types.Call` and sends nothing, `parse`, which reads the answer,
and four functions that send. Nothing is imported before it is used.
"""

from typing import TYPE_CHECKING

from . import lazy

API_VERSION = "2026-11-27"
"""The day on which Cloudflare's documentation was read."""

BASE_URL = "https://api.cloudflare.com/client/v4"

if TYPE_CHECKING:
    from . import api as api
    from . import errors as errors
    from . import models as models
    from . import types as types
    from .client import AuthenticatedClient as AuthenticatedClient
    from .client import Client as Client
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "AuthenticatedClient": "client",
            "Client": "client",
            "api": "api",
            "errors": "errors",
            "models": "models",
            "types": "types",
        },
    )

__all__ = ["API_VERSION", "BASE_URL", "AuthenticatedClient", "Client", "api", "errors", "models", "types"]
