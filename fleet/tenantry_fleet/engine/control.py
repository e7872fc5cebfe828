"""What people ask of a rollout that is under way: pause, abort, another rate, the next wave."""

from __future__ import annotations

from attrs import evolve
from sqlalchemy import Connection

from tenantry_fleet.context import Context
from tenantry_fleet.errors import Stopped
from tenantry_fleet.events import ScriptEnded, StateChanged
from tenantry_fleet.journal import rollouts
from tenantry_fleet.journal.records import RolloutRecord, ScriptRecord

from .holder import Hold

# How often the journal is asked.
POLL = 0.5


class Control:
    """Reads the requests of others in the journal, and writes down what became of them."""

    def __init__(self, context: Context, record: RolloutRecord, hold: Hold) -> None:
        self.record: RolloutRecord = record
        self._context = context
        self._hold = hold

    def poll(self, connection: Connection) -> Stopped | None:
        """Read what others ask for; what is returned is to be raised once the transaction has ended."""
        self.record = evolve(self.record, **rollouts.asked(connection, self.record.id))
        if not self._hold.beat(connection, self.record):
            return Stopped("lost", "Somebody has taken this rollout over, or has ended it.")
        match self.record.wanted:
            case "abort":
                return Stopped("aborted", "Somebody aborted it.", by_person=True)
            case "pause":
                return Stopped("paused", "Somebody paused it.", by_person=True)
        return None

    def wait(self, seconds: float) -> None:
        """Let so much time pass, and listen meanwhile."""
        until = self._context.clock.now() + seconds
        while (left := until - self._context.clock.now()) > 0:
            self.listen()
            self._context.clock.wait(min(POLL, left))

    def listen(self) -> None:
        """Read all anew. Raises Stopped where somebody wants it to stop."""
        with self._context.database.begin() as connection:
            self.record = rollouts.get(connection, self.record.id)
            stopped = self.poll(connection)
        if stopped:
            raise stopped

    def wait_for_resume(self) -> None:
        """Stay while somebody has paused it. Raises Stopped if it is aborted."""
        self.become("paused", "Somebody paused it.")
        while True:
            try:
                self.listen()
            except Stopped as stopped:
                if not stopped.is_pause:
                    raise
                self._context.clock.wait(POLL)
            else:
                self.become("running")
                return

    def wait_for_promotion(self, wave: int) -> None:
        """Stay until somebody lets this wave begin."""
        if self.record.promoted >= wave:
            return
        self.become("waiting", f"Wave {wave} waits to be promoted.")
        while self.record.promoted < wave:
            self._context.clock.wait(POLL)
            try:
                self.listen()
            except Stopped as stopped:
                if not stopped.is_pause:
                    raise
                self.wait_for_resume()
                return self.wait_for_promotion(wave)
        self.become("running")

    def change(self, **columns: object) -> None:
        """Write down where the rollout is."""
        with self._context.database.begin() as connection:
            rollouts.change(connection, self.record.id, **columns)
            self.record = rollouts.get(connection, self.record.id)

    def become(self, state: str, why: str | None = None) -> None:
        """Another state; it stands in the history, and is told."""
        context, record, now = self._context, self.record, self._context.clock.now()
        ended = now if state in ("done", "aborted") else None
        with context.database.begin() as connection:
            columns = {"state": state, "why": why, "ended": ended}
            if not rollouts.change_if_held_by(connection, record.id, self._hold.nonce, **columns):
                return
            rollouts.note(connection, record.id, now, context.actor, state, why)
        self.tell(state, why)

    def tell_ended(self, wave: int, row: ScriptRecord) -> None:
        """Tell what became of a script."""
        record, namespace = self.record, self._context.namespace.name
        self._context.tell(ScriptEnded(record.operation, namespace, record.id, wave, row.name, row.state, row.why))

    def tell(self, state: str, why: str | None = None) -> None:
        """Tell who listens in this process alone."""
        record, namespace = self.record, self._context.namespace.name
        # The states are those that the event has.
        self._context.tell(StateChanged(record.operation, namespace, record.id, state, why))  # type: ignore[arg-type]
