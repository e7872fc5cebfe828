"""Requests whose answers are late because a fault says so."""

import asyncio


class Delays:
    """Ends all waits at once where the emulator forgets everything, or stops."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[bool]] = set()

    async def wait(self, seconds: float) -> bool:
        """Let the time pass; whether the request still counts: not one of a state that is forgotten meanwhile."""
        end: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.add(end)
        try:
            return await asyncio.wait_for(end, seconds)
        except TimeoutError:
            return True
        finally:
            self._waiting.discard(end)

    def end(self, *, still_counts: bool) -> None:
        """Let no request wait any longer."""
        for end in self._waiting:
            if not end.done():
                end.set_result(still_counts)
