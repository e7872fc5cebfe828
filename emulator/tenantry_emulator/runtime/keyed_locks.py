"""Whose turn it is to change a script: a version is tried before it is used, and others wait meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class KeyedLocks:
    """One change at a time for each script; different scripts do not wait for each other."""

    def __init__(self) -> None:
        # A lock that nobody holds or waits for is gone.
        self._locks: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, *names: str) -> AsyncIterator[None]:
        """Hold the turn of the script of these names."""
        lock = self._locks.get(names) or self._locks.setdefault(names, asyncio.Lock())
        async with lock:
            yield
