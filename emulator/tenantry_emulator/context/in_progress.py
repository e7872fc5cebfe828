"""Requests that are being answered, and those of them that are late because a fault says so."""

import asyncio
import contextlib
from collections.abc import Iterator


class InProgress:
    """Ends them all where the emulator forgets everything; ends their delays where it stops."""

    def __init__(self) -> None:
        self._requests: set[asyncio.Task[object]] = set()
        self._is_closing = asyncio.Event()

    @contextlib.contextmanager
    def request(self) -> Iterator[None]:
        """A block that answers one, in a task of its own."""
        task = asyncio.current_task()
        assert task
        self._requests.add(task)
        try:
            yield
        finally:
            self._requests.discard(task)

    async def delay(self, seconds: float) -> None:
        """Let the time pass; no longer than until the emulator is closed."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._is_closing.wait(), seconds)

    @property
    def is_closing(self) -> bool:
        """Whether the emulator stops."""
        return self._is_closing.is_set()

    def end_delays(self) -> None:
        """Let no request wait any longer."""
        self._is_closing.set()

    async def end(self) -> None:
        """End them, and return when none of them can change anything any more."""
        while requests := [*self._requests]:
            for request in requests:
                request.cancel()
            await asyncio.wait(requests)
