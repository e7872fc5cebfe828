"""Arguments of many verbs, converted to what Cloudflare takes, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeAlias, TypeVar

from tenantry._arguments.names import valid_name
from tenantry.errors import Error, NotSent
from tenantry_api import models

T = TypeVar("T")
P = ParamSpec("P")

# None may be a variable that was never set: it must not wipe what is there.
_NONE = " Leave it out to keep what is there; an empty one removes."

JSON: TypeAlias = str | int | float | bool | Sequence["JSON"] | Mapping[str, "JSON"] | None


def reading_arguments(read: Callable[P, T]) -> Callable[P, T]:
    """For functions that read objects of the user's: whatever these raise becomes NotSent."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except Error:
            raise
        except Exception as error:  # noqa: BLE001
            raise NotSent(f"What is given cannot be sent: {type(error).__name__}: {error}") from None

    return reading


def valid_flag(name: str, value: object) -> bool:
    """The value, if it is a bool; any text would count as True, 'no' too."""
    if isinstance(value, bool):
        return value
    raise NotSent(f"{name} is True or False, not {type(value).__name__}.")


def as_list(what: str, values: Iterable[T]) -> list[T]:
    """The values as a list; a str and a mapping are iterable, but not lists."""
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
        raise NotSent(f"{what} must be a list, not {type(values).__name__}.{_NONE if values is None else ''}")
    return [*values]


def as_mapping(what: str, values: Mapping[str, T]) -> Mapping[str, T]:
    """The values by their names; `()` is empty, as it is for lists."""
    if isinstance(values, Mapping) or values == ():
        return dict(values)
    text = f"{what} must be a mapping of names to values, not {type(values).__name__}."
    raise NotSent(text + (_NONE if values is None else ""))


def as_str_list(what: str, values: Iterable[str]) -> list[str]:
    """The values as a list; one str is refused, since it would become a list of its letters."""
    found = as_list(what, values)
    if not all(isinstance(value, str) for value in found):
        raise NotSent(f"{what} must be a list of str, such as {what}=['a', 'b'].")
    return found


def as_tags(given: Iterable[str]) -> list[str]:
    """Tags, each of which can also stand in a path, as it does to be removed."""
    return [valid_name("A tag", tag) for tag in as_str_list("tags", given)]


def as_day(given: str | date) -> str:
    """A day as Cloudflare writes it; whether a str is a day, Cloudflare checks."""
    if isinstance(given, date):
        return given.isoformat()[:10]
    if isinstance(given, str):
        return given
    raise NotSent(f"compatibility_date is a date, or a text such as '2026-01-31', not {type(given).__name__}.")


def as_secret(name: str, value: object) -> models.SecretText:
    """A secret to set; None is refused: an environment variable that is not set must not wipe a key."""
    valid_name("The name of a secret", name)
    if not isinstance(value, str):
        raise NotSent(f"Secret {name!r} must be a str, not {type(value).__name__}; is a variable not set?")
    return models.SecretText(name=name, text=value)


def as_variable(name: str, value: JSON) -> models.Binding:
    """A variable: a str as it is, anything else as JSON."""
    valid_name("The name of a variable", name)
    if isinstance(value, str):
        return models.PlainText(name=name, text=value)
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise NotSent(f"Variable {name!r} is not JSON: {error}") from None
    return models.Json(name=name, json=value)


def unique_names(bindings: list[models.Binding]) -> list[models.Binding]:
    """The bindings; two of the same name are refused."""
    names = [binding.name for binding in bindings if binding.name]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise NotSent(f"Two bindings, variables or secrets are called {', '.join(twice)}.")
    return bindings
