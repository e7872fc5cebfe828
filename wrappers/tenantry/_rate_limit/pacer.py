"""When a call may be sent, and retried: one queue and one retry budget for all calls with the same credentials.

Nothing here reads a clock or waits: the time comes in, and a slot comes out.
"""

from __future__ import annotations

import heapq
import math
from threading import RLock
from typing import NamedTuple

from attrs import define, evolve, field

from tenantry._public import public
from tenantry._rate_limit.fair_share import FairShare
from tenantry._rate_limit.headers import LIMIT, WINDOW, Advice
from tenantry._rate_limit.protocol import Priority, Slot
from tenantry._rate_limit.shared import Shared
from tenantry.errors import NotSent

# One call an hour, and more calls a second than a clock can tell apart.
_SLOWEST, _FASTEST = 1 / 3_600, 1_000_000
# 95 % of the limit, and as many at once after a rest as the other 5 % leave room for.
RATE, _BURST = 3.8, 20
# Ignore slow-downs under 10 %: every answer reports slightly less budget than the one before.
_NEWS = 1.1
# While the first answer is on its way: how often the others ask for it, and how long they wait for it.
_ASK_AGAIN, _PATIENCE = 0.05, 5.0
# Rounding error of float seconds.
INSTANT = 1e-6

# How many retries there can be in a burst; of all calls that succeed, a tenth may be retried for long.
_RETRIES, _EARNED = 50.0, 0.1


class Pace(NamedTuple):
    """How fast one client sends: the seconds between two calls, and how many may go at once after a rest."""

    interval: float
    burst: int

    @classmethod
    def of(cls, rate: float) -> Pace:
        """For so many calls a second; burst and rate together stay within the limit, if the rate alone does."""
        room = LIMIT - WINDOW * rate
        return cls(1 / rate, int(max(1, min(_BURST, room))) if room >= 0 else _BURST)


class RetryBudget(Shared):
    """Each repetition costs one; each call that succeeds earns a part of one."""

    def renew(self) -> None:
        self._left = _RETRIES
        self._lock = RLock()

    def earn(self) -> None:
        with self._lock:
            self._left = min(_RETRIES, self._left + _EARNED)

    def spend(self) -> bool:
        """Whether there was something left to spend."""
        with self._lock:
            affordable = self._left >= 1
            self._left -= affordable
            return affordable


@define(eq=False, repr=False)
class _Lane:
    """The slots of one priority: when the next new one is, how far those that wait were moved, which came back."""

    next: float = -math.inf
    moved: float = 0.0
    returned: list[float] = field(factory=list)

    def move(self, seconds: float) -> None:
        self.next += seconds
        self.moved += seconds


class Queue(Shared):
    """What is known of the slots and of the budget, under one lock; pacers of several rates may share it."""

    def renew(self) -> None:
        self.lock = RLock()
        self.interactive, self.bulk = _Lane(), _Lane()
        # How often all slots were postponed; until when bulk is; and until when Cloudflare takes no call.
        self.turn = 0
        self.bulk_until = self.blocked_until = -math.inf
        # While others use the budget: how far apart our calls are, and until when; else it is the interval.
        self.slow_interval, self.slow_until = 0.0, -math.inf
        self.interval = 0.0
        # How long the last answer is news; and how long to wait for the first one.
        self.known_until = self.hold_until = -math.inf
        self.under_way, self.finished = 0, 0
        self.share = FairShare()

    def next(self, now: float, pace: Pace, earliest: float = -math.inf) -> tuple[float, float]:
        """When a call can be sent and when the one after it can, as if no bulk waited; a rest allows a burst."""
        rest = (pace.burst - 1) * pace.interval if now >= self.slow_until else 0.0
        begin = max(self.interactive.next, now - rest, earliest)
        end = begin + pace.interval
        return begin, max(end, min(begin + self.slow_interval, self.slow_until))

    def advance(self, seconds: float) -> None:
        """Let this much time pass; the slots that somebody waits for stay where they are."""
        with self.lock:
            for lane in (self.interactive, self.bulk):
                lane.next -= seconds
                lane.returned = [at - seconds for at in lane.returned]
            self.blocked_until -= seconds
            self.bulk_until -= seconds
            self.slow_until -= seconds
            self.known_until -= seconds
            self.hold_until -= seconds

    def put_off(self, until: float) -> None:
        """Postpone the queue: slots that were given are void, and reserved anew when their time comes."""
        self.turn += 1
        self.interactive.next = self.bulk.next = max(until, self.blocked_until)
        self.interactive.returned.clear()
        self.bulk.returned.clear()

    def stop_bulk(self, now: float, until: float) -> None:
        """Move the slots of bulk calls so that the first one comes then."""
        begin = max(self.bulk_until, self.interactive.next, now)
        if until > begin:
            self.bulk.move(until - begin)
            self.bulk_until = until

    def spread(self, advice: Advice, now: float) -> None:
        """Spread what is left of the budget over the time that it must last, if that is slower than we are."""
        interval = self.share.interval(advice, now, self.finished, self.under_way)
        planned = self.slow_interval if now < self.slow_until else self.interval
        if interval <= self.interval:
            self.slow_until = now
            return
        seconds = min(advice.seconds, WINDOW)
        self.slow_interval, self.slow_until = interval, now + seconds
        if interval > planned * _NEWS:
            self.put_off(now + min(interval, seconds))


