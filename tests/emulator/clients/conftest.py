"""Where the clients are, and an account of the emulator for them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tenantry import Client
from tenantry_api.types import Call
from tenantry_emulator import Emulator
from tests.emulator.conftest import NO_CERTIFICATES


@dataclass(frozen=True)
class Ground:
    """An emulator, tenantry to look at it, and the environment in which clients find it."""

    emulator: Emulator
    tenantry: Client
    environment: dict[str, str]

    def result(self, request: Callable[..., Call[Any]], *names: str) -> Any:
        """What an operation of the generated client reads; of any form, each test says which it expects."""
        call = request(self.emulator.account_id, *names)
        return call.parse(self.tenantry.api.send(call)).result

    def assets(self, namespace: str, script: str) -> Any:
        """What the emulator keeps of a script's static assets."""
        query = {"account_id": self.emulator.account_id, "dispatch_namespace": namespace, "script_name": script}
        url = f"http://127.0.0.1:{self.emulator.port}/__emulator/assets"
        return httpx.get(url, params=query, trust_env=False, verify=NO_CERTIFICATES).json()["result"]


@pytest.fixture(scope="session")
def clients() -> Path:
    """The folder into which `make test-clients` installed them."""
    folder = os.environ.get("TENANTRY_CLIENTS")
    if folder is None:
        pytest.skip("`make test-clients` installs the clients and runs this")
    return Path(folder).resolve()


@pytest.fixture
def ground(clients: Path) -> Iterator[Ground]:
    """An emulator for one test."""
    with Emulator() as emulator:
        given = emulator.environment
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CLOUDFLARE_")} | given
        with Client(account_id=emulator.account_id, api_token=emulator.api_token, base_url=emulator.url) as tenantry:
            yield Ground(emulator, tenantry, environment)
        assert emulator.failures == []
