"""Cloudflare's side of the wire, on this machine: for development and tests, never for untrusted code.

Names are loaded when they are first used. pytest loads this package for everyone who has tenantry, and without the
extra `tenantry[emulator]` it has to stay silent.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .context.faults import Fault
    from .context.guesses import Guesses
    from .context.rate_limit import Limit
    from .context.recorded import RecordedRequest
    from .emulator import Emulator
    from .errors import EmulatorError, NotRunning, NotStarted, WrongArgument
    from .runtime.bounds import Bounds
    from .vcr import same_upload

__all__ = [
    "Bounds",
    "Emulator",
    "EmulatorError",
    "Fault",
    "Guesses",
    "Limit",
    "NotRunning",
    "NotStarted",
    "RecordedRequest",
    "WrongArgument",
    "same_upload",
]

_HOMES = {
    "Bounds": "runtime.bounds",
    "Emulator": "emulator",
    "EmulatorError": "errors",
    "Fault": "context.faults",
    "Guesses": "context.guesses",
    "Limit": "context.rate_limit",
    "NotRunning": "errors",
    "NotStarted": "errors",
    "RecordedRequest": "context.recorded",
    "WrongArgument": "errors",
    "same_upload": "vcr",
}
_OF_THE_EXTRA = {"json5", "jsonschema_rs", "psutil", "starlette", "uvicorn"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in _OF_THE_EXTRA:
            text = f"the emulator needs {package}: install tenantry[emulator]"
            raise ModuleNotFoundError(text, name=error.name) from error
        raise


def __dir__() -> list[str]:
    return [*globals(), *__all__]
