"""Cloudflare's limit on API requests, with its headers.

https://developers.cloudflare.com/fundamentals/api/reference/limits/
"""

import math
from collections import deque
from dataclasses import dataclass, field

from tenantry_emulator.arguments import check_fields
from tenantry_emulator.clock import Clock
from tenantry_emulator.wire.refusals import TOO_MANY_REQUESTS, Refusal

TEXT = "Please wait and consider throttling your request speed"


@dataclass(frozen=True)
class Limit:
    """So many requests in so many seconds; who asks for more gets no answer for `blocked` seconds."""

    __module__ = "tenantry_emulator"

    requests: int = 1200
    seconds: int = 300
    blocked: int = 300

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass
class _Usage:
    """What one credential has used."""

    times: deque[float] = field(default_factory=deque)
    blocked_until: float = 0


class Meter:
    """Counts the requests of each credential."""

    def __init__(self, limit: Limit, clock: Clock, *, slides: bool) -> None:
        self._limit = limit
        self._clock = clock
        self._slides = slides
        self._accounts: dict[str, _Usage] = {}

    def count(self, identity: str) -> dict[str, str]:
        """Count one more request, and return the headers of its answer; refused if it is one too many."""
        now = self._clock.seconds()
        account = self._accounts.setdefault(identity, _Usage())
        self._forget(account.times, now)
        if now >= account.blocked_until and len(account.times) >= self._limit.requests:
            account.blocked_until = now + self._limit.blocked
        if now < account.blocked_until:
            wait = math.ceil(account.blocked_until - now)
            headers = self._headers(remaining=0, seconds=wait) | {"Retry-After": str(wait)}
            raise Refusal(TOO_MANY_REQUESTS, TEXT, headers=headers)
        account.times.append(now)
        renewal = math.ceil(account.times[0] + self._limit.seconds - now)
        return self._headers(remaining=self._limit.requests - len(account.times), seconds=renewal)

    def clear(self) -> None:
        """Forget all that was counted."""
        self._accounts.clear()

    def _forget(self, times: deque[float], now: float) -> None:
        """Drop requests that no longer count."""
        start = now - self._limit.seconds
        if self._slides:
            while times and times[0] <= start:
                times.popleft()
        elif times and times[0] <= start:
            times.clear()

    def _headers(self, *, remaining: int, seconds: int) -> dict[str, str]:
        return {
            "Ratelimit": f'"default";r={remaining};t={seconds}',
            "Ratelimit-Policy": f'"default";q={self._limit.requests};w={self._limit.seconds}',
        }
