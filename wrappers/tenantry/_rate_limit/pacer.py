"""When a call may be sent, and retried: one queue and one retry budget for all calls with the same credentials.

Nothing here reads a clock or waits: the time comes in, and a slot comes out.
"""

from __future__ import annotations

import heapq
import math
from threading import Lock

from attrs import frozen

from tenantry._rate_limit.fair_share import FairShare
from tenantry._rate_limit.headers import Advice
from tenantry.errors import Answer

# Requests in five minutes, of a user; more, and all are refused for the next five.
# https://developers.cloudflare.com/fundamentals/api/reference/limits/
LIMIT, WINDOW = 1_200, 300.0

_BURST = 20
# Ignore slow-downs under 10 %: every answer reports slightly less budget than the one before.
_NEWS = 1.1

# How many retries there can be in a burst; of all calls that succeed, a tenth may be retried for long.
_RETRIES, _EARNED = 50.0, 0.1


@frozen
class Pace:
    """How fast one client sends: the seconds between two calls, and how many may go at once after a rest."""

    interval: float
    burst: int

    @classmethod
    def of(cls, rate: float) -> Pace:
        """For so many calls a second; burst and rate together stay within the limit, if the rate alone does."""
        room = LIMIT - WINDOW * rate
        return cls(1 / rate, int(max(1, min(_BURST, room))) if room >= 0 else _BURST)


@frozen
class Slot:
    """A time at which one call may be sent, unless the queue was postponed since."""

    at: float
    generation: int


@frozen
class Blocked:
    """The time before which Cloudflare takes no call, and the answer that said so."""

    until: float
    answer: Answer


class RetryBudget:
    """Each repetition costs one; each call that succeeds earns a part of one."""

    def __init__(self) -> None:
        self._left = _RETRIES
        self._lock = Lock()

    def earn(self) -> None:
        with self._lock:
            self._left = min(_RETRIES, self._left + _EARNED)

    def spend(self) -> bool:
        """Whether there was something left to spend."""
        with self._lock:
            affordable = self._left >= 1
            self._left -= affordable
            return affordable


class Pacer:
    """The queue; shared by threads and event loops."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Begin anew, as in a forked child, where another thread may have held the lock."""
        self.retries = RetryBudget()
        self._lock = Lock()
        self._blocked: Blocked | None = None
        # When the next new slot is; slots that were given back; and how often the queue was postponed.
        self._next = -math.inf
        self._returned: list[float] = []
        self._generation = 0
        # While others use the budget: how far apart our calls are, and until when.
        self._slow_interval, self._slow_until = 0.0, -math.inf
        self._interval = 0.0
        self._under_way, self._finished = 0, 0
        self._share = FairShare()

    def reserve(self, now: float, pace: Pace) -> Slot:
        """The first slot that is free."""
        with self._lock:
            self._interval = pace.interval
            while self._returned:
                if (returned := heapq.heappop(self._returned)) >= now:
                    return Slot(returned, self._generation)
            rest = 0.0 if now < self._slow_until else (pace.burst - 1) * pace.interval
            begin = max(self._next, now - rest)
            self._next = begin + pace.interval
            if begin < self._slow_until:
                self._next = max(self._next, min(begin + self._slow_interval, self._slow_until))
            return Slot(max(begin, now), self._generation)

    def take(self, slot: Slot) -> bool:
        """Whether the slot, whose time has come, still holds."""
        with self._lock:
            return slot.generation == self._generation

    def give_back(self, slot: Slot) -> None:
        """The slot of a call that is not wanted any more: the next one may have it."""
        with self._lock:
            if slot.generation == self._generation:
                heapq.heappush(self._returned, slot.at)

    def started(self) -> None:
        """A call is sent."""
        with self._lock:
            self._under_way += 1

    def finished(self) -> None:
        """A call has its answer, or will have none."""
        with self._lock:
            self._under_way -= 1
            self._finished += 1

    def blocked(self, now: float) -> Blocked | None:
        """Whether Cloudflare takes no calls now, and until when."""
        with self._lock:
            return self._blocked if self._blocked and now < self._blocked.until else None

    def block(self, until: float, answer: Answer) -> None:
        """Cloudflare refuses all calls until then."""
        with self._lock:
            if self._blocked is None or until > self._blocked.until:
                self._blocked = Blocked(until, answer)
                self._put_off(until)

    def observe(self, advice: Advice, now: float) -> None:
        """Spread what is left of the budget over the time that it must last, if that is slower than we are."""
        with self._lock:
            seconds = min(advice.seconds, WINDOW)
            interval = self._share.interval(advice, now, self._finished, self._under_way)
            planned = self._slow_interval if now < self._slow_until else self._interval
            if interval <= self._interval:
                self._slow_until = now
                return
            self._slow_interval, self._slow_until = interval, now + seconds
            if interval > planned * _NEWS:
                self._put_off(now + min(interval, seconds))

    def _put_off(self, until: float) -> None:
        """Postpone the queue: slots that were given are void, and reserved anew when their time comes."""
        self._generation += 1
        self._returned.clear()
        self._next = max(until, self._blocked.until if self._blocked else until)
