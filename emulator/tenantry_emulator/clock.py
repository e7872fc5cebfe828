"""The time, which tests can move."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tenantry_emulator.arguments import check

# Some thirty years, in seconds: further on than any token lives.
FURTHEST = 1_000_000_000


class Clock:
    """The real time, plus as much as it was advanced; what is added to `followers` is told by how many seconds."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self.followers: set[Callable[[float], object]] = set()

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(UTC) + self._ahead

    def seconds(self) -> float:
        """This moment, as tokens count time."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Let this much time pass at once: limits end, tokens expire. It never goes back."""
        most = FURTHEST - math.ceil(self._ahead.total_seconds())
        check("clock.advance()", seconds, {"type": "number", "minimum": 0, "maximum": most})
        self._ahead += timedelta(seconds=seconds)
        for follower in [*self.followers]:
            follower(seconds)

    def reset(self) -> None:
        """Show the real time again."""
        self._ahead = timedelta()
