"""Runs one contender, in its own environment; imports as little as it can, because imports are what it times.

`worker.py NAME URL ACCOUNT` says in its first line how many seconds it took to be ready to call, how many KiB it then
takes (nan where /proc does not tell), and how many seconds it took until the first answer. Then each line it is given,
`get 200`, makes it call that method that many times, and say the median of the seconds; nan if it has none. Seconds
are those of the processor: what else the machine does, and the server, count little.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

# What `inspect.CO_COROUTINE` says; the module is large.
COROUTINE = 0x80


def main(name: str, url: str, account: str) -> None:
    started = time.process_time()
    contender = __import__(name).Contender(url, account)
    ready = time.process_time() - started
    memory = resident()
    contender.get()
    print(ready, memory, time.process_time() - started, flush=True)
    run = None
    for line in sys.stdin:
        method, times = line.split()
        work = getattr(contender, method, None)
        if work is None:
            taken = [float("nan")]
        elif getattr(work, "__code__", seconds.__code__).co_flags & COROUTINE:
            run = run or loop()
            taken = run(awaited(work, int(times)))
        else:
            taken = [seconds(work) for _ in range(int(times))]
        print(sorted(taken)[len(taken) // 2], flush=True)


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


async def awaited(work: Callable[[], Awaitable[object]], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        started = time.process_time()
        await work()
        taken.append(time.process_time() - started)
    return taken


def loop() -> Callable[[Coroutine[object, object, list[float]]], list[float]]:
    """Runs coroutines one after another in one event loop, so that connections stay."""
    import asyncio

    return asyncio.Runner().run


def resident() -> float:
    """What the process takes of the memory now, in KiB; what getrusage() says begins with what its parent took."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return float(next(line for line in status if line.startswith("VmRSS")).split()[1])
    except OSError:
        return float("nan")


if __name__ == "__main__":
    main(*sys.argv[1:])
