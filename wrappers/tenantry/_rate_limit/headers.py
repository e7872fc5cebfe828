"""What the headers of an answer say of the rate limit.

https://developers.cloudflare.com/fundamentals/api/reference/limits/, which follows
https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from tenantry._public import public

# An item of a list: a string or a token, and its parameters. Header values are short, and this does not backtrack.
_ITEM = r'("[^"]*"|[^\s",;]+)((?:\s*;[^",;]*)*)'
_PARAMETER = r";\s*(\w+)=(\d{1,9})(?![\w.])"


# Requests in five minutes, of a user; more, and all are refused for the next five.
LIMIT, WINDOW = 1_200, 300.0


@public
@frozen
class Advice:
    """So many requests are left for so many seconds, of `quota` in all."""

    remaining: int
    seconds: float
    quota: int = LIMIT
    is_refusal: bool = False
    """Whether this was said by a refusal, after which nothing is taken for so many seconds."""


def advice(headers: Mapping[str, str]) -> Advice | None:
    """The tightest budget in the headers; None where they have none, or cannot be read."""
    policies = dict(_items(headers.get("ratelimit-policy", "")))
    found: list[Advice] = []
    for name, values in _items(headers.get("ratelimit", "")):
        policy = policies.get(name, {})
        # Without `t`, the budget lasts for a window at most.
        if "r" in values and (seconds := values.get("t", policy.get("w"))):
            found.append(Advice(values["r"], seconds, policy.get("q", LIMIT)))
    return min(found, key=lambda budget: budget.remaining / budget.seconds, default=None)


def _items(header: str) -> Iterator[tuple[str, dict[str, int]]]:
    for name, parameters in re.findall(_ITEM, header):
        yield name.strip('"'), {key: int(value) for key, value in re.findall(_PARAMETER, parameters)}
