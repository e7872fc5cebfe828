"""Drivers of every flavour, with terms of a test's own."""

from collections.abc import Callable
from typing import Any

import pytest

from tenantry._credentials import Credentials
from tenantry._terms import Terms
from tests.client.support.flavours import TOKEN
from tests.client.support.running import Make, run


@pytest.fixture
def terms() -> Terms:
    """Terms that send nothing anywhere: the port is closed."""
    return Terms(base_url="http://127.0.0.1:9", credentials=Credentials({}, TOKEN), timeout=5.0)


# Any: each test runs flows of its own.
@pytest.fixture
def running(flavour: str, terms: Terms) -> Callable[[Make[Any]], Any]:
    """Runs a flow that sends nothing."""
    return lambda make: run(flavour, make, terms)
