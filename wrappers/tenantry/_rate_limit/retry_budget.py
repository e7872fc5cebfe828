"""How much may be repeated: a service that is down is not asked many times over by everyone."""

from __future__ import annotations

from threading import Lock

_CAPACITY = 50.0
# Of what succeeds at once, a tenth may be repeated for long; the capacity bridges what is short.
_EARNED = 0.1


class RetryBudget:
    """Each repetition costs one; each call that succeeds earns a part of one."""

    def __init__(self) -> None:
        self._left = _CAPACITY
        self._lock = Lock()

    def earn(self) -> None:
        with self._lock:
            self._left = min(_CAPACITY, self._left + _EARNED)

    def spend(self) -> bool:
        """Whether there was something left to spend."""
        with self._lock:
            affordable = self._left >= 1
            self._left -= affordable
            return affordable
