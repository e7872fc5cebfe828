"""Drivers of every flavour, with options of a test's own."""

from collections.abc import Callable
from typing import Any

import pytest

from tenantry._arguments.credentials import Credentials
from tenantry._rate_limit.pacer import LocalPacer
from tenantry._transport.config import ClientConfig
from tests.client.support.flavours import TOKEN
from tests.client.support.running import Make, run


@pytest.fixture
def config() -> ClientConfig:
    """Options that send nothing anywhere: the port is closed."""
    return ClientConfig(
        base_url="http://127.0.0.1:9", credentials=Credentials({}, TOKEN), pacer=LocalPacer(), timeout=5.0
    )


# Any: each test runs flows of its own.
@pytest.fixture
def running(flavour: str, config: ClientConfig) -> Callable[[Make[Any]], Any]:
    """Runs a flow that sends nothing."""
    return lambda make: run(flavour, make, config)
