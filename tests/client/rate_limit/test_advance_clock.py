"""`advance_clock()`: what clients know of the rate limit ages at once, so that tests need not wait."""

import math

import pytest

import tenantry
from tenantry._rate_limit.headers import Advice
from tenantry._rate_limit.pacer import LocalPacer
from tenantry._rate_limit.protocol import Priority

PRIORITIES: tuple[Priority, ...] = ("interactive", "bulk")


@pytest.mark.parametrize("rate", [2.0, None])
@pytest.mark.parametrize("priority", PRIORITIES)
def test_a_block_ends_sooner(rate: float | None, priority: Priority) -> None:
    pacer = LocalPacer(rate=rate)
    pacer.observe(Advice(0, 300.0, is_refusal=True), 0.0)

    tenantry.advance_clock(100)
    assert pacer.blocked_until(0.0) == 200
    assert pacer.reserve(0.0, priority).at == 200
    tenantry.advance_clock(200)
    assert pacer.blocked_until(0.0) == 0
    assert pacer.reserve(1.0, priority).at == 1


@pytest.mark.parametrize("priority", PRIORITIES)
def test_the_places_of_a_queue_come_sooner(priority: Priority) -> None:
    pacer = LocalPacer(rate=2.0)
    waiting = [pacer.reserve(1_000.0, priority).at for _ in range(40)][-1]
    assert waiting > 1_009

    tenantry.advance_clock(300)
    assert pacer.reserve(1_000.0, priority).at == 1_000


@pytest.mark.parametrize("priority", PRIORITIES)
def test_so_do_places_that_were_given_back(priority: Priority) -> None:
    pacer = LocalPacer(rate=2.0)
    pacer.observe(Advice(0, 300.0, is_refusal=True), 0.0)
    pacer.give_back(pacer.reserve(0.0, priority))

    tenantry.advance_clock(300)
    assert pacer.reserve(1.0, priority).at == 1


def test_bulk_calls_that_stopped_for_a_small_budget_go_on() -> None:
    pacer = LocalPacer(rate=2.0)
    slot = pacer.reserve(0.0, "interactive")
    assert pacer.take(slot, 0.0) is None
    pacer.observe(Advice(200, 250.0), 0.0)
    assert pacer.reserve(0.0, "bulk").at > 200

    tenantry.advance_clock(600)
    assert pacer.reserve(1.0, "bulk").at == 1


def test_a_call_that_waits_already_is_not_lost() -> None:
    pacer = LocalPacer(rate=2.0)
    waiting = pacer.reserve(0.0, "interactive")
    pacer.observe(Advice(0, 300.0, is_refusal=True), 0.0)

    tenantry.advance_clock(300)
    again = pacer.take(waiting, 1.0)
    assert again is not None
    assert again.at == 1
    assert pacer.take(again, 1.0) is None


@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf, "300", True, None])
def test_what_is_not_a_time_is_refused(seconds: float) -> None:
    with pytest.raises(tenantry.NotSent, match="seconds is a number, 0 or more"):
        tenantry.advance_clock(seconds)
