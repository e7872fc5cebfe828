"""Arguments of users, refused where they are given, and not when a rollout meets them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tenantry import NotSent


def expect(name: str, value: object, kinds: type | tuple[type, ...], what: str) -> None:
    """Raises NotSent for a value of another kind."""
    if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
        raise NotSent(f"{name} is {what}, not {type(value).__name__}.")


def expect_text(name: str, value: object) -> None:
    """Raises NotSent for anything but a text, also for one that a terminal or a file name gave and that is none."""
    expect(name, value, str, "a text")
    try:
        str(value).encode()
    except UnicodeEncodeError:
        raise NotSent(f"{name} has bytes that are not UTF-8.") from None


def expect_callable(name: str, value: object, what: str) -> None:
    """Raises NotSent for something that cannot be called, unless it is None."""
    if value is not None and not callable(value):
        raise NotSent(f"{name} is {what}, not {type(value).__name__}.")


def expect_number(name: str, value: object, kinds: tuple[type, ...] = (int, float), least: float = 0) -> None:
    """Raises NotSent for anything but a number of this kind that is not less, and not infinite."""
    is_number = isinstance(value, kinds) and not isinstance(value, bool)
    if not is_number or not least <= value < math.inf:  # type: ignore[operator]  # it is a number
        raise NotSent(f"{name} is a {'whole ' if kinds == (int,) else ''}number from {least:g}.")


def texts(name: str, given: object) -> list[str]:
    """A list of texts; a single text is none, though it can be gone through."""
    found = [*given] if isinstance(given, Iterable) and not isinstance(given, str | bytes) else [None]
    chosen = [each for each in found if isinstance(each, str)]
    if len(chosen) != len(found):
        raise NotSent(f"{name} is a list of texts.")
    return chosen
