"""The time: what o'clock it is, and waiting. Tests bring a clock that goes only while somebody waits."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

# Seconds of a wait of which somebody who watches is told.
WORTH_SAYING = 2.0


class Clock(Protocol):
    """What a rollout asks of a clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        ...

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        ...


class RealClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


def moment(seconds: float | None) -> str | None:
    """A time as people and other programs read it, in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
