"""How far apart the slots of a queue are, before and after a header that says that little is left."""

import math

import pytest

import tenantry
from tenantry import Advice, LocalPacer, Slot
from tenantry._rate_limit.pacer import Pace, sharing
from tests.client.support.simulation import knowing


@pytest.fixture
def pacer() -> LocalPacer:
    """Four calls a second, which leaves no room for a burst."""
    return knowing(LocalPacer(rate=4.0))


def heard(pacer: LocalPacer, advice: Advice | None, now: float = 0.0) -> None:
    """One more call was sent, and answered so."""
    assert pacer.take(Slot(now, turn=pacer._queue.turn), now) is None
    pacer.observe(advice, now)


def slots(pacer: LocalPacer, count: int, now: float = 0.0) -> list[float]:
    return [round(pacer.reserve(now, "interactive").at, 6) for _ in range(count)]


def test_a_pace_says_how_far_apart_calls_are() -> None:
    assert Pace.of(4.0) == Pace(0.25, 1)
    assert Pace.of(3.99) == Pace(1 / 3.99, 3)
    assert Pace.of(2.0) == Pace(0.5, 20)
    assert Pace.of(100.0) == Pace(0.01, 20)


def test_slots_follow_one_another() -> None:
    assert slots(knowing(LocalPacer(rate=4.0)), 3, now=7.0) == [7.0, 7.25, 7.5]
    assert slots(knowing(LocalPacer(rate=0.5)), 23, now=7.0) == [7.0] * 20 + [9.0, 11.0, 13.0]


def test_a_short_rest_allows_a_part_of_a_burst() -> None:
    pacer = knowing(LocalPacer(rate=1.0))
    slots(pacer, 20)

    assert slots(pacer, 5, now=3.5) == [3.5, 3.5, 3.5, 4.0, 5.0]


def test_what_is_left_is_spread_until_the_window_ends(pacer: LocalPacer) -> None:
    heard(pacer, None)
    slots(pacer, 1)
    heard(pacer, Advice(15, 20.0))

    assert slots(pacer, 12) == [2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 20.25, 20.5]


