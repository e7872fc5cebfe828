"""A namespace in the emulator, and the command with credentials for it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator
from tests.without_workers import tenantry_emulator  # noqa: F401  # a fixture

from .running import Ran, off_terminal, on_terminal

# Any: the options of `off_terminal` and `on_terminal`.
Command = Callable[..., Ran]

CODE = "export default { fetch() { return new Response('hi') } }\n"


@pytest.fixture
def environment(cloudflare: Emulator) -> dict[str, str]:
    """Of the command: credentials, and nothing of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **cloudflare.environment, "TENANTRY_WORKERD": ""}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Command:
    """Runs the command off a terminal, in an empty folder."""

    def run(*arguments: str, **options: Any) -> Ran:
        # Any: those of `off_terminal`.
        more = options.pop("environment", {})
        return off_terminal(arguments, environment | more, **{"folder": tmp_path, **options})

    return run


@pytest.fixture
def run_on_terminal(environment: dict[str, str], tmp_path: Path) -> Command:
    """Runs the command on a terminal, in an empty folder."""

    def run(*arguments: str, **options: Any) -> Ran:
        # Any: those of `on_terminal`.
        more = options.pop("environment", {})
        return on_terminal(arguments, environment | more, **{"folder": tmp_path, **options})

    return run


@pytest.fixture
def production(cloudflare: Emulator) -> Iterator[tenantry.Namespace]:
    """A namespace with two scripts."""
    options: dict[str, Any] = {"account_id": cloudflare.account_id, "base_url": cloudflare.url, "rate": None}
    with tenantry.Client(api_token=cloudflare.api_token, **options) as client:
        namespace = client.namespace("production")
        namespace.create()
        for name, tags in (("acme-shop", ["customer-acme", "plan-pro"]), ("blue-shop", ["plan-free"])):
            namespace.script(name).deploy(
                {"index.js": CODE}, compatibility_date="2026-11-01", tags=tags, vars={"PLAN": "pro"}
            )
        namespace.script("acme-shop").put_secret("PAYMENT_KEY", "not-a-real-key")
        yield namespace


def writes(cloudflare: Emulator) -> list[str]:
    """What was asked of the emulator that changes something."""
    return [f"{each.method} {each.path.rpartition('/')[2]}" for each in cloudflare.requests if each.method != "GET"]
