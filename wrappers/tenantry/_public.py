"""Public names say the module that users import them from, and old pickles find what has moved since."""

import sys
from importlib import import_module
from types import ModuleType
from typing import ForwardRef, TypeVar

T = TypeVar("T")


def public(value: T) -> T:
    """Let a class or a function of a private module name the package as its own, as httpx does.

    So a traceback and a pickle say `tenantry.Bundle`, wherever its file moves. `typing.get_type_hints` looks the
    annotations of a class up in the module that the class names: these keep the one they were written in.
    """
    if isinstance(value, type):
        for name, written in vars(value).get("__annotations__", {}).items():
            value.__annotations__[name] = ForwardRef(written, module=value.__module__)
    value.__module__ = "tenantry"
    return value


class _Moved(ModuleType):
    """A module that has moved: pickles of version 0.1 name it."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(_MOVED[self.__name__]), name)


_MOVED = {
    "tenantry._bundle": "tenantry._code.bundle",
    "tenantry._keep": "tenantry._arguments.keep",
    "tenantry._script_info": "tenantry._responses.script_info",
}
sys.modules.update((old, _Moved(old)) for old in _MOVED)