def test_the_last_slot_of_a_window_is_where_the_next_begins(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    heard(pacer, Advice(9, 10.0), now=3.0)

    assert slots(pacer, 6, now=3.0) == [5.5, 8.0, 10.5, 13.0, 13.25, 13.5]
    # One of two was somebody else's, and a tenth of a call a second is theirs from now on.
    heard(pacer, Advice(7, 9.0), now=4.0)
    assert slots(pacer, 4, now=4.0) == [round(4 + 9 / 1.1, 6), 13.0, 13.25, 13.5]


def test_what_is_slower_than_what_is_left_stays_as_slow() -> None:
    pacer = knowing(LocalPacer(rate=0.1))
    slots(pacer, 20)
    heard(pacer, Advice(15, 20.0))

    assert slots(pacer, 3) == [10.0, 20.0, 30.0]


def test_a_rest_while_others_use_the_budget_allows_no_burst() -> None:
    pacer = knowing(LocalPacer(rate=1.0))
    slots(pacer, 1)
    heard(pacer, Advice(15, 20.0))

    assert slots(pacer, 3, now=10.0) == [10.0, 12.0, 14.0]
    assert slots(pacer, 3, now=19.9) == [19.9, 20.9, 21.9]
    assert slots(pacer, 3, now=40.0) == [40.0, 40.0, 40.0]


def test_where_nothing_is_left_all_wait_for_the_next_window(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    heard(pacer, Advice(5, 20.0))

    assert slots(pacer, 3) == [20.0, 20.25, 20.5]


def test_no_budget_is_believed_to_last_for_longer_than_a_window(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    heard(pacer, Advice(15, 1_000.0), now=1.0)

    assert slots(pacer, 4, now=1.0) == [101.0, 201.0, 301.0, 301.25]


@pytest.mark.parametrize(("remaining", "holds"), [(15, True), (14, False), (16, True)])
def test_slots_are_void_where_the_budget_is_tenth_or_more_tighter(
    pacer: LocalPacer, remaining: int, holds: bool
) -> None:
    slots(pacer, 1)
    heard(pacer, Advice(15, 20.0))
    given = pacer.reserve(0.0, "interactive")
    heard(pacer, Advice(remaining, 20.0))

    assert given.at == 2.0
    later = pacer.take(given, 2.0)
    assert (later is None) == holds
    assert later is None or later.at == pytest.approx(20 / 9)


def test_slots_are_void_where_the_budget_becomes_tighter_than_the_rate(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    given = pacer.reserve(0.0, "interactive")
    heard(pacer, Advice(80, 20.0))
    assert pacer.take(given, 0.25) is None
    pacer.observe(None, 0.25)

    heard(pacer, Advice(70, 20.0), now=0.25)
    assert pacer.take(given, 0.25) is not None


def test_when_much_is_left_again_the_queue_goes_at_its_rate(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    heard(pacer, Advice(15, 20.0))
    assert slots(pacer, 1) == [2.0]
    heard(pacer, Advice(2_000, 300.0), now=1.0)

    assert slots(pacer, 2, now=4.0) == [4.0, 4.25]
    # What was said before counts no more: this is worse than the rate by more than a tenth.
    given = pacer.reserve(4.0, "interactive")
    heard(pacer, Advice(100, 30.0), now=4.0)
    assert pacer.take(given, given.at) is not None


def test_calls_under_way_are_not_spent_twice(pacer: LocalPacer) -> None:
    for slot in [pacer.reserve(0.0, "interactive") for _ in range(6)]:
        assert pacer.take(slot, slot.at) is None
    pacer.observe(Advice(20, 20.0), 1.25)

    # Five are still under way, and five are left over.
    assert slots(pacer, 2, now=1.25) == [3.25, 5.25]
    for _ in range(5):
        pacer.observe(None, 2.0)
    heard(pacer, Advice(15, 20.0), now=2.0)
    assert pacer._queue.slow_interval == 2.0


# --- slots that come back ---


def test_slots_that_come_back_are_given_again_in_their_order(pacer: LocalPacer) -> None:
    given = [pacer.reserve(0.0, "interactive") for _ in range(4)]
    for slot in (given[3], given[1], given[2]):
        pacer.give_back(slot)

    assert slots(pacer, 4, now=0.3) == [0.5, 0.75, 1.0, 1.25]


def test_a_slot_that_comes_back_at_its_time_can_be_had(pacer: LocalPacer) -> None:
    given = [pacer.reserve(0.0, "interactive") for _ in range(3)]
    pacer.give_back(given[1])

    assert slots(pacer, 1, now=0.25) == [0.25]


def test_a_slot_of_a_queue_that_was_put_off_does_not_come_back(pacer: LocalPacer) -> None:
    given = [pacer.reserve(0.0, "interactive") for _ in range(2)]
    pacer.give_back(given[0])
    pacer.observe(Advice(0, 10.0, is_refusal=True), 0.0)
    pacer.give_back(given[1])

    assert slots(pacer, 2) == [10.0, 10.25]


# --- refusals ---


def test_a_refusal_holds_until_the_latest_that_was_said(pacer: LocalPacer) -> None:
    assert pacer.blocked_until(0.0) == -math.inf
    pacer.observe(Advice(0, 10.0, is_refusal=True), 0.0)
    turn = pacer.reserve(0.0, "interactive").turn
    pacer.observe(Advice(0, 5.0, is_refusal=True), 1.0)

    assert pacer.blocked_until(1.0) == 10.0
    # The second said nothing new, so that slots hold.
    assert pacer.reserve(0.0, "interactive").turn == turn
    pacer.observe(Advice(0, 15.0, is_refusal=True), 1.0)
    assert pacer.blocked_until(1.0) == 16.0
    assert slots(pacer, 2) == [16.0, 16.25]
    assert [pacer.reserve(0.0, "bulk").at for _ in range(2)] == [16.5, 16.75]


def test_a_slow_down_within_a_ban_does_not_shorten_it(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    pacer.observe(Advice(0, 100.0, is_refusal=True), 0.0)
    pacer._queue.known_until = 0.0
    heard(pacer, Advice(15, 20.0))

    assert slots(pacer, 2) == [100.0, 100.25]


def test_without_a_rate_only_a_ban_holds() -> None:
    pacer = LocalPacer(rate=None)
    slot = pacer.reserve(1.0, "interactive")
    pacer.observe(Advice(0, 10.0, is_refusal=True), 1.0)

    assert pacer.take(slot, 1.0) == Slot(11.0)
    assert pacer.reserve(1.0, "bulk") == Slot(11.0, "bulk")
    assert pacer.take(Slot(11.0), 11.0) is None
    assert pacer.reserve(12.0, "interactive") == Slot(12.0)
    pacer.give_back(slot)


def test_what_is_sent_without_a_rate_slows_the_others_of_its_queue() -> None:
    unpaced, paced = (sharing(LocalPacer(rate=rate), "token", "https://host") for rate in (None, 2.0))
    heard(unpaced, Advice(105, 30.0))
    unpaced.observe(Advice(104, 30.0), 0.0)

    assert slots(paced, 2) == pytest.approx([0.3, 0.8])


@pytest.mark.parametrize("rate", [1 / 3_600, 1_000_000, None])
def test_a_rate_is_from_one_an_hour_to_a_million_a_second(rate: float | None) -> None:
    slot = LocalPacer(rate=rate).reserve(0.0, "interactive")
    assert slot.at == 0.0


@pytest.mark.parametrize("wrong", [1 / 3_601, 1_000_001, 0, -1, math.nan, math.inf, True, "3.8", b"1"], ids=str)
def test_another_rate_is_refused(wrong: float) -> None:
    with pytest.raises(tenantry.NotSent, match="rate"):
        LocalPacer(rate=wrong)


@pytest.mark.parametrize("left", [1_000, 305], ids=["much", "just enough"])
def test_where_enough_is_left_for_our_rate_a_rest_allows_a_burst(left: int) -> None:
    pacer = knowing(LocalPacer(rate=1.0))
    slots(pacer, 1)
    heard(pacer, Advice(left, 300.0), now=100.0)

    assert slots(pacer, 21, now=100.0) == [100.0] * 20 + [101.0]


def test_a_tenth_less_is_not_news(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    given = pacer.reserve(0.0, "interactive")
    heard(pacer, Advice(45, 11.0))

    assert pacer.take(given, 0.25) is None
    assert slots(pacer, 2) == [0.5, 0.775]


def test_what_was_slow_is_over_when_its_window_ends(pacer: LocalPacer) -> None:
    slots(pacer, 1)
    heard(pacer, Advice(15, 20.0))
    given = Slot(20.0, turn=pacer._queue.turn)
    heard(pacer, Advice(405, 200.0), now=20.0)

    # Slower than the rate by far, if not as slow as before.
    later = pacer.take(given, 20.0)
    assert later is not None
    assert later.at == 20.5
