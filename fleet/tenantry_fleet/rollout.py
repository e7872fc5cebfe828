"""A rollout as the journal has it at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from attrs import field, frozen

from .context import Context
from .engine.holder import is_held
from .journal import rollouts, scripts
from .report.report import Report, report_of


@frozen(kw_only=True)
class Rollout:
    """What was known of a rollout when it was read; `fleet.status(id)` reads it anew."""

    id: str
    operation: str
    state: str
    """`listing` while it is planned, `planned`, `running`, `waiting` for `promote()`, `paused`, `aborted` or `done`.

    One that is `running` without a `holder` lost its process: `resume()` goes on.
    """
    why: str | None
    """Why it is paused, waits, or was aborted."""
    actor: str
    reason: str
    wave: int
    """The wave that it is in, or the next one; 0 is the canary."""
    waves: int
    counts: Mapping[str, int]
    """How many scripts are `waiting`, `sent`, or ended: see `Report`."""
    holder: str | None
    """The process that is at work on it, and its machine."""
    undoes: str | None
    created: datetime
    started: datetime | None
    ended: datetime | None
    _context: Context = field(alias="context", repr=False, eq=False)

    def __str__(self) -> str:
        counts = ", ".join(f"{count:,} {state}" for state, count in sorted(self.counts.items()))
        why = f" ({self.why})" if self.why else ""
        return f"{self.id} {self.operation}: {self.state}{why} · wave {self.wave} of {self.waves} · {counts}"

    def report(self) -> Report:
        """What became of each script."""
        return report_of(self._context, self.id)


def rollout_of(context: Context, identifier: str) -> Rollout:
    """The rollout of this id. Raises NotSent where there is none."""
    with context.database.begin() as connection:
        record = rollouts.get(connection, identifier)
        counts = scripts.counts(connection, identifier)
    holder = record.holder if is_held(record, context.clock.now()) else None
    return Rollout(
        id=record.id,
        operation=record.operation,
        state=record.state,
        why=record.why,
        actor=record.actor,
        reason=record.reason,
        wave=record.wave,
        waves=len(record.ends),
        counts=counts,
        holder=f"process {holder['pid']} on {holder['host']}" if holder else None,
        undoes=record.undoes,
        created=datetime.fromtimestamp(record.created, UTC),
        started=_moment(record.started),
        ended=_moment(record.ended),
        context=context,
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
