"""What the headers of an answer say of the rate limit.

https://developers.cloudflare.com/fundamentals/api/reference/limits/, which follows
https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

# An item of a list: a string or a token, and its parameters. Header values are short, and this does not backtrack.
_ITEM = re.compile(r'("[^"]*"|[^\s",;]+)((?:\s*;[^",;]*)*)')
_PARAMETER = re.compile(r";\s*(\w+)=(\d{1,9})(?![\w.])")


@frozen
class Advice:
    """So many requests are left for so many seconds."""

    remaining: int
    seconds: float


def advice(headers: Mapping[str, str]) -> Advice | None:
    """The tightest budget that the headers tell of; None if they tell of none, or cannot be read."""
    windows = {name: values.get("w") for name, values in _items(headers.get("ratelimit-policy", ""))}
    found = [
        Advice(values["r"], seconds)
        for name, values in _items(headers.get("ratelimit", ""))
        # Without `t`, the budget lasts for a window at most.
        if "r" in values and (seconds := values.get("t", windows.get(name)))
    ]
    return min(found, key=lambda budget: budget.remaining / budget.seconds, default=None)


def _items(header: str) -> Iterator[tuple[str, dict[str, int]]]:
    for name, parameters in _ITEM.findall(header):
        yield name.strip('"'), {key: int(value) for key, value in _PARAMETER.findall(parameters)}
