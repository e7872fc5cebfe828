"""What `on_event` is told, in the order in which it happens.

Asked         a request goes out (request)
Answered      it has an answer, of whatever status (response)
Unanswered    it has none
Repeating     it will be sent once more (retry)
Waiting       a call waits: in our own queue, for Cloudflare's limit, or before it is repeated (wait)
Remarked      a success came with messages (message)
Warned        what is done is likely a mistake (warning)
Progressed    something of many steps is so far (progress)

Events hold no secrets, and neither headers nor bodies. They are told in the thread or task that they concern.
"""

from typing import Literal

from attrs import frozen

from tenantry.errors import Error, Problem

__all__ = ["Answered", "Asked", "Event", "Progressed", "Remarked", "Repeating", "Unanswered", "Waiting", "Warned"]


Why = Literal["turn", "rate limit", "repeat"]


@frozen
class Asked:
    """A request goes out."""

    method: str
    path: str
    attempt: int
    """1 for the first; each attempt is a request."""


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
    attempt: int = 1


@frozen
class Unanswered:
    """A request has no answer, or none that could be read to its end."""

    method: str
    path: str
    seconds: float
    failure: Error
    attempt: int = 1


@frozen
class Repeating:
    """A request failed, and will be sent once more."""

    method: str
    path: str
    attempt: int
    """The one that failed."""
    failure: Error


@frozen
class Waiting:
    """A call waits before it is sent."""

    method: str
    path: str
    seconds: float
    why: Why
    """For its turn among our own calls, for Cloudflare's rate limit, or before it is repeated."""


@frozen
class Remarked:
    """A success came with messages; they are also logged as warnings of the logger `tenantry`."""

    method: str
    path: str
    messages: tuple[Problem, ...]


@frozen
class Warned:
    """What is done is likely a mistake; it is also logged as a warning of the logger `tenantry`."""

    text: str
    script: str
    """The script that it is done for."""


@frozen
class Progressed:
    """Something of many steps is so far."""

    what: str
    """Of static assets: "hashed", then "stored", which counts what Cloudflare had before."""
    done: int
    total: int
    script: str | None = None
    """The script that it is done for."""


Event = Asked | Answered | Unanswered | Repeating | Waiting | Remarked | Warned | Progressed
