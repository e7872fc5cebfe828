"""One emulator for all tests, and an account of its own for each."""

import ssl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tenantry_emulator import Emulator, Guesses

from . import conformity
from .account import Account

# All is plain HTTP here, and the certificates that httpx would load for each client take longer than a test.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator(runs_workers=False) as running:
        yield running


@pytest.fixture(autouse=True)
def no_defect_shows(emulator: Emulator) -> Iterator[None]:
    """Fail the test that made the emulator answer 500 by itself, be it for an answer that does not fit the spec."""
    before = emulator.failures
    yield
    assert before == emulator.failures


@pytest.fixture
def account(emulator: Emulator) -> Iterator[Account]:
    with client(emulator) as http:
        yield Account(http)


@pytest.fixture
def stranger() -> Iterator[httpx.Client]:
    """A client without credentials."""
    with httpx.Client(trust_env=False, verify=NO_CERTIFICATES) as http:
        yield http


@pytest.fixture
def production(account: Account) -> Account:
    """The account, with a namespace `production` in it."""
    account.granted("POST", "/namespaces", json={"name": "production"})
    return account


@contextmanager
def guessing(**guesses: Any) -> Iterator[Account]:
    """An account, with a namespace `production` in it, at an emulator that guesses otherwise."""
    with Emulator(guesses=Guesses(**guesses)) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        yield account
        assert emulator.failures == []


def client(emulator: Emulator) -> httpx.Client:
    """A client of a new account."""
    return httpx.Client(
        base_url=f"{emulator.url}/accounts/{uuid.uuid4().hex}/workers/dispatch",
        headers={"Authorization": f"Bearer {emulator.api_token}"},
        event_hooks={"response": [conformity.check]},
        trust_env=False,
        verify=NO_CERTIFICATES,
    )
