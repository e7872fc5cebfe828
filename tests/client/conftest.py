"""A recording server and an emulator, and clients of each in every flavour."""

import uuid
from collections.abc import Iterator

import pytest

from tenantry_emulator import Emulator
from tests.client.servers.recording import Server, listening
from tests.client.support.flavours import ACCOUNT, AT_ONCE, FLAVOURS, TOKEN, Ask


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials of whoever runs the tests."""
    for name in ("API_TOKEN", "API_KEY", "EMAIL", "ACCOUNT_ID", "BASE_URL"):
        monkeypatch.delenv(f"CLOUDFLARE_{name}", raising=False)


@pytest.fixture(params=FLAVOURS)
def flavour(request: pytest.FixtureRequest) -> str:
    """Each kind of client, one after another."""
    name: str = request.param
    return name


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for one test."""
    with listening() as recording:
        yield recording


@pytest.fixture
def ask(flavour: str, server: Server) -> Ask:
    """Calls a verb of a client of the recording server."""
    return Ask(flavour, {"base_url": server.url, "account_id": ACCOUNT, "api_token": TOKEN, **AT_ONCE})


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator(runs_workers=False) as running:
        yield running


@pytest.fixture
def emulated(flavour: str, emulator: Emulator) -> Ask:
    """Calls a verb of a client of the emulator, in an account of this test's own."""
    mine = {"base_url": emulator.url, "account_id": uuid.uuid4().hex, "api_token": emulator.api_token}
    return Ask(flavour, {**mine, **AT_ONCE})


@pytest.fixture
def production(emulated: Ask) -> Ask:
    """The same, with a namespace `production` in the account."""
    emulated(lambda client: client.namespace("production").create())
    return emulated
