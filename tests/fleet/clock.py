"""A clock that goes only while somebody waits: hours pass at once."""

import threading
from collections.abc import Callable
from typing import Literal

import tenantry


class VirtualClock:
    """What it shows is where it began and the sum of all waits; `after` has something happen on the way.

    `also` is told how much time has passed, such as another clock.
    """

    def __init__(self, also: Callable[[float], object] = lambda _: None) -> None:
        self._also = also
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
        self._also(seconds)
        for do in due:
            do()

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Have something happen once so much time has passed."""
        with self._lock:
            self._plans.append((self._now + seconds, do))


class OnVirtualTime:
    """A pacer that waits on a virtual clock before it gives leave, so that hours of its pace pass at once.

    One call at a time: the waits of several would add up.
    """

    is_local = False

    def __init__(self, pacer: tenantry.Pacer, clock: VirtualClock) -> None:
        self._pacer = pacer
        self._clock = clock

    def reserve(self, now: float, priority: Literal["interactive", "bulk"]) -> tenantry.Slot:
        """The call's turn, which has come."""
        slot: tenantry.Slot | None = self._pacer.reserve(self._clock.now(), priority)
        while slot is not None:
            if (seconds := slot.at - self._clock.now()) > 0:
                self._clock.wait(seconds)
            slot = self._pacer.take(slot, self._clock.now())
        return tenantry.Slot(now, priority)

    def take(self, slot: tenantry.Slot, now: float) -> None:
        """It has leave."""

    def give_back(self, slot: tenantry.Slot) -> None:
        """It was used up."""

    def observe(self, advice: tenantry.Advice | None, now: float, *, is_answered: bool = True) -> None:
        """Handed on."""
        self._pacer.observe(advice, self._clock.now(), is_answered=is_answered)

    def blocked_until(self, now: float) -> float:
        """As seen from the time that the client goes by."""
        return now + max(0.0, self._pacer.blocked_until(self._clock.now()) - self._clock.now())
