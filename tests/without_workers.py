"""The server behind the fixtures that users have, for tests of the command and of the fleet."""

from collections.abc import Iterator

import pytest

from tenantry_emulator import Emulator


@pytest.fixture(scope="session")
def tenantry_emulator() -> Iterator[Emulator]:
    """It runs no Workers; what they do is tested in `emulator/runtime`."""
    with Emulator(runs_workers=False) as emulator:
        yield emulator
