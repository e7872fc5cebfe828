"""The limit on requests, in its own time."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tenantry_emulator import Emulator, Guesses, Limit, WrongArgument
from tests.emulator.conftest import client
from tests.emulator.site import refusal


@contextmanager
def limited(limit: Limit, guesses: Guesses | None = None) -> Iterator[tuple[Emulator, httpx.Client]]:
    with Emulator(limit=limit, guesses=guesses) as emulator, client(emulator) as http:
        yield emulator, http


def test_every_answer_says_what_is_left() -> None:
    with limited(Limit(requests=3)) as (_, http):
        answers = [http.get("/namespaces"), http.get("/nothing")]

        assert [answer.headers["ratelimit"] for answer in answers] == ['"default";r=2;t=300', '"default";r=1;t=300']
        assert {'"default";q=3;w=300'} == {answer.headers["ratelimit-policy"] for answer in answers}
        assert not any("retry-after" in answer.headers for answer in answers)


def test_one_request_too_many_blocks_for_five_minutes() -> None:
    with limited(Limit(requests=2, seconds=10)) as (emulator, http):
        http.get("/namespaces")
        http.get("/namespaces")
        answer = http.get("/namespaces")
        assert refusal(answer) == (429, 971)
        assert answer.json()["errors"][0]["message"] == "Please wait and consider throttling your request speed"
        assert (answer.headers["retry-after"], answer.headers["ratelimit"]) == ("300", '"default";r=0;t=300')

        emulator.clock.advance(200)
        blocked = http.get("/namespaces")
        assert refusal(blocked) == (429, 971)
        assert 99 <= int(blocked.headers["retry-after"]) <= 100

        emulator.clock.advance(100)
        assert http.get("/namespaces").status_code == 200


def test_1200_requests_are_what_cloudflare_grants() -> None:
    assert (Limit().requests, Limit().seconds, Limit().blocked) == (1200, 300, 300)


def test_any_300_seconds_count() -> None:
    with limited(Limit(requests=2)) as (emulator, http):
        http.get("/namespaces")
        emulator.clock.advance(200)
        http.get("/namespaces")
        emulator.clock.advance(101)

        assert http.get("/namespaces").status_code == 200
        assert refusal(http.get("/namespaces")) == (429, 971)


def test_the_window_may_stand_still_between_its_beginnings() -> None:
    with limited(Limit(requests=2), Guesses(limit_slides=False)) as (emulator, http):
        http.get("/namespaces")
        emulator.clock.advance(200)
        assert http.get("/namespaces").headers["ratelimit"] == '"default";r=0;t=100'
        emulator.clock.advance(101)

        assert [http.get("/namespaces").headers["ratelimit"] for _ in range(2)] == [
            '"default";r=1;t=300',
            '"default";r=0;t=300',
        ]


def test_each_credential_has_its_own_budget() -> None:
    with limited(Limit(requests=1)) as (_, http):
        http.get("/namespaces")

        assert refusal(http.get("/namespaces")) == (429, 971)
        assert http.get("/namespaces", headers={"Authorization": "Bearer other"}).status_code == 200


def test_a_block_changes_nothing() -> None:
    with limited(Limit(requests=1)) as (emulator, http):
        http.post("/namespaces", json={"name": "a"})
        assert refusal(http.post("/namespaces", json={"name": "b"})) == (429, 971)
        emulator.clock.advance(300)

        assert [namespace["namespace_name"] for namespace in http.get("/namespaces").json()["result"]] == ["a"]


def test_a_reset_gives_the_budget_back() -> None:
    with limited(Limit(requests=1)) as (emulator, http):
        http.get("/namespaces")
        emulator.reset()

        assert http.get("/namespaces").status_code == 200


def test_without_a_limit_nothing_is_said_of_it(emulator: Emulator) -> None:
    with client(emulator) as http:
        assert not {"ratelimit", "ratelimit-policy"} & set(http.get("/namespaces").headers)


@pytest.mark.parametrize("wrong", [{"requests": 0}, {"seconds": 0}, {"blocked": -1}])
def test_a_limit_that_is_none_is_an_error_of_the_caller(wrong: dict[str, int]) -> None:
    with pytest.raises(WrongArgument, match="takes a whole number from 1"):
        Limit(**wrong)
