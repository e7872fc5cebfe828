"""Which compatibility dates a script may have."""

import re
from datetime import date

from tenantry_emulator.clock import Clock
from tenantry_emulator.wire.json_types import JsonObject
from tenantry_emulator.wire.refusals import INVALID, Refusal

POINTER = "/compatibility_date"


def check_compatibility_date(wanted: JsonObject, clock: Clock) -> None:
    """Refuse a date that is not a day, or that is still to come."""
    if "compatibility_date" not in wanted:
        return
    day = _day(str(wanted["compatibility_date"]))
    if day is None:
        raise Refusal(INVALID, f"Invalid compatibility date: {wanted['compatibility_date']}", pointer=POINTER)
    if day > clock.now().date():
        raise Refusal(INVALID, f"Can't set compatibility date in the future: {day}", pointer=POINTER)


def _day(text: str) -> date | None:
    """The day, written as `2026-01-31`; the standard library reads other forms of ISO 8601 too."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
