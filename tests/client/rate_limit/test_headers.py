"""What is read from the headers about the rate limit, and what is not."""

import pytest

from tenantry._rate_limit.headers import Advice, advice

SAID = {
    "as documented": ({"ratelimit": '"default";r=50;t=30'}, Advice(50, 30)),
    "a token for a name": ({"ratelimit": "default;r=50;t=30"}, Advice(50, 30)),
    "with spaces": ({"ratelimit": ' "default" ; r=50 ;  t=30 '}, Advice(50, 30)),
    "with more parameters": ({"ratelimit": '"default";pk=:abc=:;t=30;r=50;x'}, Advice(50, 30)),
    "the tightest of several": ({"ratelimit": '"a";r=500;t=30, "b";r=5;t=1, "c";r=1;t=60'}, Advice(1, 60)),
    "a name with what else ends it": ({"ratelimit": '"a;r=1,b";r=50;t=30'}, Advice(50, 30)),
    "a quota in the policy": (
        {"ratelimit": '"default";r=50;t=30', "ratelimit-policy": '"burst";q=9;w=9, "default";q=100'},
        Advice(50, 30, 100),
    ),
    "a policy of another name": (
        {"ratelimit": '"default";r=50;t=30', "ratelimit-policy": '"burst";q=100;w=60'},
        Advice(50, 30, 1_200),
    ),
    "a window in the policy": (
        {"ratelimit": '"default";r=50', "ratelimit-policy": '"burst";q=9;w=9, "default";q=100;w=60'},
        Advice(50, 60, 100),
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
def test_a_header_that_cannot_be_read_gives_no_budget(headers: dict[str, str]) -> None:
    assert advice(headers) is None


def test_a_long_header_is_read_in_no_time() -> None:
    assert advice({"ratelimit": ";" * 100_000 + '"' * 100_001}) is None
