"""One emulator that runs Workers for all tests here, and an account of its own for each."""

from collections.abc import Iterator

import pytest

from tenantry_emulator import Bounds, Emulator
from tenantry_emulator.runtime.processes import binary
from tests.emulator.account import Account

from .platform import Platform

# Short, so that tests need not wait; long enough for a machine that is busy.
BOUNDS = Bounds(startup_seconds=2, cpu_ms=1000)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    try:
        binary.found()
    except binary.NoRuntime as error:
        pytest.skip(f"Workers are not run: {error}")
    with Emulator(runs_workers=True, bounds=BOUNDS) as running:
        yield running


@pytest.fixture
def platform(emulator: Emulator, production: Account) -> Platform:
    return Platform(emulator, production)
