"""A step in another process, which has a client of its own and tells what its calls were answered."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Literal

from attrs import evolve, field, frozen

import tenantry
from tenantry_fleet.journal.records import ScriptRecord
from tenantry_fleet.operations.operation import Operation

from .step import Ended, Observation, step

_mine = threading.local()


@frozen
class Link:
    """How a worker gets at the namespace. It has no token: that is in the worker's environment, or the factory's."""

    # What was pickled is not equal to what it is made of again; so a link has a name.
    name: str
    client_factory: Callable[..., tenantry.Client] = field(eq=False)
    account_id: str
    base_url: str
    namespace: str


class Recorder:
    """A pacer that lets all calls pass, for their turn was waited for elsewhere, and records what they are answered."""

    is_local = True

    def __init__(self) -> None:
        self._blocked_until = -math.inf
        self._seen: list[Observation] = []

    def reserve(self, now: float, priority: Literal["interactive", "bulk"]) -> tenantry.Slot:
        """Now, unless Cloudflare takes no calls."""
        return tenantry.Slot(max(now, self._blocked_until), priority)

    def take(self, slot: tenantry.Slot, now: float) -> tenantry.Slot | None:
        """None where the call is to be sent now."""
        return self.reserve(now, slot.priority) if self._blocked_until > now else None

    def give_back(self, slot: tenantry.Slot) -> None:
        """There are enough."""

    def observe(self, advice: tenantry.Advice | None, now: float, *, is_answered: bool = True) -> None:
        """Note it, for the pacer of the process that submits the steps."""
        if advice is not None and advice.is_refusal:
            self._blocked_until = max(self._blocked_until, now + advice.seconds)
        self._seen.append(Observation(advice, is_answered))

    def blocked_until(self, now: float) -> float:
        """When Cloudflare takes calls again."""
        return self._blocked_until

    def taken(self) -> list[Observation]:
        """What was seen since it was asked last."""
        seen, self._seen = self._seen, []
        return seen


def step_elsewhere(link: Link, operation: Operation, row: ScriptRecord, once: str) -> Ended:
    """Do a step. `once` is another each time: some executors do not repeat what they have done with equal arguments."""
    try:
        namespace, recorder = _connected(link)
    except Exception as error:  # noqa: BLE001  # whatever the user's factory raises; without a client nothing is done
        said = isinstance(error, tenantry.Error)
        why = str(error) if said else f"client_factory= failed: {type(error).__name__}: {error}"
        return Ended({"state": "waiting", "attempts": row.attempts, "why": why}, operators=why)
    ended = step(namespace, operation, row)
    return evolve(ended, seen=recorder.taken())


def _connected(link: Link) -> tuple[tenantry.Namespace, Recorder]:
    """The namespace and the pacer of its client; a thread keeps them, so that its connection stays open."""
    if getattr(_mine, "link", None) != link:
        recorder = Recorder()
        client = link.client_factory(account_id=link.account_id, base_url=link.base_url, pacer=recorder)
        patient = client.with_options(max_wait=math.inf)
        _mine.link, _mine.connected = link, (patient.namespace(link.namespace), recorder)
    connected: tuple[tenantry.Namespace, Recorder] = _mine.connected
    return connected
