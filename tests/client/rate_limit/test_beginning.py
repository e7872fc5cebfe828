"""A client that does not know what is left begins with one call. Simulated: no time passes."""

import os

import httpx
import pytest

from tenantry import Advice
from tenantry._rate_limit.pacer import LocalPacer, sharing
from tenantry._transport.attempt import Failed
from tenantry.errors import NoAnswer
from tests.client.support.simulation import Server, World, a_call, knowing, limited, succeed


def saying(remaining: int, seconds: int) -> httpx.Response:
    response = succeed(0.0)
    response.headers["Ratelimit"] = f'"default";r={remaining};t={seconds}'
    return response


def sent(server: Server, calls: int, latency: float = 0.33) -> World:
    """What a new client sends, all at once if it may."""
    world = World(server, latency)
    world.run([a_call()] * calls, world.config(pacer=LocalPacer()), workers=calls)
    return world


@pytest.mark.parametrize("server", [succeed, lambda time: saying(1_200, 300)], ids=["no header", "much is left"])
def test_one_call_goes_first_and_after_its_answer_a_burst(server: Server) -> None:
    world = sent(server, 22)

    assert world.sent[0] == 0.0
    assert world.sent[1:20] == pytest.approx([0.35] * 19)
    assert world.sent[20:] == pytest.approx([1 / 3.8 + 0.1, 2 / 3.8])
    assert world.errors == []


def test_where_little_is_left_the_others_wait_for_the_new_window() -> None:
    world = sent(lambda time: saying(5, 18) if time < 18 else saying(1_100, 300), 15)

    assert world.sent[0] == 0.0
    assert world.sent[1] == pytest.approx(18.33)
    assert (len(world.sent), world.errors) == (15, [])


def test_where_some_is_left_they_share_it() -> None:
    world = sent(lambda time: saying(25, 20), 10)

    assert world.sent[:3] == pytest.approx([0.0, 1.33, 2.33], abs=0.01)


def lost(_: float) -> Failed:
    return Failed(NoAnswer("lost", method="GET", path="/", sent=True), may_pass=False)


def test_after_a_failure_the_next_one_is_alone_again() -> None:
    world = sent(lambda time: lost(time) if time < 0.5 else succeed(time), 5)

    assert world.sent == pytest.approx([0.0, 0.35, 0.7, 1.05, 1.05])


def test_an_answer_that_does_not_come_is_awaited_for_five_seconds() -> None:
    world = sent(succeed, 30, latency=40.0)

    assert world.sent[0] == 0.0
    assert all(5.0 <= time < 5.06 for time in world.sent[1:])
    assert world.errors == []


def test_a_failure_later_holds_nobody_up() -> None:
    world = World(lambda time: lost(time) if 100 <= time < 101 else succeed(time))
    config = world.config(pacer=LocalPacer())
    world.run([a_call()], config, workers=1)
    world.time = 100.0
    world.run([a_call()], config, workers=1)
    world.run([a_call()] * 5, config, workers=5)

    assert world.sent == [0.0, 100.0, *[100.25] * 5]


@pytest.mark.parametrize(("silence", "at_once"), [(300.0, 5), (300.5, 1)])
def test_after_a_long_silence_it_begins_anew(silence: float, at_once: int) -> None:
    world = World(latency=0.0)
    config = world.config(pacer=LocalPacer())
    world.run([a_call()], config, workers=1)
    world.time, world.latency = silence, 0.25
    world.run([a_call()] * 5, config, workers=5)

    assert world.sent.count(silence) == at_once


def test_after_a_ban_it_begins_with_one_call() -> None:
    world = World(lambda time: succeed(time) if time else limited(retry_after="100"), latency=2.0)
    world.run([a_call()] * 3, world.config(pacer=LocalPacer(), max_wait=400.0), workers=3)

    assert world.sent == pytest.approx([0.0, 102.0, 104.01, 104.03], abs=0.01)


def test_without_a_rate_it_learns_nothing() -> None:
    world = World()
    world.run([a_call()] * 9, world.config(pacer=LocalPacer(rate=None)), workers=9)

    assert world.sent == [0.0] * 9


def test_two_clients_of_one_pacer_begin_together_and_stand_in_one_queue() -> None:
    world, pacer = World(), LocalPacer(rate=1.0)
    world.run([a_call()] * 11, world.config(pacer=pacer), workers=11)
    world.time = 0.5
    world.run([a_call()] * 11, world.config(pacer=pacer), workers=11)

    assert world.sent[:2] == [0.0, pytest.approx(0.25)]
    assert world.sent[11:] == [0.5] * 9 + [1.0, 2.0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_child_begins_with_one_call_whoever_made_the_pacer() -> None:
    given, shared = knowing(LocalPacer()), knowing(sharing(LocalPacer(), "token", "https://host"))
    for pacer in (given, shared):
        pacer.observe(Advice(0, 1_000.0, is_refusal=True), 0.0)

    with given._queue.lock:
        child = os.fork()
        if not child:
            status = 1
            try:
                taken = [pacer.take(pacer.reserve(0.0, "interactive"), 0.0) for pacer in (given, given, shared, shared)]
                status = 0 if [slot is None for slot in taken] == [True, False, True, False] else 2
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert given.reserve(0.0, "interactive").at == 1_000.0
