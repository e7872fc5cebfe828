"""Our share of a budget that others may use too: the same user's dashboard, or another process."""

import math

from attrs import define, frozen

from tenantry._rate_limit.headers import Advice

# What is left over: others may take some between two answers of ours.
_SPARE = 5
# Seconds; in a shorter time, a few calls of others would look like many.
_SHORTEST = 10.0


@frozen(eq=False, repr=False)
class _Begin:
    """What was left when this window was first seen, and how many of our calls had their answers then."""

    remaining: int
    time: float
    finished: int


@define(eq=False, repr=False)
class FairShare:
    """Watches how the budget shrinks, and how much of that is not ours."""

    _begin: _Begin | None = None
    _last: int = 0

    def interval(self, advice: Advice, now: float, finished: int, under_way: int) -> float:
        """How far apart our calls must be for the budget to last; infinite where nothing is left for us."""
        if self._begin is None or advice.remaining > self._last:
            self._begin = _Begin(advice.remaining, now, finished)
        self._last = advice.remaining
        theirs = self._begin.remaining - advice.remaining - (finished - self._begin.finished) - under_way
        rate = max(0, theirs) / max(_SHORTEST, now - self._begin.time)
        ours = advice.remaining - under_way - _SPARE - rate * advice.seconds
        return advice.seconds / ours if ours > 0 else math.inf
