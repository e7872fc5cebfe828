"""One operation over all tenants: planned, rolled out in waves, watched, stopped, and taken back.

Names are loaded when they are first used, so that this can say which extra is missing.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .errors import Held, JournalError
    from .events import Checked, Event, ScriptEnded, StateChanged, WaveBegan
    from .fleet import Fleet
    from .journal.records import Entry
    from .operations.code import deploy, put_content
    from .operations.each import each
    from .operations.operation import Operation
    from .operations.quarantine import quarantine
    from .operations.settings import add_tag, patch_settings, remove_tag, set_tags
    from .plan import Plan
    from .progress import show_progress
    from .report.report import Report
    from .rollout import Rollout
    from .selection import Selection

__all__ = ["Fleet", "Selection", "Plan", "Rollout", "Report", "Entry", "Operation"]
__all__ += ["put_content", "deploy", "patch_settings", "set_tags", "add_tag", "remove_tag", "quarantine", "each"]
__all__ += ["Held", "JournalError"]
__all__ += ["Event", "WaveBegan", "ScriptEnded", "Checked", "StateChanged", "show_progress"]

_HOMES = {
    "Fleet": "fleet",
    "Selection": "selection",
    "Plan": "plan",
    "Rollout": "rollout",
    "Report": "report.report",
    "Entry": "journal.records",
    "Operation": "operations.operation",
    **dict.fromkeys(("put_content", "deploy"), "operations.code"),
    **dict.fromkeys(("patch_settings", "set_tags", "add_tag", "remove_tag"), "operations.settings"),
    "quarantine": "operations.quarantine",
    "each": "operations.each",
    "show_progress": "progress",
    **dict.fromkeys(("Held", "JournalError"), "errors"),
    **dict.fromkeys(("Event", "WaveBegan", "ScriptEnded", "Checked", "StateChanged"), "events"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "sqlalchemy":
            text = "the fleet needs sqlalchemy: install tenantry[fleet]"
            raise ModuleNotFoundError(text, name=error.name) from error
        raise


def __dir__() -> list[str]:
    return [*globals(), *__all__]
