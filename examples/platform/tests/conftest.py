"""What the tests of the platform stand on: an emulator with the platform's own dispatch Worker at its front door."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import tenantry
from shops import Shops
from tenantry_emulator import Emulator

DISPATCHER = Path(__file__).parents[2] / "dispatcher"


@pytest.fixture(scope="session")
def tenantry_emulator() -> Iterator[Emulator]:
    """Stands in for the fixture of this name that comes with tenantry, and has no dispatch Worker of ours."""
    with Emulator(runs_workers=True, dispatcher=DISPATCHER) as emulator:
        yield emulator


@pytest.fixture
def shops(dispatch_namespace: str) -> Iterator[Shops]:
    """The platform, with an account of its own for each test."""
    with tenantry.Client() as client:
        yield Shops(client, dispatch_namespace)


@pytest.fixture
def visitor(cloudflare: Emulator) -> Iterator[httpx.Client]:
    """Someone with a browser. The front door is where every hostname of the platform leads."""
    assert cloudflare.front_door
    with httpx.Client(base_url=cloudflare.front_door) as http:
        yield http
