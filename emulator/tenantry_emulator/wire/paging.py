"""Where a page of a list begins, and which rows the tag filter selects."""

import base64
import binascii
from dataclasses import dataclass

from .refusals import BAD_PARAMETER, Refusal


@dataclass(frozen=True)
class TagFilter:
    """Tags that a script must have (True) or must not have (False)."""

    pairs: tuple[tuple[str, bool], ...] = ()
    all_must_hold: bool = True


def cursor_after(name: str) -> str:
    """A cursor for the page behind this name. Opaque, so that no client learns to make one."""
    return base64.urlsafe_b64encode(name.encode()).decode()


def name_before(cursor: str) -> str:
    """The name behind which the cursor's page begins."""
    try:
        return base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise Refusal(BAD_PARAMETER, "The cursor is not one that this server gave.", pointer="/cursor") from error


def tag_filter(text: str, *, all_must_hold: bool) -> TagFilter:
    """The filter that a query such as `plan-pro:yes,beta:no` means."""
    return TagFilter(tuple(_selected(pair) for pair in text.split(",")) if text else (), all_must_hold)


def _selected(pair: str) -> tuple[str, bool]:
    tag, _, allowed = pair.rpartition(":")
    if not tag or allowed not in ("yes", "no"):
        raise Refusal(BAD_PARAMETER, f"The tag filter {pair!r} is not of the form tag:yes or tag:no.", pointer="/tags")
    return tag, allowed == "yes"