@public
class LocalPacer:
    """The queue of this process, for each client that is given it: `Client(pacer=LocalPacer(rate=3.8))`.

    Cloudflare counts the requests of all tokens of a user together; where a process uses several, let their clients
    share one. `rate` is calls a second, or None for as fast as they come. Bulk calls stop, until the budget is new,
    where Cloudflare says that less than the fraction `bulk_stops_at` of it is left. Threads and event loops may share
    a pacer; a forked child begins anew. Provisional: it may change in any release. Raises NotSent for other values.
    """

    is_local = True

    def __init__(self, *, rate: float | None = RATE, bulk_stops_at: float = 0.25) -> None:
        if not (rate is None or (is_number(rate) and _SLOWEST <= rate <= _FASTEST)):
            raise NotSent("rate is a number of calls a second, such as 3.8, or None for as fast as they come.")
        if not (is_number(bulk_stops_at) and 0 <= bulk_stops_at < 1):
            raise NotSent("bulk_stops_at is a fraction of the budget, from 0 to below 1, such as 0.25.")
        self._pace = None if rate is None else Pace.of(rate)
        self._bulk_stops_at = bulk_stops_at
        self._queue = Queue()

    def blocked_until(self, now: float) -> float:
        """When Cloudflare takes calls again."""
        return self._queue.blocked_until

    def reserve(self, now: float, priority: Priority) -> Slot:
        """The first slot that is free, before all those of bulk calls if it is for an interactive one."""
        with (queue := self._queue).lock:
            if self._pace is None:
                return Slot(max(now, queue.blocked_until), priority)
            queue.interval = self._pace.interval
            bulk = queue.bulk
            lane = bulk if priority == "bulk" else queue.interactive
            while lane.returned:
                if (returned := heapq.heappop(lane.returned) + lane.moved) >= now:
                    return Slot(returned, priority, queue.turn, lane.moved)
            earliest = max(bulk.next, queue.bulk_until) if lane is bulk else -math.inf
            begin, lane.next = queue.next(now, self._pace, earliest)
            if lane is not bulk and bulk.next > begin:
                bulk.move(max(0.0, lane.next - max(begin, queue.bulk_until)))
            return Slot(max(begin, now), priority, queue.turn, lane.moved)

    def take(self, slot: Slot, now: float) -> Slot | None:
        """None for a slot that holds; another slot for one that was postponed, or that an answer is awaited for."""
        with (queue := self._queue).lock:
            lane = queue.bulk if slot.priority == "bulk" else queue.interactive
            if self._pace is None:
                if queue.blocked_until > now + INSTANT:
                    return Slot(queue.blocked_until, slot.priority)
            elif slot.turn != queue.turn:
                return self.reserve(now, slot.priority)
            elif lane.moved > slot.moved and (at := slot.at + lane.moved - slot.moved) > now + INSTANT:
                return evolve(slot, at=at, moved=lane.moved)
            elif now < queue.hold_until:
                return evolve(slot, at=now + _ASK_AGAIN, moved=lane.moved)
            else:
                if now > queue.known_until:
                    queue.known_until, queue.hold_until = now + WINDOW, now + _PATIENCE
                if lane is queue.bulk:
                    _, queue.interactive.next = queue.next(now, self._pace)
            queue.under_way += 1
            return None

    def give_back(self, slot: Slot) -> None:
        """The slot of a call that is not wanted any more: the next one of its priority may have it."""
        with (queue := self._queue).lock:
            if self._pace is not None and slot.turn == queue.turn:
                lane = queue.bulk if slot.priority == "bulk" else queue.interactive
                heapq.heappush(lane.returned, slot.at - slot.moved)

    def observe(self, advice: Advice | None, now: float, *, is_answered: bool = True) -> None:
        """Learn from an answer how fast calls may go, and until when they may not."""
        with (queue := self._queue).lock:
            if advice is not None and advice.is_refusal:
                if (until := now + advice.seconds) > queue.blocked_until:
                    queue.blocked_until = until
                    queue.known_until = -math.inf
                    queue.put_off(until)
                return
            queue.under_way -= 1
            queue.finished += 1
            if is_answered:
                queue.known_until, queue.hold_until = now + WINDOW, -math.inf
            elif now < queue.hold_until:
                # The next one shall learn it.
                queue.known_until = queue.hold_until = -math.inf
            if advice is not None:
                queue.spread(advice, now)
                if advice.remaining < self._bulk_stops_at * advice.quota:
                    queue.stop_bulk(now, now + min(advice.seconds, WINDOW))


@public
def advance_clock(seconds: float) -> None:
    """Let so many seconds pass at once, in tests, for what clients of this process know of the rate limit.

    A wait that Cloudflare asked for ends so much sooner: for the calls that come after, not for one that waits already.
    The fixture `cloudflare` does this with `cloudflare.clock.advance()`; for an emulator of your own, say
    `emulator.clock.followers.add(tenantry.advance_clock)`. Deadlines and timeouts stay as they are, and a pacer that is
    not a LocalPacer knows nothing of it. Raises NotSent for what is not a number of seconds, 0 or more.
    """
    if not (is_number(seconds) and 0 <= seconds < math.inf):
        raise NotSent("seconds is a number, 0 or more, such as 300: a clock is not put back.")
    for queue in Queue.all():
        queue.advance(seconds)


def sharing(pacer: LocalPacer, secret: str, base_url: str) -> LocalPacer:
    """The pacer, in the queue of all calls with these credentials."""
    pacer._queue = Queue.by(secret, base_url)
    return pacer


def is_number(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)
