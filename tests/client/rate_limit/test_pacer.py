"""The queue in which calls stand: how fast it goes, and what holds it back. Simulated: no time passes."""

import collections
import itertools
import math
from collections.abc import Generator
from typing import Any

import httpx
import pytest

from tenantry._rate_limit.pacer import LocalPacer, Queue, sharing
from tenantry._transport.retry_loop import RetryLoop
from tenantry.errors import NoAnswer, RateLimited
from tenantry.events import Waiting
from tests.client.support.simulation import World, a_call, knowing, limited, succeed


def test_20_000_calls_go_at_the_rate_and_no_window_has_more_than_the_limit() -> None:
    world = World()
    world.run([a_call()] * 20_000, world.config(), workers=32)

    assert len(world.sent) == 20_000
    assert world.errors == []
    assert 20_000 / world.sent[-1] >= 0.97 * 3.8
    assert world.most_within(300) <= 1_200


@pytest.mark.parametrize("rate", [0.5, 1.0, 3.8, 3.95, 4.0])
def test_no_rate_within_the_limit_makes_a_window_with_more(rate: float) -> None:
    world = World()
    world.run([a_call()] * 1_500, world.config(rate=rate), workers=50)

    assert len(world.sent) == 1_500
    assert world.most_within(300) <= 1_200


def test_after_a_rest_20_calls_go_at_once_and_then_one_after_another() -> None:
    world = World()
    config = world.config(rate=2.0)
    world.run([a_call()] * 22, config, workers=22)
    assert world.sent == [0.0] * 20 + [0.5, 1.0]

    world.time = 200.0
    world.sent.clear()
    world.run([a_call()] * 22, config, workers=22)
    assert world.sent == [200.0] * 20 + [200.5, 201.0]


def test_without_a_rate_all_go_at_once() -> None:
    world = World()
    world.run([a_call()] * 2_000, world.config(rate=None), workers=2_000)

    assert set(world.sent) == {0.0}


def test_1_000_calls_at_once_wait_in_the_queue_and_complete() -> None:
    world = World()
    world.run([a_call()] * 1_000, world.config(), workers=1_000)

    assert (len(world.sent), world.errors) == (1_000, [])
    assert world.sent[-1] == pytest.approx(980 / 3.8)
    waits = [event for event in world.events if isinstance(event, Waiting)]
    assert {wait.why for wait in waits} == {"turn"}
    assert len(waits) == 980


def test_clients_with_the_same_credentials_stand_in_one_queue() -> None:
    world = World()
    slow = world.config(pacer=knowing(sharing(LocalPacer(rate=1.0), "token", "https://host")))
    fast = world.config(pacer=sharing(LocalPacer(rate=4.0), "token", "https://host"))
    world.run([a_call()] * 20, slow, workers=20)
    world.run([a_call()] * 4, fast, workers=4)

    # The slow one's calls are paid for with its own, longer, intervals.
    assert world.sent[:20] == [0.0] * 20
    assert min(world.sent[20:]) == pytest.approx(1.0)


def test_the_queue_is_that_of_the_credentials_at_the_origin() -> None:
    first = Queue.by("token", "https://api.cloudflare.com/client/v4")

    assert Queue.by("token", "https://API.cloudflare.com:443/client/v4/") is first
    assert Queue.by("token", "https://api.cloudflare.com/other") is first
    assert Queue.by("another", "https://api.cloudflare.com/client/v4") is not first
    assert Queue.by("token", "http://127.0.0.1:8787") is not first


# --- Cloudflare refuses ---


def refusing_once(at: float, **headers: str) -> World:
    """A world whose server refuses everything that is sent from then on until it has refused one."""
    refusals = [limited(**headers)]
    return World(lambda time: refusals.pop() if time >= at and refusals else succeed(time))


def gap(world: World) -> tuple[float, float]:
    """The longest time in which nothing was sent: from, to."""
    return max(itertools.pairwise(world.sent), key=lambda pair: pair[1] - pair[0])


def test_after_a_refusal_no_worker_sends_before_its_time_and_then_all_complete() -> None:
    world = refusing_once(10.0, retry_after="25")
    world.run([a_call()] * 500, world.config(), workers=32)

    before, after = gap(world)
    known = next(answered for sent, answered in zip(world.sent, world.answered, strict=True) if sent >= 10)
    assert before <= known
    assert after >= known + 25
    assert world.errors == []
    assert len(world.sent) == 501


def test_after_a_refusal_lanes_go_on_one_by_one() -> None:
    world = refusing_once(0.0, retry_after="25")
    world.run([a_call()] * 100, world.config(), workers=100)

    later = [time for time in world.sent if time > 20]
    assert len(later) == 81  # those that had no turn yet, and the one that was refused
    assert all(after - before >= 0.99 / 3.8 for before, after in itertools.pairwise(later))


def test_a_refusal_holds_back_those_that_have_no_rate_too() -> None:
    world = refusing_once(0.0, retry_after="25")
    config = world.config(rate=None)
    world.run([a_call()], config, workers=1)

    assert world.sent == pytest.approx([0.0, 25.25])


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "Sun, 22 Nov 2026 10:00:09 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 9.0),
        # Nothing, or nothing sensible: as after any failure, half of half a second by this world's chance.
        ({}, 0.25),
        ({"retry_after": "0"}, 0.25),
        ({"retry_after": "-5"}, 0.25),
        ({"retry_after": "nan"}, 0.25),
        ({"retry_after": "Sun, 22 Nov 2026 09:00:00 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 0.25),
    ],
)
def test_a_refused_call_waits_as_it_is_asked_to(headers: dict[str, str], seconds: float) -> None:
    world = refusing_once(0.0, **headers)
    world.run([a_call()], world.config(), workers=1)

    assert world.errors == []
    assert world.sent == pytest.approx([0.0, 0.25 + seconds])


