"""Rolls the scripts of one wave: so many at once, one write for each, and all of it written down."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait

from attrs import define, evolve, field
from sqlalchemy import Connection

from tenantry_fleet.context import Context
from tenantry_fleet.errors import JournalError, Stopped
from tenantry_fleet.journal import builds, rollouts, scripts
from tenantry_fleet.journal.records import ScriptRecord
from tenantry_fleet.operations.operation import Operation
from tenantry_fleet.options import Options
from tenantry_fleet.steps.pool import Pool
from tenantry_fleet.steps.step import Ended, not_begun, outcome

from .control import POLL, Control
from .health import Health

# So many are read from the journal at once.
_CHUNK = 200


@define
class Every:
    """Something that is done now and then while a wave is under way."""

    seconds: float
    do: Callable[[], None]
    last: float


@define(kw_only=True)
class Roller:
    """What a wave needs while it is rolled."""

    context: Context
    operation: Operation
    options: Options
    control: Control
    health: Health
    pool: Pool
    periodically: list[Every] = field(factory=list)
    wave: int = 0
    listed_at: float = math.inf
    """When the last listing began."""
    _end: int | None = None
    _next_at: float = -math.inf
    _delay: float = 0.0
    _known: str | None = None
    _queue: deque[ScriptRecord] = field(factory=deque)
    _left: list[ScriptRecord] = field(factory=list)
    """Those that are left to another rollout; nobody was told yet."""
    _flying: dict[Future[Ended], ScriptRecord] = field(factory=dict)

    def roll(self, wave: int, end: int | None) -> None:
        """All that wait, up to this position. Raises Stopped; what was under way has ended by then."""
        self.wave, self._end = wave, end
        try:
            while self._advance():
                pass
        except BaseException as error:
            # Another Ctrl-C ends the waiting from here on, at whatever line it comes: nothing else catches it.
            if isinstance(error, KeyboardInterrupt) and self._flying:
                self.control.tell("stopping", "Ctrl-C. What is under way is waited for; another Ctrl-C does not wait.")
            self._drain()
            raise

    def _advance(self) -> bool:
        """One turn: note what has ended, listen, send the next ones. Whether there is more to do."""
        self._now_and_then()
        ended = [future for future in self._flying if future.done()]
        chosen: list[ScriptRecord] = []
        with self.context.database.begin() as connection:
            rows = [self._note(connection, future) for future in ended]
            why = next(filter(None, (why for _, _, why in rows)), None) or self.health.collect(connection)
            if any(each.columns["state"] in scripts.FAILURES for _, each, _ in rows):
                why = why or self._too_many(connection)
            stopped = Stopped("paused", why) if why else self.control.poll(connection)
            if not stopped:
                chosen = self._choose(connection, self.options.threads - len(self._flying) + len(ended))
        self._send(chosen)
        self._forget(ended, rows)
        if stopped:
            raise stopped
        self._wait()
        return bool(self._flying or self._queue)

    def _wait(self) -> None:
        """Until one has ended, or it is time for the next one, or to listen again."""
        patience = POLL
        if self._queue and len(self._flying) < self.options.threads:
            patience = min(POLL, max(0.0, self._delay, self._next_at - self.context.clock.now()))
        if self._flying:
            wait(self._flying, timeout=patience, return_when=FIRST_COMPLETED)
        elif self._queue:
            self.context.clock.wait(patience)

    def _choose(self, connection: Connection, free: int) -> list[ScriptRecord]:
        """The next ones, noted as sent before they are."""
        if not self._queue:
            self._queue.extend(scripts.waiting(connection, self.control.record.id, self._end, _CHUNK))
        chosen: list[ScriptRecord] = []
        while self._queue and len(chosen) < free and self._is_time(self._calls(self._queue[0])):
            chosen.append(self._queue.popleft())
        now = self.context.clock.now()
        chosen = self._without_others(connection, chosen, now)
        for row in chosen:
            sent = {"state": "sent", "wave": self.wave, "attempts": row.attempts + 1, "started": now}
            # An undo of what has no known end needs them, too.
            after = self.operation.tags_after(row.before_tags)
            scripts.mark(connection, row.rollout, row.name, **sent, after_tags=after)
        return chosen

    def _without_others(self, connection: Connection, chosen: list[ScriptRecord], now: float) -> list[ScriptRecord]:
        """Those that no other rollout has begun to change since the last listing, which would show it."""
        record, names = self.control.record, [row.name for row in chosen if not row.attempts]
        taken = scripts.taken_by_others(connection, record.place, record.id, names, self.listed_at)
        for row in chosen:
            if other := taken.get(row.name):
                left = evolve(row, state="changed", why=f"The rollout {other} changes it meanwhile.")
                scripts.mark(connection, record.id, row.name, state=left.state, why=left.why, ended=now)
                self._left.append(left)
        return [row for row in chosen if row.name not in taken]

    def _is_time(self, calls: int) -> bool:
        """Whether the rate and the pool let one more go now."""
        rate, now = self.control.record.rate, self.context.clock.now()
        self._delay = 0.0
        if rate is not None and now < self._next_at:
            return False
        self._delay = self.pool.take_turns(calls)
        if self._delay > 0:
            return False
        if rate is not None:
            # What was missed in the last second is made up for.
            self._next_at = max(self._next_at, now - 1) + calls / rate
        return True

    def _calls(self, row: ScriptRecord) -> int:
        """How many calls the next step of this script takes."""
        if not self.operation.reads_settings:
            return self.operation.calls
        return 1 if row.before_settings is None else self.operation.calls - 1

    def _send(self, chosen: list[ScriptRecord]) -> None:
        for row in chosen:
            try:
                future = self.pool.submit(row)
            except Exception as error:  # noqa: BLE001  # whatever an executor of the user's raises
                # What it shall bring back cannot be read, or the executor is broken, was closed, or cannot carry it.
                why = str(error) if isinstance(error, JournalError) else f"{type(error).__name__}: {error}"
                future = Future()
                future.set_result(not_begun(why, row))
            self._flying[future] = row

    def _note(self, connection: Connection, future: Future[Ended]) -> tuple[ScriptRecord, Ended, str | None]:
        """Write down what became of a script; why to stop, if it says so."""
        row = self._flying[future]
        ended = outcome(future, self.operation, row)
        self.pool.settle(ended, self._calls(row))
        columns = {**ended.columns, "ended": self.context.clock.now()}
        scripts.mark(connection, row.rollout, row.name, **columns)
        if columns["state"] == "done" and self.operation.code is not None and columns["after_etag"]:
            self._learn(connection, columns["after_etag"], self.operation.code.digest)
        if "before_settings" in columns:
            # They are written down now: it goes on, before any other.
            self._queue.appendleft(evolve(row, before_settings=columns["before_settings"]))
        return row, ended, ended.operators

    def _learn(self, connection: Connection, etag: str, digest: str) -> None:
        """Which etag the new code has here."""
        if etag == self._known:
            return
        self._known = etag
        record = rollouts.get(connection, self.control.record.id)
        if record.etag is None:
            rollouts.change(connection, record.id, etag=etag)
            builds.name(connection, self.context.place, etag, digest)
        elif etag != record.etag and not record.etag_differs:
            rollouts.change(connection, record.id, etag_differs=True)

    def _forget(self, ended: list[Future[Ended]], rows: list[tuple[ScriptRecord, Ended, str | None]]) -> None:
        for future in ended:
            del self._flying[future]
        for row in self._left:
            self.control.tell_ended(self.wave, row)
        self._left.clear()
        for row, each, _ in rows:
            state, why = each.columns["state"], each.columns.get("why")
            if state == "waiting":
                continue
            self.control.tell_ended(self.wave, evolve(row, state=state, why=why))
            if state == "done" and row.is_sampled:
                self.health.ask(row.name)

    def _too_many(self, connection: Connection) -> str | None:
        """Why to stop, if too many have failed."""
        for wave, where in ((self.wave, f"in wave {self.wave}"), (None, "in all")):
            attempted, failed = scripts.tally(connection, self.control.record.id, wave)
            if failed > self.options.allowed(wave, attempted):
                one = scripts.failed(connection, self.control.record.id, wave)
                return f"{failed} of {attempted} have failed {where}, such as {one.name}: {one.why}"
        return None

    def _now_and_then(self) -> None:
        now = self.context.clock.now()
        for each in self.periodically:
            if now - each.last >= each.seconds:
                each.last = now
                each.do()
                # What the listing found changed must not be sent from here.
                self._queue.clear()

    def _drain(self) -> None:
        """Wait for all that is under way, and note it."""
        self._queue.clear()
        wait(self._flying)
        ended = [*self._flying]
        with self.context.database.begin() as connection:
            rows = [self._note(connection, future) for future in ended]
        self._queue.clear()
        self._forget(ended, rows)
