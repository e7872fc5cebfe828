"""Runs the contenders in turns, so that what else the machine does falls on all of them alike."""

import math
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.answers import ACCOUNT
from benchmarks.environments import ROOT, Environment

# A contender is a module of this name; some are the same one, in another environment.
MODULES = {"fast": "ours"}
WORKER = Path(__file__).parent / "contenders" / "worker.py"
READY, MEMORY, FIRST = "ready to call", "  memory it then takes", "  until its first answer"
GET, AWAITED, GATHERED = "one small call", "  the same, async", "  1,000 at once, async"
ROWS, NAMES, FIELDS = "a list of 10,000 scripts", "  and the name of each", "  and all that rows say"

# How often each is done in one turn, of which the median counts, and how many turns there are.
STARTS = 15
CALLS = {
    GET: ("get", 50, 25),
    AWAITED: ("get_async", 50, 25),
    GATHERED: ("gather", 1, 9),
    ROWS: ("rows", 1, 9),
    NAMES: ("names", 1, 9),
    FIELDS: ("fields", 1, 9),
}

# The figure of each turn, by what it is of. Contenders take turns, so that their figures of one turn are a pair.
Figures = dict[str, list[float]]


def measured(contenders: Mapping[str, Environment]) -> dict[str, Figures]:
    """All figures of each contender for each thing, in seconds of the processor and in KiB."""
    found: dict[str, Figures] = {name: {} for name in contenders}
    with _talking([sys.executable, "-m", "benchmarks.server"]) as server:
        url = server.line()
        for name, figures in _turns(contenders, url):
            for what, figure in figures.items():
                if not math.isnan(figure):
                    found[name].setdefault(what, []).append(figure)
    return found


def _turns(contenders: Mapping[str, Environment], url: str) -> Iterator[tuple[str, dict[str, float]]]:
    for _ in range(STARTS):
        for name, environment in contenders.items():
            with _worker(name, environment, url) as worker:
                yield name, worker.first
    with ExitStack() as stack:
        workers = {name: stack.enter_context(_worker(name, at, url)) for name, at in contenders.items()}
        for what, (method, times, turns) in CALLS.items():
            for _ in range(turns):
                for name, worker in workers.items():
                    yield name, {what: worker.median(method, times)}


class _Talk:
    """A process that is told a line, and answers with one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._told, self._said = process.stdin, process.stdout

    def line(self) -> str:
        if line := self._said.readline().strip():
            return line
        raise RuntimeError("a process of the benchmark ended without an answer; its error stands above")

    def median(self, method: str, times: int) -> float:
        self._told.write(f"{method} {times}\n")
        self._told.flush()
        return float(self.line())


class _Worker(_Talk):
    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__(process)
        figures = map(float, self.line().split())
        self.first: dict[str, float] = dict(zip((READY, MEMORY, FIRST), figures, strict=True))


@contextmanager
def _talking(command: list[str]) -> Iterator[_Talk]:
    with _process(command) as process:
        yield _Talk(process)


@contextmanager
def _worker(name: str, environment: Environment, url: str) -> Iterator[_Worker]:
    # -E: no PYTHONPATH, where another tenantry may lie.
    command = [str(environment.python), "-E", str(WORKER), MODULES.get(name, name), url, ACCOUNT]
    with _process(command) as process:
        yield _Worker(process)


@contextmanager
def _process(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """It ends when its standard input does."""
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        yield process
