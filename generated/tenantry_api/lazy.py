# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Packages whose names are imported when they are first used (PEP 562).

Making an attrs class takes more than a millisecond, and there are well over a hundred; a program needs a few.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def exports(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of `package`; `names` says in which of its modules each name lives.

    A name that lives in the module of the same name is that module.
    """

    def load(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{names[name]}")
        value: object = module if name == names[name] else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return load, lambda: sorted(names)
