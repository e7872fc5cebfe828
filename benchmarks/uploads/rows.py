"""The rows of the table: each a thing, what it took beside what it is compared with, and what it must reach."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

# Any: each thing that is measured has figures of its own form.
from typing import Any

from benchmarks.environments import ROOT, Environment
from benchmarks.uploads.sources import MB, large, many

LARGE = 60 * MB
# Modules of 60 MB by where their `export` is, what they are called here, and whether the search ends early.
MODULES = {
    "first": ("deploy 60 MB, export in the first 64 kB", True),
    "last": ("  in the last 64 kB", True),
    "middle": ("  in the middle", False),
    "absent": ("  absent", False),
    "dense": ("  exports.x, important on every line", False),
    "minified": ("  minified, with addEventListener", False),
}


@dataclass(frozen=True)
class Row:
    """Medians, in ms or MB, and how far the middle half of the turns lies apart in ours."""

    what: str
    unit: str
    beside: float | None
    ours: float
    spread: float
    limit: float
    """What ours must not exceed."""
    must: str
    """The limit, in words."""

    @property
    def is_met(self) -> bool:
        return self.ours <= self.limit

    def __str__(self) -> str:
        beside = "" if self.beside is None else f"{self.beside:.2f} {self.unit}"
        factor = f"x {self.ours / self.beside:.2f}" if self.beside else ""
        figure = f"{self.ours:.2f} {self.unit} ± {self.spread:.2f}"
        verdict = "" if self.is_met else "  MISSED"
        return f"{self.what:42}{beside:>12}{figure:>22}{factor:>9}  {self.must}{verdict}"

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "is_met": self.is_met}


def rows(at: Environment) -> Iterator[Row]:
    """All rows, measured one after another."""
    server = [sys.executable, "-m", "benchmarks.uploads.server"]
    with subprocess.Popen(server, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        assert process.stdin
        url = process.stdout.readline().strip()
        measure = _measuring(at)
        yield _paired("deploy 200 kB", measure("pair", url, "first", 200_000, 300), "≤ 1.5 x", lambda bare: 1.5 * bare)
        for kind, (what, ends_early) in MODULES.items():
            must = "≤ 1.15 x" if ends_early else "≤ + 2 ms per MB"
            limit = _times_1_15 if ends_early else _two_more_per_mb
            yield _paired(what, measure("pair", url, kind, LARGE, 7), must, limit)
        bare, ours = (measure("peak", url, contender) for contender in ("bare", "ours"))
        yield Row("  memory it takes at most", "MB", bare, ours, 0.0, bare + 8, "≤ + 8 MB")
        yield from _of_assets(measure, url)
        process.stdin.close()


def _of_assets(measure: Callable[..., Any], url: str) -> Iterator[Row]:
    yield _longest("  longest pause of an event loop", measure("pauses", url, "-", 5))
    with TemporaryDirectory() as folder:
        many(Path(folder))
        yield _paired("manifest of 10,000 assets", measure("manifest", folder, 5), "≤ 1.0 x", lambda bare: bare)
    with TemporaryDirectory() as folder:
        large(Path(folder))
        yield _longest("1 GB of assets: longest pause", measure("pauses", url, folder, 5))


def _times_1_15(bare: float) -> float:
    return 1.15 * bare


def _two_more_per_mb(bare: float) -> float:
    return bare + 2 * LARGE / MB


def _measuring(at: Environment) -> Callable[..., Any]:
    def measure(what: str, *arguments: object) -> Any:
        # -E: no PYTHONPATH, where another tenantry may lie.
        command = [str(at.python), "-E", "-m", "benchmarks.uploads.worker", what, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
        return json.loads(done.stdout)

    return measure


def _paired(what: str, seconds: dict[str, list[float]], must: str, limit: Callable[[float], float]) -> Row:
    bare, ours = ([1000 * each for each in seconds[name]] for name in ("bare", "ours"))
    return Row(what, "ms", median(bare), median(ours), _spread(ours), limit(median(bare)), must)


def _longest(what: str, seconds: list[float]) -> Row:
    pauses = [1000 * each for each in seconds]
    return Row(what, "ms", None, min(pauses), _spread(pauses), 20.0, "≤ 20 ms")


def _spread(figures: list[float]) -> float:
    low, _, high = quantiles(figures, n=4)
    return (high - low) / 2
