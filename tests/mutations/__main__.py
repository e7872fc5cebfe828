"""`python -m tests.mutations AREA`: how many mutants of an area its tests notice, and which ones they do not."""

import argparse
import os
import random
import subprocess
import sys
import time
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import field, frozen

from tests.mutations.operators import Mutant, mutants

AREAS = Path(__file__).with_name("areas.toml")

# What pytest says by its exit status: https://docs.pytest.org/en/stable/reference/exit-codes.html
_PASSED, _FAILED = 0, 1


@frozen
class Area:
    """Modules, and the tests that are about them."""

    files: list[str]
    tests: list[str]
    survives: dict[str, str] = field(factory=dict)
    """Why no test can notice a mutant: it does the same as the module."""


@frozen
class Trial:
    """A mutant, and where it is."""

    file: str
    number: int
    mutant: Mutant

    @property
    def known_as(self) -> str:
        return f"{Path(self.file).name} {self.mutant}"

    def verdict(self, area: Area, patience: float) -> str:
        status = _pytest(area.tests, patience, MUTANT=f"{self.file}:{self.number}")
        if status == _PASSED:
            return "explained" if self.known_as in area.survives else "survived"
        # One that cannot even be imported says nothing of the tests.
        return "killed" if status in (_FAILED, None) else "stillborn"


def _pytest(tests: list[str], patience: float | None = None, **environment: str) -> int | None:
    """The exit status; None where it took too long."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "tests.mutations.plugin", "-p", "no:cacheprovider"]
    try:
        ended = subprocess.run(
            [*command, *tests],
            check=False,
            timeout=patience,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return None
    return ended.returncode


def _drawn(area: Area, count: int, seed: int) -> list[Trial]:
    """So many of all mutants, the same ones for the same seed."""
    every = [
        Trial(file, number, mutant)
        for file in area.files
        for number, mutant in enumerate(mutants(Path(file).read_text("utf-8")))
    ]
    print(f"{len(every)} mutants of {', '.join(area.files)}")
    return sorted(random.Random(seed).sample(every, min(count, len(every))), key=lambda trial: every.index(trial))


def main() -> None:
    areas = {name: Area(**area) for name, area in tomllib.loads(AREAS.read_text("utf-8")).items()}
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("area", choices=areas)
    parser.add_argument("--count", type=int, default=100, help="how many are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    options = parser.parse_args()
    area = areas[options.area]

    began = time.monotonic()
    if _pytest(area.tests) != _PASSED:
        sys.exit(f"These tests have to pass before anything is changed: {' '.join(area.tests)}")
    patience = 20 + 5 * (time.monotonic() - began)
    trials = _drawn(area, options.count, options.seed)
    verdicts = Counter[str]()
    with ThreadPoolExecutor(options.at_once) as threads:
        for trial, verdict in zip(trials, threads.map(lambda one: one.verdict(area, patience), trials), strict=True):
            verdicts[verdict] += 1
            print(f"{verdict:9}  {trial.file}:{trial.mutant.line}  {trial.mutant}", flush=True)
    killed, alive = verdicts["killed"], verdicts["survived"] + verdicts["explained"]
    print(f"{dict(verdicts)}: {killed / max(1, killed + alive):.1%} of those that can be imported were killed")


if __name__ == "__main__":
    main()
