"""Packages whose names are imported when they are first used (PEP 562).

Making an attrs class takes more than a millisecond, and there are well over a hundred; a program needs a few.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any


def exports(
    package: str, names: Mapping[str, str], unions: Mapping[str, Sequence[str]] = {}
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of `package`; `names` says in which of its modules each name lives.

    A name that lives in the module of the same name is that module. `unions` are types made of others of them.
    """

    # Any: a class, a union of classes, a function or a module.
    def load(name: str) -> Any:
        if members := unions.get(name):
            return reduce(or_, map(load, members))
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{names[name]}")
        value = module if name == names[name] else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return load, lambda: sorted([*names, *unions])
