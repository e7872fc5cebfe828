"""What may be said of a script beside its code and its bindings: its date, its limits and its tags."""

import re
from collections.abc import Sequence
from datetime import date

from tenantry_emulator.clock import Clock
from tenantry_emulator.context.guesses import Guesses
from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.wire.json_types import JsonObject, as_object
from tenantry_emulator.wire.refusals import BAD_TAG, INVALID, TAG_TOO_LONG, TOO_MANY_TAGS, Refusal

DATE = "/compatibility_date"
# Both have a meaning in the tag filter.
# https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/tags/
FORBIDDEN = ",&"


def check_compatibility_date(wanted: JsonObject, clock: Clock) -> None:
    """Refuse a date that is not a day, or that is still to come."""
    if "compatibility_date" not in wanted:
        return
    day = _day(str(wanted["compatibility_date"]))
    if day is None:
        raise Refusal(INVALID, f"Invalid compatibility date: {wanted['compatibility_date']}", pointer=DATE)
    if day > clock.now().date():
        raise Refusal(INVALID, f"Can't set compatibility date in the future: {day}", pointer=DATE)


def _day(text: str) -> date | None:
    """The day, written as `2026-01-31`; the standard library reads other forms of ISO 8601 too."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check_limits(wanted: JsonObject, guesses: Guesses) -> None:
    """Refuse limits that nobody can have."""
    for name, most in (("cpu_ms", guesses.max_cpu_ms), ("subrequests", guesses.max_subrequests)):
        value = as_object(wanted.get("limits")).get(name)
        if isinstance(value, int) and not 1 <= value <= most:
            raise Refusal(INVALID, f"The limit {name} is between 1 and {most}, not {value}.", pointer=f"/limits/{name}")


def accepted(context: RequestContext, tags: Sequence[str]) -> list[str]:
    """The tags, each once, if a script may have them."""
    once = list(dict.fromkeys(tags))
    if len(once) > context.guesses.max_tags:
        text = f"{len(once)} tags are too many: a script may have {context.guesses.max_tags}."
        raise Refusal(TOO_MANY_TAGS, text, pointer="/tags")
    for tag in once:
        if not tag or any(character in FORBIDDEN for character in tag):
            raise Refusal(BAD_TAG, f"{tag!r} cannot be a tag.", pointer="/tags")
        if len(tag) > context.guesses.max_tag_length:
            raise Refusal(TAG_TOO_LONG, f"A tag may have {context.guesses.max_tag_length} characters.", pointer="/tags")
    return once
