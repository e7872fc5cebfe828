"""JSON as types, and how to read values that may have any type."""

from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = dict[str, Json]


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
