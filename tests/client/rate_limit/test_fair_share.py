"""How much of the budget is ours, where others use the same token."""

import pytest

from tenantry._rate_limit.fair_share import FairShare
from tenantry._rate_limit.headers import Advice


def test_alone_a_budget_is_all_ours_but_for_a_few() -> None:
    share = FairShare()

    assert share.interval(Advice(105, 50.0), 0.0, finished=0, under_way=0) == 0.5
    # Ten calls later, ten less: nobody else was there.
    assert share.interval(Advice(95, 40.0), 10.0, finished=10, under_way=0) == pytest.approx(40 / 90)


def test_what_others_took_they_will_take_on() -> None:
    share = FairShare()
    share.interval(Advice(1_000, 300.0), 0.0, finished=0, under_way=0)

    # In a hundred seconds, a hundred of ours and two hundred of others: another four hundred of theirs will follow.
    assert share.interval(Advice(700, 200.0), 100.0, finished=100, under_way=0) == pytest.approx(200 / (700 - 5 - 400))


def test_what_is_under_way_is_not_there_any_more() -> None:
    assert FairShare().interval(Advice(105, 50.0), 0.0, finished=0, under_way=50) == 1.0


def test_where_nothing_is_left_the_next_call_is_never() -> None:
    assert FairShare().interval(Advice(5, 50.0), 0.0, finished=0, under_way=0) == float("inf")


def test_a_new_window_forgets_the_others() -> None:
    share = FairShare()
    share.interval(Advice(1_000, 300.0), 0.0, finished=0, under_way=0)
    share.interval(Advice(100, 100.0), 200.0, finished=0, under_way=0)

    assert share.interval(Advice(1_205, 300.0), 300.0, finished=1, under_way=0) == 0.25


def test_a_few_calls_of_others_in_a_moment_are_counted_as_if_it_were_ten_seconds() -> None:
    share = FairShare()
    share.interval(Advice(1_000, 300.0), 0.0, finished=0, under_way=0)

    assert share.interval(Advice(990, 299.0), 1.0, finished=0, under_way=0) == pytest.approx(299 / (990 - 5 - 299))


def test_calls_of_ours_that_are_not_counted_yet_are_not_taken_for_a_gift_of_others() -> None:
    share = FairShare()
    share.interval(Advice(1_000, 300.0), 0.0, finished=0, under_way=0)

    assert share.interval(Advice(1_000, 200.0), 100.0, finished=50, under_way=0) == pytest.approx(200 / 995)


def test_a_budget_that_stays_as_it_is_is_the_same_window() -> None:
    share = FairShare()
    share.interval(Advice(1_000, 300.0), 0.0, finished=0, under_way=0)
    share.interval(Advice(800, 200.0), 100.0, finished=0, under_way=0)

    # Two a second since the beginning.
    assert share.interval(Advice(800, 200.0), 100.0, finished=0, under_way=0) == pytest.approx(200 / (795 - 400))
