"""Checks of a single argument: a name that can stand in a path, a flag."""

from __future__ import annotations

import unicodedata

from tenantry.errors import NotSent


def valid_name(kind: str, name: object) -> str:
    """The name, if a request can be addressed with it.

    Cloudflare alone knows its exact rules and is asked; refused is what would address something else (`..` is
    the level above, an empty name the whole list) or cannot be written into a URL.
    """
    if not isinstance(name, str):
        raise NotSent(f"{kind} must be a str, not {type(name).__name__}.")
    if not name:
        raise NotSent(f"{kind} is empty.")
    if name in {".", ".."}:
        raise NotSent(f"{kind} {name!r} would address something else: not sent.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in name):
        raise NotSent(f"{kind} {name!r} has a control character; was a newline copied with it?")
    return name


def valid_flag(name: str, value: object) -> bool:
    """The value, if it is a bool; any text would count as True, 'no' too."""
    if isinstance(value, bool):
        return value
    raise NotSent(f"{name} is True or False, not {type(value).__name__}.")
