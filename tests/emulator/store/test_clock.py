"""A clock that tests can move."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tenantry_emulator import Emulator, WrongArgument
from tests.emulator.account import Account
from tests.emulator.conftest import NO_CERTIFICATES, client


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_what_happens_later_is_stamped_later() -> None:
    with Emulator() as emulator, client(emulator) as http:
        early = Account(http).granted("POST", "/namespaces", json={"name": "early"})["created_on"]
        emulator.clock.advance(86_400)
        late = Account(http).granted("POST", "/namespaces", json={"name": "late"})["created_on"]

    assert timedelta(days=1) <= moment(late) - moment(early) < timedelta(days=1, hours=1)


def test_a_reset_sets_the_clock_right() -> None:
    with Emulator() as emulator:
        emulator.clock.advance(86_400)
        emulator.reset()

        assert emulator.clock.now() - datetime.now(UTC) < timedelta(hours=1)


@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_time_does_not_go_back(emulator: Emulator, seconds: float) -> None:
    with pytest.raises(WrongArgument, match="takes a number from 0 to 1,000,000,000"):
        emulator.clock.advance(seconds)


def test_many_steps_lead_no_further_than_one() -> None:
    with Emulator(runs_workers=False) as emulator, httpx.Client(trust_env=False, verify=NO_CERTIFICATES) as http:
        emulator.clock.advance(1_000_000_000)
        with pytest.raises(WrongArgument, match=r"takes a number from 0 to 0, not 1"):
            emulator.clock.advance(1)
        answer = http.post(f"http://127.0.0.1:{emulator.port}/__emulator/clock", json={"advance": 1})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, 99400)


def test_the_clock_can_be_moved_over_http() -> None:
    with Emulator() as emulator, httpx.Client(trust_env=False, verify=NO_CERTIFICATES) as http:
        url = f"http://127.0.0.1:{emulator.port}/__emulator/clock"
        before = http.get(url).json()["result"]["now"]
        after = http.post(url, json={"advance": 3600}).json()["result"]["now"]

        assert timedelta(hours=1) <= moment(after) - moment(before) < timedelta(hours=2)
        assert http.post(url, json={"advance": -1}).status_code == 400
