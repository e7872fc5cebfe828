"""A namespace in the emulator, and fleets with a journal of either kind."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

import tenantry
from tenantry_emulator import Emulator
from tenantry_fleet import Fleet
from tests.without_workers import tenantry_emulator  # noqa: F401  # a fixture

from . import postgres
from .clock import VirtualClock

# Any: the arguments of a Fleet.
MakeFleet = Callable[..., Fleet]


@pytest.fixture
def client(cloudflare: Emulator) -> Iterator[tenantry.Client]:
    """A client without a queue: how fast calls go is not tested here."""
    options: dict[str, Any] = {"account_id": cloudflare.account_id, "base_url": cloudflare.url, "rate": None}
    with tenantry.Client(api_token=cloudflare.api_token, **options) as made:
        yield made


@pytest.fixture
def production(client: tenantry.Client) -> tenantry.Namespace:
    namespace = client.namespace("production")
    namespace.create()
    return namespace


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if not postgres.can_run():
        pytest.skip("PostgreSQL is not installed")
    # Its socket's path may have 107 characters, and those of pytest's folders are longer.
    with tempfile.TemporaryDirectory() as folder, postgres.server(Path(folder)) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty journal, of each kind one after another."""
    if request.param == "sqlite":
        return str(tmp_path / "rollouts.db")
    url: str = request.getfixturevalue("postgres_url")
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture
def make_fleet(production: tenantry.Namespace, clock: VirtualClock, tmp_path: Path) -> Iterator[MakeFleet]:
    """Makes fleets of the namespace, with one journal on disk; each is closed in the end."""
    made: list[Fleet] = []

    def make(**options: Any) -> Fleet:
        # Any: the arguments of a Fleet.
        given = {"journal": tmp_path / "rollouts.db", "actor": "ana", "clock": clock, **options}
        namespace = given.pop("namespace", production)
        made.append(Fleet(namespace, **given))
        return made[-1]

    yield make
    for fleet in made:
        fleet.close()


@pytest.fixture
def fleet(make_fleet: MakeFleet) -> Fleet:
    return make_fleet()
