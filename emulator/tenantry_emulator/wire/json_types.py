"""JSON as types, how to read it, and how to read values that may have any type."""

import json
import math
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = dict[str, Json]


def from_json(text: bytes) -> Json:
    """The value; ValueError for what no JSON can answer again, though Python reads it, and for what is too deep."""
    try:
        value: Json = json.loads(text, parse_constant=_number, parse_float=_number)
        if b"\\ud" in text.lower():
            # Half of a character, maybe.
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def _number(text: str) -> float:
    """`NaN`, `Infinity` and 1e400 are none."""
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text} is not a number of JSON")
    return number


def well_formed(text: str) -> str:
    """The text without halves of characters, which only JavaScript has: its own `toWellFormed` does the same."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_object(value: Json) -> JsonObject:
    """The object; an empty one if it is anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """The array; an empty one if it is anything else."""
    return value if isinstance(value, list) else []


def as_text(value: Json) -> str:
    """The string; an empty one if it is anything else."""
    return value if isinstance(value, str) else ""


def texts(value: Json) -> list[str]:
    """The strings of an array."""
    return [item for item in as_list(value) if isinstance(item, str)]
