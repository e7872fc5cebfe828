"""A clock that goes only while somebody sleeps, for drivers that send over real sockets."""

import threading


class Clock:
    """What it shows is the sum of all sleeps."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._time = 0.0
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        return self._time

    def sleep(self, halted: threading.Event, seconds: float) -> None:
        with self._lock:
            self._time += seconds
            self.sleeps.append(seconds)

    async def asleep(self, seconds: float) -> None:
        self._time += seconds
        self.sleeps.append(seconds)
