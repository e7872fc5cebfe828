"""Fixtures for tests of code that talks to Cloudflare: pytest finds them wherever tenantry is installed.

Nothing of the emulator is loaded before a test asks for one of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .emulator import Emulator

TESTS = itertools.count(1)


@pytest.fixture(scope="session")
def tenantry_emulator() -> Iterator[Emulator]:
    """One server for all tests: to stop one takes longer than most of them.

    For an emulator with other options, such as a dispatch Worker of your own, put a fixture of this name into
    conftest.py.
    """
    from . import Emulator

    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def cloudflare(tenantry_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """Cloudflare for this test alone, empty: the emulator, and an environment that leads clients to it.

    `tenantry.Client()` and the official SDK need no arguments then. A request that the emulator could not answer for a
    defect of its own fails the test.
    """
    # Where nothing else of this process is a client, it is not loaded before.
    import tenantry

    emulator = tenantry_emulator
    emulator.reset()
    emulator.clock.followers.add(tenantry.advance_clock)
    # A client waits where its token was told to, however many clients there are: no test shall wait for another.
    emulator.api_token = f"token-of-test-{next(TESTS)}"
    for name in ("CLOUDFLARE_API_KEY", "CLOUDFLARE_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    yield emulator
    if failures := emulator.failures:
        pytest.fail("the emulator failed, which is a defect of its own:\n" + "\n".join(failures), pytrace=False)


@pytest.fixture
def dispatch_namespace(cloudflare: Emulator) -> str:
    """The name of a dispatch namespace that is there."""
    cloudflare.create_namespace("production")
    return "production"
