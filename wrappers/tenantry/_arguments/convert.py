"""Arguments of many verbs: as Cloudflare takes them, or refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias, TypeVar

from tenantry._arguments.checks import checked
from tenantry.errors import NotSent
from tenantry_api import models

T = TypeVar("T")

JSON: TypeAlias = str | int | float | bool | Sequence["JSON"] | Mapping[str, "JSON"] | None


def as_list(what: str, values: Iterable[T] | None) -> list[T] | None:
    """The values as a list; a text or a mapping is iterable, and yet no list."""
    if values is None:
        return None
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
        raise NotSent(f"{what} must be a list, not {type(values).__name__}.")
    return [*values]


def named(what: str, values: Mapping[str, T] | None) -> Mapping[str, T]:
    """The values by their names; None is none at all."""
    if not isinstance(values, Mapping | None):
        raise NotSent(f"{what} must be a mapping of names to values, not {type(values).__name__}.")
    return values or {}


def texts(what: str, values: Iterable[str]) -> list[str]:
    """The values as a list; one str is refused, since it would become a list of its letters."""
    found = as_list(what, values)
    if found is None or not all(isinstance(value, str) for value in found):
        raise NotSent(f"{what} must be a list of str, such as {what}=['a', 'b'].")
    return found


def tag_list(given: Iterable[str]) -> list[str]:
    """Tags, each of which can also stand in a path, where it is taken away again."""
    return [checked("A tag", tag) for tag in texts("tags", given)]


def day(given: str | date) -> str:
    """A day as Cloudflare writes it; whether it is one, Cloudflare says."""
    if isinstance(given, datetime):
        return given.date().isoformat()
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str):
        return given
    raise NotSent(f"compatibility_date is a date, or a text such as '2026-01-31', not {type(given).__name__}.")


def secret(name: str, value: object) -> models.SecretText:
    """A secret to set; None is refused: a variable that is not set must not wipe a key."""
    checked("The name of a secret", name)
    if not isinstance(value, str):
        raise NotSent(f"Secret {name!r} must be a str, not {type(value).__name__}; is a variable not set?")
    return models.SecretText(name=name, text=value)


def variable(name: str, value: JSON) -> models.Binding:
    """A variable: a text as it is, anything else as JSON."""
    checked("The name of a variable", name)
    if isinstance(value, str):
        return models.PlainText(name=name, text=value)
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        unwritable = f"Variable {name!r} is not JSON: {error}"
    else:
        return models.Json(name=name, json=value)
    raise NotSent(unwritable)


def binding(given: models.Binding) -> models.Binding:
    """A binding, if it is one."""
    if not hasattr(given, "to_dict") or not hasattr(given, "name"):
        raise NotSent(f"A binding is made by tenantry.bindings, such as bindings.D1(…), not {type(given).__name__}.")
    if not isinstance(given.name, str):
        raise NotSent(f"The name of a binding must be a str, not {type(given.name).__name__}.")
    return given


def unique_names(bindings: list[models.Binding]) -> list[models.Binding]:
    """The bindings, if no two have one name."""
    names = [binding.name for binding in bindings if binding.name]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise NotSent(f"Two bindings, variables or secrets are called {', '.join(twice)}.")
    return bindings
