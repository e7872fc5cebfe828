"""Bulk calls give way to interactive ones, and leave a quarter of the budget to others. Simulated: no time passes."""

import itertools
from typing import Any

import pytest

from tenantry import Advice, LocalPacer, NotSent, Slot
from tests.client.rate_limit.test_pacer import Budget
from tests.client.support.simulation import World, a_call, knowing


def spent(pacer: LocalPacer) -> LocalPacer:
    """The pacer after its burst: at one call a second, the next one is due at 1.0."""
    for _ in range(20):
        pacer.reserve(0.0, "interactive")
        heard(pacer, None)
    return pacer


def heard(pacer: LocalPacer, advice: Advice | None, now: float = 0.0) -> None:
    """One more call was sent, and answered so."""
    pacer.take(Slot(now, turn=pacer._queue.turn), now)
    pacer.observe(advice, now)


def when(pacer: LocalPacer, slot: Slot) -> float:
    """When the call in this slot is sent."""
    while later := pacer.take(slot, slot.at):
        slot = later
    return slot.at


@pytest.fixture
def pacer() -> LocalPacer:
    """One call a second, the next one at 1.0."""
    return spent(knowing(LocalPacer(rate=1.0)))


def test_an_interactive_call_comes_before_the_bulk_calls_that_wait(pacer: LocalPacer) -> None:
    bulk = [pacer.reserve(0.0, "bulk") for _ in range(3)]
    assert [slot.at for slot in bulk] == [1.0, 2.0, 3.0]

    assert [pacer.reserve(0.5, "interactive").at for _ in range(2)] == [1.0, 2.0]
    moved = [pacer.take(slot, slot.at) for slot in bulk]
    assert [slot and slot.at for slot in moved] == [3.0, 4.0, 5.0]
    assert pacer.reserve(0.5, "bulk").at == 6.0
    # Who was moved is not moved once more for the same.
    assert [slot and pacer.take(slot, slot.at) for slot in moved] == [None, None, None]


def test_a_bulk_call_that_was_sent_delays_the_next_interactive_one(pacer: LocalPacer) -> None:
    slot = pacer.reserve(0.0, "bulk")

    assert pacer.take(slot, 1.0) is None
    assert pacer.reserve(1.0, "interactive").at == 2.0


def test_bulk_has_the_burst_too_where_nobody_waits() -> None:
    pacer = knowing(LocalPacer(rate=1.0))
    bulk = [pacer.reserve(0.0, "bulk") for _ in range(21)]

    assert [slot.at for slot in bulk] == [0.0] * 20 + [1.0]
    assert all(pacer.take(slot, 0.0) is None for slot in bulk[:20])
    assert pacer.reserve(0.0, "interactive").at == 1.0


def test_where_no_bulk_call_waits_an_interactive_one_moves_none(pacer: LocalPacer) -> None:
    pacer.take(pacer.reserve(0.0, "bulk"), 1.0)
    pacer.reserve(2.0, "interactive")

    assert pacer.reserve(2.0, "bulk").at == 3.0
    assert pacer.reserve(2.0, "bulk").moved == 0.0


def test_a_slot_that_comes_back_goes_to_the_next_of_its_priority(pacer: LocalPacer) -> None:
    first, second = pacer.reserve(0.0, "bulk"), pacer.reserve(0.0, "bulk")
    pacer.reserve(0.0, "interactive")
    pacer.give_back(first)

    assert pacer.reserve(0.0, "interactive").at == 2.0
    again = pacer.reserve(0.0, "bulk")
    assert (again.at, pacer.take(again, again.at)) == (3.0, None)
    moved = pacer.take(second, second.at)
    assert moved
    assert moved.at == 4.0


def test_bulk_calls_keep_their_order_whatever_goes_before_them(pacer: LocalPacer) -> None:
    waiting = {number: pacer.reserve(0.0, "bulk") for number in range(8)}
    order: list[int] = []
    for now in itertools.count(1):
        if now in (2, 3, 5):
            assert pacer.take(pacer.reserve(now - 0.5, "interactive"), now) is None
        due = [number for number, slot in waiting.items() if slot.at <= now]
        # Whoever looks first has no advantage.
        for number in reversed(due):
            later = pacer.take(waiting[number], float(now))
            if later is None:
                order.append(number)
                del waiting[number]
            else:
                assert later.at > now
                waiting[number] = later
        if not waiting:
            break

    assert order == [*range(8)]
    assert now == 11


# --- a part is left to others ---


