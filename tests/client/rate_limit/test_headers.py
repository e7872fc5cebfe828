"""What is read from the headers about the rate limit, and what is not."""

import pytest

from tenantry._rate_limit import Advice, advice
from tenantry._share import Share

SAID = {
    "as documented": ({"ratelimit": '"default";r=50;t=30'}, Advice(50, 30)),
    "a token for a name": ({"ratelimit": "default;r=50;t=30"}, Advice(50, 30)),
    "with spaces": ({"ratelimit": ' "default" ; r=50 ;  t=30 '}, Advice(50, 30)),
    "with more parameters": ({"ratelimit": '"default";pk=:abc=:;t=30;r=50;x'}, Advice(50, 30)),
    "the tightest of several": ({"ratelimit": '"a";r=500;t=30, "b";r=5;t=1, "c";r=1;t=60'}, Advice(1, 60)),
    "a name with what else ends it": ({"ratelimit": '"a;r=1,b";r=50;t=30'}, Advice(50, 30)),
    "a window in the policy": (
        {"ratelimit": '"default";r=50', "ratelimit-policy": '"burst";q=9;w=9, "default";q=100;w=60'},
        Advice(50, 60),
    ),
}
UNSAID = {
    "nothing": {},
    "empty": {"ratelimit": ""},
    "the policy alone": {"ratelimit-policy": '"default";q=100;w=60'},
    "no time": {"ratelimit": '"default";r=50'},
    "no remainder": {"ratelimit": '"default";t=50'},
    "no time left": {"ratelimit": '"default";r=50;t=0'},
    "no numbers": {"ratelimit": '"default";r=many;t=soon'},
    "below zero": {"ratelimit": '"default";r=-5;t=30'},
    "not whole": {"ratelimit": '"default";r=5.5;t=30'},
    "a number without end": {"ratelimit": f'"default";r={"9" * 5_000};t=30'},
    "something else": {"ratelimit": "limit=100, remaining=50"},
}


@pytest.mark.parametrize(("headers", "expected"), SAID.values(), ids=SAID)
def test_a_budget_is_read(headers: dict[str, str], expected: Advice) -> None:
    assert advice(headers) == expected


@pytest.mark.parametrize("headers", UNSAID.values(), ids=UNSAID)
def test_what_cannot_be_read_is_no_budget(headers: dict[str, str]) -> None:
    assert advice(headers) is None


def test_a_long_header_is_read_in_no_time() -> None:
    assert advice({"ratelimit": ";" * 100_000 + '"' * 100_001}) is None


# --- whose the budget is ---


def test_alone_a_budget_is_all_ours_but_for_a_few() -> None:
    share = Share()

    assert share.interval(Advice(105, 50.0), 0.0, landed=0, under_way=0) == 0.5
    # Ten calls later, ten less: nobody else was there.
    assert share.interval(Advice(95, 40.0), 10.0, landed=10, under_way=0) == pytest.approx(40 / 90)


def test_what_others_took_they_will_take_on() -> None:
    share = Share()
    share.interval(Advice(1_000, 300.0), 0.0, landed=0, under_way=0)

    # In a hundred seconds, a hundred of ours and two hundred of others: another four hundred of theirs will follow.
    assert share.interval(Advice(700, 200.0), 100.0, landed=100, under_way=0) == pytest.approx(200 / (700 - 5 - 400))


def test_what_is_under_way_is_not_there_any_more() -> None:
    assert Share().interval(Advice(105, 50.0), 0.0, landed=0, under_way=50) == 1.0


def test_where_nothing_is_left_the_next_call_is_never() -> None:
    assert Share().interval(Advice(5, 50.0), 0.0, landed=0, under_way=0) == float("inf")


def test_a_new_window_forgets_the_others() -> None:
    share = Share()
    share.interval(Advice(1_000, 300.0), 0.0, landed=0, under_way=0)
    share.interval(Advice(100, 100.0), 200.0, landed=0, under_way=0)

    assert share.interval(Advice(1_205, 300.0), 300.0, landed=1, under_way=0) == 0.25
