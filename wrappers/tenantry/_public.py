"""Public names say the module that users import them from, and old pickles find what has moved since."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import FunctionType
from typing import ForwardRef


def publish(package: str, values: Iterable[object]) -> None:
    """Let classes and functions of private modules name the package as theirs, as httpx does.

    So a traceback and a pickle say `tenantry.Bundle`, wherever its file moves. `typing.get_type_hints` looks the
    annotations of a class up in the module that the class names: these keep the one they were written in.
    """
    for value in values:
        if isinstance(value, type | FunctionType) and value.__module__.startswith(f"{package}._"):
            if isinstance(value, type):
                for name, text in vars(value).get("__annotations__", {}).items():
                    value.__annotations__[name] = ForwardRef(text, module=value.__module__)
            value.__module__ = package


# Modules that pickles of version 0.1 name, and where what they hold stands now.
_MOVED = {"_bundle": "_code.bundle", "_keep": "_arguments.keep", "_script_info": "_responses.script_info"}


def remember_moved(package: str) -> None:
    """Let pickles that were made before these modules moved be read."""
    for old, new in _MOVED.items():
        sys.modules[f"{package}.{old}"] = sys.modules[f"{package}.{new}"]
