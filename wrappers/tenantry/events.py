"""What `on_event` is told."""

from __future__ import annotations

from attrs import frozen

from tenantry.errors import Problem

__all__ = ["Answered", "Event", "Remarked"]


@frozen
class Answered:
    """A request has an answer, of whatever status."""

    method: str
    path: str
    status: int
    seconds: float
    """From sending it to the end of the answer."""
    ray: str | None
    """Cloudflare's id of the request."""


@frozen
class Remarked:
    """A success came with messages; they are also logged as warnings of the logger `tenantry`."""

    method: str
    path: str
    messages: tuple[Problem, ...]


Event = Answered | Remarked
