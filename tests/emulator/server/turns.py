"""Whether others have their turn while something takes long: how often they have it, however slow the machine is."""

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any


async def turns_beside(work: Coroutine[Any, Any, object]) -> int:
    """How often the event loop comes around while the work is done."""
    working, turns = asyncio.create_task(work), 0
    while not working.done():
        await asyncio.sleep(0)
        turns += 1
    await working
    return turns


@contextmanager
def turns_often() -> Iterator[None]:
    """A block in which threads get their turn at the next opportunity, so that what gives none shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.00001)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