@pytest.mark.parametrize(("headers", "seconds"), [({}, 300.0), ({"ratelimit": '"default";r=0;t=42'}, 42.0)])
def test_a_ban_without_an_end_lasts_as_long_as_the_budget_or_as_documented(
    headers: dict[str, str], seconds: float
) -> None:
    ban = {"success": False, "errors": [{"code": 971, "message": "throttled"}], "messages": [], "result": None}
    refusal = httpx.Response(429, json=ban, headers=headers)
    world = World(lambda time: refusal if time == 0 else succeed(time))
    world.run([a_call()], world.config(max_wait=400.0), workers=1)

    assert world.errors == []
    assert world.sent == pytest.approx([0.0, 0.25 + seconds])


def test_a_wait_that_is_too_long_fails_at_once_for_all() -> None:
    world = refusing_once(0.0, retry_after="280")
    world.run([a_call()] * 30, world.config(), workers=30)

    assert {type(error) for error in world.errors} == {RateLimited}
    assert len(world.errors) == 11
    assert max(world.ended) < 5
    waits = [error.retry_after or 0.0 for error in world.errors if isinstance(error, RateLimited)]
    assert all(270 < wait <= 280 for wait in waits)
    assert sum("was not sent" in str(error) for error in world.errors) == 10


def test_the_waits_of_one_call_add_up() -> None:
    world = World(lambda time: limited(retry_after="12"))
    world.run([a_call()], world.config(max_wait=30.0), workers=1)

    assert [type(error) for error in world.errors] == [RateLimited]
    assert world.sent == pytest.approx([0.0, 12.25, 24.5])


def test_whoever_wants_to_wait_waits() -> None:
    world = refusing_once(0.0, retry_after="280")
    world.run([a_call()], world.config(max_wait=math.inf), workers=1)

    assert world.errors == []
    assert world.sent[-1] == pytest.approx(280.25)


def test_a_ban_of_years_ends_for_the_others_after_an_hour() -> None:
    world = refusing_once(0.0, retry_after="999999999")
    config = world.config()
    world.run([a_call()], config, workers=1)
    assert [type(error) for error in world.errors] == [RateLimited]

    world.time = 3_601.0
    world.run([a_call()], config, workers=1)
    assert len(world.errors) == 1


# --- others use the budget ---


class Budget:
    """A server with Cloudflare's limit, a window after another, which others use too; it says what is left."""

    def __init__(self, others: float) -> None:
        self.others = others
        self.ours: collections.Counter[int] = collections.Counter()
        self.refused = 0

    def __call__(self, time: float) -> httpx.Response:
        window, passed = int(time // 300), time % 300
        self.ours[window] += 1
        left = int(1_200 - self.ours[window] - passed * self.others)
        if left < 0:
            self.refused += 1
            return limited(retry_after=str(int(300 - passed) + 1))
        response = succeed(time)
        response.headers["Ratelimit"] = f'"default";r={left};t={int(300 - passed) + 1}'
        response.headers["Ratelimit-Policy"] = '"default";q=1200;w=300'
        return response


@pytest.mark.parametrize("others", [0.0, 1.0, 2.0, 3.0, 3.5])
def test_what_others_leave_is_used_and_no_more(others: float) -> None:
    budget = Budget(others)
    world = World(budget)
    world.run([a_call()] * 3_000, world.config(), workers=32)

    assert (budget.refused, world.errors) == (0, [])
    free = min(3.8, 4.0 - others)
    assert 3_000 / world.sent[-1] >= 0.9 * free


def test_a_budget_that_is_used_up_holds_the_queue_until_it_is_new() -> None:
    def server(time: float) -> httpx.Response:
        response = succeed(time)
        if time == 0:
            response.headers["Ratelimit"] = '"default";r=0;t=60'
        return response

    world = World(server)
    world.run([a_call()] * 2, world.config(max_wait=1.0), workers=1)
    assert world.sent == pytest.approx([0.0, 60.25])


# --- deadline, and calls that are not wanted any more ---


def test_what_would_come_after_the_deadline_is_not_sent() -> None:
    world = World()
    world.run([a_call()] * 100, world.config(deadline=10.1), workers=100)

    assert {type(error) for error in world.errors} == {NoAnswer}
    assert all(isinstance(error, NoAnswer) and not error.sent for error in world.errors)
    assert "beyond the deadline of 10.1 s" in str(world.errors[0])
    assert max(world.sent) <= 10.1
    assert len(world.sent) == 58
    # At once, and not when the deadline is over.
    assert world.ended[:42] == [0.0] * 42


def test_slots_of_calls_that_are_not_wanted_any_more_go_to_others() -> None:
    world = World()
    config = world.config()
    waiting: list[Generator[Any, Any, Any]] = [RetryLoop(a_call(), config, math.inf).flow() for _ in range(300)]
    for worker in waiting:
        next(worker)
    for worker in waiting:
        worker.close()
    world.run([a_call()], config, workers=1)

    assert world.sent == pytest.approx([1 / 3.8])
