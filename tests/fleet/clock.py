"""A clock that goes only while somebody waits: hours pass at once."""

import threading
from collections.abc import Callable


class VirtualClock:
    """What it shows is where it began and the sum of all waits; `at` has something happen on the way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 1_800_000_000.0
        self._plans: list[tuple[float, Callable[[], object]]] = []
        self.waits: list[float] = []

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now

    def wait(self, seconds: float) -> None:
        """Let the time pass, and what is due in it happen."""
        with self._lock:
            self._now += seconds
            self.waits.append(seconds)
            due = [do for time, do in self._plans if time <= self._now]
            self._plans = [(time, do) for time, do in self._plans if time > self._now]
        for do in due:
            do()

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Have something happen once so much time has passed."""
        with self._lock:
            self._plans.append((self._now + seconds, do))
