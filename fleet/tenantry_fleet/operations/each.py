"""A function of the user's own, called with each script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tenantry
from tenantry_fleet.arguments import expect_number
from tenantry_fleet.journal.records import ScriptRecord

from .operation import Applied, Operation, digest


class Each(Operation):
    """Calls a function; nobody else knows what it does, so that it is neither repeated nor undone."""

    kind = "each"
    is_repeatable = False
    cannot_undo: tuple[str, ...] = ("what the function did",)

    def __init__(self, function: Callable[[tenantry.Script], object], calls: int) -> None:
        self.function = function
        self.calls = calls

    def saved(self) -> dict[str, Any] | None:
        """A function cannot be written down: `resume(id, operation=each(fn))` brings it again."""
        return None

    @property
    def digest(self) -> str:
        """By the name of the function."""
        return digest([self.kind, getattr(self.function, "__qualname__", type(self.function).__qualname__)])

    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """As the function does; what it raises is the script's failure."""
        self.function(script)
        return Applied(row.before_etag)


def each(function: Callable[[tenantry.Script], object], *, calls: int = 1) -> Each:
    """Call a function with a handle of each script. `calls` is how many requests it makes, for the plan.

    It runs in several threads at once. Where its outcome is unknown, it is not called again.
    """
    if not callable(function):
        raise tenantry.NotSent("each() takes a function of a Script.")
    expect_number("calls=", calls, (int,))
    return Each(function, calls)
