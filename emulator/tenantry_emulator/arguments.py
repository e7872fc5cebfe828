"""Arguments of users, refused at once where they cannot be, and not when a request meets them."""

import dataclasses
import os
import typing
from typing import Any, Literal

from jsonschema_rs import Draft202012Validator

from .errors import WrongArgument
from .wire.json_types import Json, JsonObject, as_list, as_text

WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "True or False",
    "array": "a list of texts",
}
# More of anything than there is, and less than what no clock and no database can count.
MOST = 1_000_000_000_000
TYPES: dict[object, JsonObject] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 1, "maximum": MOST},
    float: {"type": "number", "exclusiveMinimum": 0, "maximum": MOST},
    str: {"type": "string"},
}
PORT: JsonObject = {"type": "integer", "minimum": 0, "maximum": 65_535}
SOME: JsonObject = {"type": "integer", "minimum": 1, "maximum": MOST}
SWITCH: JsonObject = {"type": "boolean"}
TEXT: JsonObject = {"type": "string", "minLength": 1}
TEXTS: JsonObject = {"type": "array", "items": {"type": "string"}}
ACCOUNT: JsonObject = {"type": "string", "pattern": "^[0-9a-f]{32}$"}


def check(name: str, value: object, schema: JsonObject) -> None:
    """Refuse a value that does not fit, and say what would."""
    if not _fits(value, schema):
        raise WrongArgument(f"{name} takes {_described(schema)}, not {value!r}")


def check_instance(name: str, value: object, *types: type) -> None:
    """Refuse a value of another type than these."""
    if not isinstance(value, types):
        names = ("None" if each is type(None) else each.__name__ for each in types)
        raise WrongArgument(f"{name} takes {' or '.join(names)}, not {value!r}")


def check_path(name: str, value: str | os.PathLike[str]) -> None:
    """Refuse what cannot be the path of any file, or what the runtime, which wants UTF-8, cannot be told."""
    try:
        encoded = os.fsencode(value)
        encoded.decode()
    except ValueError:
        encoded = b""
    if not encoded or b"\0" in encoded:
        raise WrongArgument(f"{name} takes the path of a file, not {value!r}")


# Any: a dataclass of any kind.
def check_fields(value: Any) -> None:
    """Refuse what does not fit the type of its field; whole numbers begin at 1."""
    hints = typing.get_type_hints(type(value))
    for field in dataclasses.fields(value):
        hint = hints[field.name]
        choices: JsonObject = {"enum": [*typing.get_args(hint)]}
        check(field.name, getattr(value, field.name), choices if typing.get_origin(hint) is Literal else TYPES[hint])


def _fits(value: object, schema: JsonObject) -> bool:
    try:
        return Draft202012Validator(schema).is_valid(value)
    except (TypeError, ValueError, OverflowError):
        # It is not a value of JSON, be it a text that is not Unicode.
        return False


def _described(schema: JsonObject) -> str:
    if "enum" in schema:
        return f"one of {', '.join(map(str, as_list(schema['enum'])))}"
    bounds = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to"}
    limits = [f"{word} {_number(schema[bound])}" for bound, word in bounds.items() if bound in schema]
    more = ["that is not empty"] if "minLength" in schema else []
    more += [f"that matches {schema['pattern']}"] if "pattern" in schema else []
    return " ".join([WORDS[as_text(schema["type"])], *limits, *more])


def _number(value: Json) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
