"""True or False, and nothing that merely counts as one of them: 'no' would count as True."""

from __future__ import annotations

from tenantry.errors import NotSent


def valid_flag(name: str, value: object) -> bool:
    """The value, if it is a bool."""
    if isinstance(value, bool):
        return value
    raise NotSent(f"{name} is True or False, not {type(value).__name__}.")
