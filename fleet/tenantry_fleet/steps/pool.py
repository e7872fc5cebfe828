"""Where steps are done, as the engine sees it: it waits for their turn, submits them, and is told what they spent."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Protocol

from attrs import frozen

import tenantry
from tenantry_fleet.journal.records import ScriptRecord
from tenantry_fleet.operations.operation import Operation

from .step import Ended, step


class Pool(Protocol):
    """Does steps."""

    def take_turns(self, calls: int) -> float:
        """0 where a step of so many calls may be submitted now; else after how many seconds to ask again."""
        ...

    def submit(self, row: ScriptRecord) -> Future[Ended]:
        """Do a step."""
        ...

    def settle(self, ended: Ended, calls: int) -> None:
        """A step has ended, for which so many turns were taken."""
        ...


@frozen
class Threads:
    """Threads of this process: they share its client, which has its calls wait for their turn."""

    executor: Executor
    namespace: tenantry.Namespace
    operation: Operation

    def take_turns(self, calls: int) -> float:
        """The client waits for them."""
        return 0.0

    def submit(self, row: ScriptRecord) -> Future[Ended]:
        """Do a step."""
        return self.executor.submit(step, self.namespace, self.operation, row)

    def settle(self, ended: Ended, calls: int) -> None:
        """The client has told its pacer."""
