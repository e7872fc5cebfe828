"""JSON as types, how to read it, and how to read values that may have any type."""

import json
import math
from typing import TypeAlias

from .turns import Turns

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = dict[str, Json]


def from_json(text: bytes) -> Json:
    """The value; ValueError for what no JSON can answer again, though Python reads it, and for what is too deep."""
    reader = _Reader()
    try:
        value: Json = json.loads(
            text,
            object_hook=reader.same,
            parse_int=reader.integer,
            parse_float=reader.number,
            parse_constant=reader.number,
        )
        if b"\\ud" in text or b"\\uD" in text:
            # Half of a character, maybe.
            to_json(value).encode()
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def to_json(value: Json) -> str:
    """JSON, written piece by piece, so that other threads have their turn."""
    return "".join(Turns().between(json.JSONEncoder(ensure_ascii=False).iterencode(value)))


class _Reader:
    """Called for each object and each number: what is read of them, and turns for other threads between."""

    def __init__(self) -> None:
        self._turns = Turns()

    def same(self, value: JsonObject) -> JsonObject:
        self._turns.count()
        return value

    def integer(self, text: str) -> int:
        self._turns.count()
        return int(text)

    def number(self, text: str) -> float:
        """`NaN`, `Infinity` and 1e400 are none."""
        self._turns.count()
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
