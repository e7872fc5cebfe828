"""The measurements, each of bare workerd and of the emulator in turns where they are about time."""

import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from benchmarks.emulator import bare, memory
from benchmarks.emulator.tenants import Tenants, tenants
from benchmarks.emulator.visitor import Visitor, visiting

CODE = "export default { fetch: () => new Response('hello') }"
# How often something is done in a turn, and how many turns there are: short ones, so that some of them have the machine
# to themselves.
COLD, WARM, TURNS = 8, 50, 20
LIVE = 100
DEPLOYS, REDEPLOYS = 40, 50
LARGE_BYTES, LARGE_DEPLOYS = 12 * 2**20, 10


@dataclass(frozen=True)
class Pair:
    """The same of both."""

    bare: float
    ours: float


@dataclass(frozen=True)
class Redeploys:
    """What became of requests while a tenant was deployed again and again."""

    stale: int
    """Answers of an older version to requests that were sent after the deploy of a newer one had been answered."""
    under_way: int
    """Requests that another visitor sent meanwhile."""
    lost: int
    """Those of them that were not answered."""


def cold(program: Path) -> Pair:
    """Seconds until the first answer of a Worker that does not run: of each turn the median, of all turns the best."""
    # Each is asked when more others were asked since than are kept running.
    with tenants(processes=4) as ground, visiting(ground.url) as visitor:
        paths = [ground.deploy(f"tenant-{number}", CODE) for number in range(COLD)]
        turns = [
            (median(_bare_start(program) for _ in paths), median(visitor.seconds(path) for path in paths))
            for _ in range(TURNS // 2)
        ]
        return _best(turns)


def _best(turns: Iterable[tuple[float, float]]) -> Pair:
    return Pair(*map(min, zip(*turns, strict=True)))


def _bare_start(program: Path) -> float:
    begun = time.perf_counter()
    with bare.running(program, CODE) as process, visiting(process.url) as visitor:
        visitor.get("/")
        return time.perf_counter() - begun


def after_deploy() -> float:
    """Seconds until the first answer of a tenant that was just deployed: the median of many."""
    with tenants(processes=LIVE) as ground, visiting(ground.url) as visitor:
        return median(visitor.seconds(ground.deploy(f"tenant-{number}", CODE)) for number in range(DEPLOYS))


def warm(program: Path) -> Pair:
    """Seconds of one answer of a Worker that runs: of each turn the median, of all turns the best."""
    with ExitStack() as stack:
        process = stack.enter_context(bare.running(program, CODE))
        alone = stack.enter_context(visiting(process.url))
        ground = stack.enter_context(tenants(processes=LIVE))
        visitor = stack.enter_context(visiting(ground.url))
        path = ground.deploy("tenant", CODE)
        return _best([(_median(alone, "/"), _median(visitor, path)) for _ in range(TURNS)])


def _median(visitor: Visitor, path: str) -> float:
    return median(visitor.seconds(path) for _ in range(WARM))


def live(program: Path) -> Pair:
    """Bytes that many Workers take which have all answered."""
    with bare.many(program, CODE, LIVE) as processes:
        for process in processes:
            with visiting(process.url) as visitor:
                visitor.get("/")
        alone = memory.proportional(process.pid for process in processes)
    with tenants(processes=LIVE) as ground:
        paths = [ground.deploy(f"tenant-{number}", CODE) for number in range(LIVE)]
        with visiting(ground.url) as visitor:
            for path in paths:
                visitor.get(path)
        return Pair(alone, memory.proportional(memory.runtimes()))


def beside_large_deploys() -> tuple[float, float]:
    """The slowest hundredth of GETs of the API: while nothing else is asked, and while large code is deployed."""
    line = "{ function f(x) { return x + 'some text of a bundle'.length } } // and a comment\n"
    large = line * (LARGE_BYTES // len(line)) + CODE
    with tenants(processes=LIVE) as ground:
        ground.deploy("small", CODE)
        path = urlsplit(f"{ground.emulator.url}/accounts/{ground.emulator.account_id}/workers/dispatch/namespaces").path
        headers = {"Authorization": f"Bearer {ground.emulator.api_token}"}
        with visiting(ground.emulator.url, **headers) as visitor, ThreadPoolExecutor(1) as thread:
            idle = [visitor.seconds(path) for _ in range(LARGE_DEPLOYS * WARM)]
            busy: list[float] = []
            for number in range(LARGE_DEPLOYS):
                deploying = thread.submit(ground.deploy, "large", f"{large}// {number}")
                while not deploying.done():
                    busy.append(visitor.seconds(path))
                deploying.result()
        return quantiles(idle, n=100)[-1], quantiles(busy, n=100)[-1]


def redeploys() -> Redeploys:
    """Deploy a tenant again and again while someone else visits it, and ask it after each deploy."""
    with tenants(processes=LIVE) as ground, visiting(ground.url) as visitor:
        path = ground.deploy("tenant", CODE)
        with _visits(ground, path) as others:
            stale = sum(_is_stale(ground, visitor, version) for version in range(REDEPLOYS))
    return Redeploys(stale, others.sent, others.lost)


def _is_stale(ground: Tenants, visitor: Visitor, version: int) -> bool:
    path = ground.deploy("tenant", CODE.replace("hello", f"version {version}"))
    return visitor.get(path) != f"version {version}"


@dataclass
class _Visits:
    """What someone else has seen who keeps asking."""

    sent: int = 0
    lost: int = 0


@contextmanager
def _visits(ground: Tenants, path: str) -> Iterator[_Visits]:
    visits, enough = _Visits(), threading.Event()

    def visit() -> None:
        with visiting(ground.url) as visitor:
            while not enough.is_set():
                visits.sent += 1
                try:
                    visitor.get(path)
                except RuntimeError:
                    visits.lost += 1

    thread = threading.Thread(target=visit)
    thread.start()
    try:
        yield visits
    finally:
        enough.set()
        thread.join()
