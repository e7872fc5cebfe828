"""What a pacer is: this process has one, and users may bring another, such as one that several hosts share."""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

from attrs import frozen

from tenantry._public import public
from tenantry._rate_limit.headers import Advice

Priority: TypeAlias = Literal["interactive", "bulk"]


@public
@frozen
class Slot:
    """The time at which to ask the pacer for leave to send one call; the rest is for the pacer that gave it."""

    at: float
    priority: Priority = "interactive"
    turn: int = 0
    moved: float = 0.0


@public
class Pacer(Protocol):
    """Says when calls may be sent. Provisional: it may change in any release.

    For each attempt at a call a client asks `reserve`; at the time of the slot it asks `take`, again and again while it
    is given another slot; and once the attempt has ended it tells `observe`. Times are seconds of the client's clock,
    `time.monotonic`; a pacer that hosts share counts from `now`.

    A pacer is called by many threads at once. One that fails makes the call that asks it fail with NotSent; what it
    is told is then logged and lost. How often calls are repeated is not its concern.
    """

    @property
    def is_local(self) -> bool:
        """Whether it does no I/O, and never waits; one that does is called in a thread by async clients.

        A call that is cancelled tells the pacer so where it is, in the event loop too: `give_back` and `observe` have
        to be quick.
        """
        ...

    def reserve(self, now: float, priority: Priority) -> Slot:
        """A place in the queue. Bulk calls give way to interactive ones."""
        ...

    def take(self, slot: Slot, now: float) -> Slot | None:
        """None where the call is to be sent now; where it is not, the slot to wait for instead."""
        ...

    def give_back(self, slot: Slot) -> None:
        """The slot of a call that will not be sent."""
        ...

    def observe(self, advice: Advice | None, now: float, *, is_answered: bool = True) -> None:
        """What an answer says of the rate limit; None where it says nothing of it, or never came.

        `is_answered` tells the two apart. After a refusal for the rate limit it is told once more, with `is_refusal`
        and for how long.
        """
        ...

    def blocked_until(self, now: float) -> float:
        """When Cloudflare takes calls again after a refusal; a time that is over where it does now.

        It is asked before each wait, whether the wait is Cloudflare's, and counts for `max_wait`.
        """
        ...
