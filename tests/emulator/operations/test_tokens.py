"""What a token is told of itself: whether it is active, and until when."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tenantry_emulator import Emulator
from tests.emulator.conftest import NO_CERTIFICATES
from tests.emulator.site import refusal


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(runs_workers=False) as running:
        yield running


def verify(emulator: Emulator, place: str, **headers: str) -> httpx.Response:
    url = f"{emulator.url}/{place}/tokens/verify".replace("ACCOUNT", emulator.account_id)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(url, headers=sent, trust_env=False, verify=NO_CERTIFICATES)


places = pytest.mark.parametrize("place", ["user", "accounts/ACCOUNT"])


@places
def test_a_token_is_active_until_it_expires(emulator: Emulator, place: str) -> None:
    end = (emulator.clock.now() + timedelta(hours=1)).replace(microsecond=0)
    emulator.register_token("brief", expires_on=end.astimezone())
    active = verify(emulator, place, authorization="Bearer brief").json()
    emulator.clock.advance(3600)
    expired = verify(emulator, place, authorization="Bearer brief").json()

    told = f"{end:%Y-%m-%dT%H:%M:%SZ}"
    assert active["result"].pop("id") == expired["result"].pop("id")
    assert active["result"] == {"status": "active", "expires_on": told}
    assert [message["code"] for message in active["messages"]] == [10000]
    assert (expired["success"], expired["result"], expired["messages"]) == (
        True,
        {"status": "expired", "expires_on": told},
        [],
    )


@places
def test_the_end_of_a_token_may_be_any_moment(emulator: Emulator, place: str) -> None:
    emulator.register_token("ancient", expires_on=datetime.min.replace(tzinfo=UTC))

    said = verify(emulator, place, authorization="Bearer ancient").json()["result"]
    assert (said["status"], said["expires_on"]) == ("expired", "0001-01-01T00:00:00Z")


@places
def test_a_token_that_does_not_expire_has_no_end(emulator: Emulator, place: str) -> None:
    said = verify(emulator, place, authorization="Bearer any")

    assert set(said.json()["result"]) == {"id", "status"}
    assert "any" not in said.json()["result"]["id"]


@places
def test_a_token_without_permissions_may_ask_too(emulator: Emulator, place: str) -> None:
    emulator.register_token("reader", permissions=[])

    assert verify(emulator, place, authorization="Bearer reader").json()["result"]["status"] == "active"


@places
def test_what_is_not_a_token_that_is_known_is_refused(emulator: Emulator, place: str) -> None:
    emulator.register_token("known")
    emulator.register_key("ops@example.com", "key")

    assert refusal(verify(emulator, place, authorization="Bearer stranger")) == (401, 1000)
    assert refusal(verify(emulator, place)) == (400, 1001)
    assert refusal(verify(emulator, place, x_auth_email="ops@example.com", x_auth_key="key")) == (400, 1001)
