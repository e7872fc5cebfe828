"""Runs one contender, in its own environment; imports as little as it can, because imports are what it times.

`worker.py NAME URL ACCOUNT` says in its first line how many seconds it took to be ready to call, how many KiB it then
takes (nan where /proc does not tell), and how many seconds went by until the first answer. Then each line it is given,
`get 200`, makes it call that method that many times, and say the median of the seconds.
"""

import sys
import time


def main(name: str, url: str, account: str) -> None:
    started = time.perf_counter()
    contender = __import__(name).Contender(url, account)
    ready = time.perf_counter() - started
    memory = resident()
    contender.get()
    print(ready, memory, time.perf_counter() - started, flush=True)
    for line in sys.stdin:
        method, times = line.split()
        taken = sorted(seconds(contender, method) for _ in range(int(times)))
        print(taken[len(taken) // 2], flush=True)


def seconds(contender: object, method: str) -> float:
    work = getattr(contender, method)
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def resident() -> float:
    """What the process takes of the memory now, in KiB; what getrusage() says begins with what its parent took."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return float(next(line for line in status if line.startswith("VmRSS")).split()[1])
    except OSError:
        return float("nan")


if __name__ == "__main__":
    main(*sys.argv[1:])
