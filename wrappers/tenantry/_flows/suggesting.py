"""What may have been meant where a namespace does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tenantry._flow import Flow
from tenantry._flows import namespaces
from tenantry.errors import Error, NamespaceNotFound

T = TypeVar("T")

# More than these say nothing at a glance; list_namespaces() has them all.
_SHOWN = 5


def alternatives(account: str, name: str, flow: Flow[T]) -> Flow[T]:
    """The flow; where it fails because the namespace is missing, one request more tells which others there are."""
    try:
        return (yield from flow)
    except NamespaceNotFound as refusal:
        missing = refusal
    try:
        there = yield from namespaces.list_all(account)
    except Error:
        # What is known stays true: this was only to say more.
        pass
    else:
        missing.hint_also(_hint(name, [each.namespace_name for each in there if each.namespace_name]))
    raise missing


def _hint(name: str, there: Sequence[str]) -> str:
    # Needed for this alone.
    from difflib import get_close_matches

    if name in there:
        return f"Yet {name!r} is listed; one that was just created may need some seconds to be found."
    if near := get_close_matches(name, there, n=1):
        return f"Did you mean {near[0]!r}?"
    if 0 < len(there) <= _SHOWN:
        return f"There are: {', '.join(sorted(there))}."
    return "" if there else "The account has no dispatch namespace."
