"""What users do with tenantry, one story a file; a function of the file's name tells it over any client.

A story uses the namespace whose name it is given, and calls whatever else it makes in the account by a name that
begins so. It leaves nothing behind, and does without what an account of one's own might lack, such as a KV namespace.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

import tenantry

Story: TypeAlias = Callable[[tenantry.Client, str], None]

# What stories send as the value of a secret, so that a search for it is a search for secrets.
CANARY = "a-canary-that-no-cassette-may-hold"


def stories() -> dict[str, Story]:
    """All of them, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: getattr(import_module(f"{__name__}.{name}"), name) for name in names}
