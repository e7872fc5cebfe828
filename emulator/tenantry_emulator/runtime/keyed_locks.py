"""Locks by name: one request at a time changes a script, and a process starts once the one before has ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class KeyedLocks:
    """A lock for each key; different keys do not wait for each other."""

    def __init__(self) -> None:
        # A lock that nobody holds or waits for is forgotten.
        self._locks: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, *names: str) -> AsyncIterator[None]:
        """Hold the lock of these names."""
        lock = self._locks.get(names) or self._locks.setdefault(names, asyncio.Lock())
        async with lock:
            yield