@pytest.mark.parametrize(
    ("left", "quota", "stops"), [(299, 1_200, True), (300, 1_200, False), (24, 100, True), (25, 100, False)]
)
def test_bulk_stops_where_less_than_a_quarter_is_left(left: int, quota: int, stops: bool) -> None:
    pacer = spent(knowing(LocalPacer(rate=1.0)))
    waiting = [pacer.reserve(0.0, "bulk") for _ in range(2)]
    heard(pacer, Advice(left, 10.0, quota))

    assert pacer.reserve(0.0, "interactive").at == 1.0
    at = [10.0, 11.0] if stops else [2.0, 3.0]
    assert [when(pacer, slot) for slot in waiting] == at
    assert pacer.reserve(0.0, "bulk").at == at[-1] + 1


@pytest.mark.parametrize(("calls", "at"), [(9, 10.5), (10, 11.0), (12, 13.0)])
def test_what_goes_while_bulk_is_stopped_moves_it_only_where_they_meet(
    pacer: LocalPacer, calls: int, at: float
) -> None:
    slot = pacer.reserve(0.0, "bulk")
    heard(pacer, Advice(100, 10.5))

    assert [pacer.reserve(0.0, "interactive").at for _ in range(calls)] == [1.0 + call for call in range(calls)]
    assert when(pacer, slot) == at


@pytest.mark.parametrize(("part", "stops"), [(0.0, False), (0.1, False), (0.5, True)])
def test_the_part_is_settable(part: float, stops: bool) -> None:
    pacer = spent(knowing(LocalPacer(rate=1.0, bulk_stops_at=part)))
    slot = pacer.reserve(0.0, "bulk")
    heard(pacer, Advice(300, 10.0, 1_200))

    assert when(pacer, slot) == (10.0 if stops else 1.0)


def test_bulk_that_stopped_stays_in_its_order_and_is_not_moved_by_the_same_twice(pacer: LocalPacer) -> None:
    waiting = [pacer.reserve(0.0, "bulk") for _ in range(2)]
    heard(pacer, Advice(100, 10.0))
    heard(pacer, Advice(99, 9.0), now=1.0)
    heard(pacer, Advice(98, 9.0), now=1.5)

    assert [when(pacer, slot) for slot in waiting] == [10.5, 11.5]


def test_a_budget_that_does_not_end_stops_bulk_for_a_window_at_most(pacer: LocalPacer) -> None:
    slot = pacer.reserve(0.0, "bulk")
    heard(pacer, Advice(900, 400.0, 4_000))

    assert when(pacer, slot) == 300.0


def test_after_a_slow_down_bulk_goes_on_only_when_it_may(pacer: LocalPacer) -> None:
    heard(pacer, Advice(100, 60.0))
    heard(pacer, Advice(10, 50.0), now=10.0)

    assert pacer.reserve(10.0, "bulk").at == 60.0


def test_after_a_ban_bulk_does_not_wait_for_slots_that_are_void(pacer: LocalPacer) -> None:
    for _ in range(10):
        pacer.reserve(0.0, "bulk")
    pacer.observe(Advice(0, 5.0, is_refusal=True), 0.0)

    assert pacer.reserve(0.0, "bulk").at == 5.0


def test_a_ban_does_not_let_bulk_go_on_that_was_stopped(pacer: LocalPacer) -> None:
    heard(pacer, Advice(100, 60.0))
    pacer.observe(Advice(0, 5.0, is_refusal=True), 0.0)

    assert pacer.reserve(0.0, "bulk").at == 60.0
    assert pacer.reserve(0.0, "interactive").at == 5.0


def test_where_no_bulk_call_waits_the_next_one_is_stopped_too(pacer: LocalPacer) -> None:
    heard(pacer, Advice(100, 60.0), now=30.0)

    assert [pacer.reserve(30.0, "bulk").at for _ in range(2)] == [90.0, 91.0]


def test_bulk_behind_calls_that_last_longer_than_the_window_stays_where_it_is(pacer: LocalPacer) -> None:
    for _ in range(20):
        pacer.reserve(0.0, "interactive")
    slot = pacer.reserve(0.0, "bulk")
    heard(pacer, Advice(100, 10.0))

    assert slot.at == 21.0
    assert pacer.reserve(0.0, "bulk").at == 22.0
    assert when(pacer, slot) == 21.0


@pytest.mark.parametrize("others", [0.0, 1.0])
def test_bulk_leaves_a_quarter_of_each_window_to_others(others: float) -> None:
    budget = Budget(others)
    world = World(budget)
    world.run([a_call()] * 2_500, world.config(priority="bulk"), workers=32)

    assert (budget.refused, world.errors) == (0, [])
    assert max(budget.ours.values()) <= 905
    full = [count + 300 * others for count in budget.ours.values()][:-1]
    assert all(890 <= count <= 1_200 for count in full)


@pytest.mark.parametrize("wrong", [-0.1, 1, 1.5, float("nan"), None, True, "0.25"], ids=str)
def test_a_part_that_is_none_is_refused(wrong: Any) -> None:
    with pytest.raises(NotSent, match="bulk_stops_at"):
        LocalPacer(bulk_stops_at=wrong)
