"""Steps on an executor whose workers are not this process: they bring their own clients, and wait for our pacer."""

from __future__ import annotations

import logging
import pickle
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager

from attrs import define, field

import tenantry
from tenantry_fleet.context import Context
from tenantry_fleet.journal.records import ScriptRecord
from tenantry_fleet.operations.operation import Operation

from .step import Ended, Observation
from .worker import Link, step_elsewhere

_log = logging.getLogger("tenantry_fleet")


@define
class Elsewhere:
    """Processes, of this machine or of a cluster."""

    executor: Executor
    operation: Operation
    link: Link
    pacer: tenantry.Pacer
    # Turns that were waited for and not spent yet; below 0, calls that workers made beyond what was planned.
    _turns: int = 0
    _slot: tenantry.Slot | None = field(default=None)

    @classmethod
    def of(cls, context: Context, operation: Operation, executor: Executor) -> Elsewhere:
        """Raises NotSent for an operation that cannot get there."""
        client = context.namespace.client
        name = secrets.token_hex(8)
        link = Link(name, context.client_factory, client.account_id, client.base_url, context.namespace.name)
        if isinstance(executor, ProcessPoolExecutor):
            # Other executors may have better means.
            try:
                pickle.dumps((link, operation.carried(None)))
            except (pickle.PicklingError, AttributeError, TypeError) as error:
                raise tenantry.NotSent(f"{operation.kind} cannot be given to another process: {error}") from error
        return cls(executor, operation, link, client.pacer)

    def take_turns(self, calls: int) -> float:
        """Those of our pacer, one for each call."""
        now = time.monotonic()
        try:
            while self._turns < calls:
                self._slot = self._slot or self.pacer.reserve(now, self.operation.priority)
                if self._slot.at > now:
                    return self._slot.at - now
                self._slot = self.pacer.take(self._slot, now)
                self._turns += self._slot is None
        except Exception as error:
            raise tenantry.NotSent(f"The pacer failed: {type(error).__name__}: {error}") from error
        self._turns -= calls
        return 0.0

    def submit(self, row: ScriptRecord) -> Future[Ended]:
        """With all that it needs, and something that no other one has."""
        return self.executor.submit(step_elsewhere, self.link, self.operation.carried(row), row, secrets.token_hex(8))

    def settle(self, ended: Ended, calls: int) -> None:
        """Tell the pacer what the calls were answered."""
        # Of a worker that is lost nobody knows which calls it made: all of them, as it were.
        observed = [Observation(None, False)] * calls if ended.seen is None else ended.seen
        self._turns += calls - sum(not (seen.advice and seen.advice.is_refusal) for seen in observed)
        with _telling():
            for seen in observed:
                self.pacer.observe(seen.advice, time.monotonic(), is_answered=seen.is_answered)

    def close(self) -> None:
        """Give back the turns that nobody needs any more."""
        with _telling():
            if self._slot is not None:
                self.pacer.give_back(self._slot)
            for _ in range(self._turns):
                self.pacer.observe(None, time.monotonic(), is_answered=False)


@contextmanager
def _telling() -> Iterator[None]:
    """What a pacer cannot take is lost, and logged."""
    try:
        yield
    except Exception:  # noqa: BLE001  # whatever a pacer of the user's raises
        _log.exception("the pacer failed")
