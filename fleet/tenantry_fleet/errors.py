"""What can go wrong beside what `tenantry` itself raises: everything here is a `tenantry.Error` too."""

from __future__ import annotations

import tenantry
from tenantry.errors import Outcome


class JournalError(tenantry.Error):
    """The journal cannot be opened, read or written. What it says was done was done."""

    @property
    def outcome(self) -> Outcome:
        """What became of calls that were on their way is unknown; `resume()` finds out."""
        return "unknown"


class Held(tenantry.NotSent):
    """Another process is at work on this rollout."""


class Stopped(tenantry.Error):
    """Why a rollout does not go on; its state then is `paused` or `aborted`. The engine catches it."""

    def __init__(self, state: str, why: str, *, by_person: bool = False) -> None:
        super().__init__(why)
        self.state = state
        self.is_pause: bool = by_person and state == "paused"
        """Whether somebody has paused it, so that the process at work waits."""
