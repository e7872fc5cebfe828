"""Whether others have their turn while something takes long: how often they have it, however slow the machine is."""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from threading import Event, Thread
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
def turns_after(seconds: float) -> Iterator[None]:
    """A block in which a thread that computes goes on for so long while others wait.

    No time at all shows what gives no turn; all the time, what gives no turn by itself.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def turns_of_another_thread(work: Callable[[], object]) -> int:
    """How often another thread gets the lock that Python's threads share while the work is done."""
    done, turns = Event(), 0

    def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            # Lets the lock go.
            time.sleep(0)

    other = Thread(target=count)
    other.start()
    try:
        before = turns
        work()
        return turns - before
    finally:
        done.set()
        other.join()
