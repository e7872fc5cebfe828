"""A fleet: all scripts of a namespace, and the journal of what was done to them."""

from __future__ import annotations

import getpass
import logging
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection

import tenantry
from tenantry import NotSent

from .arguments import expect, expect_callable, expect_text, texts
from .clock import Clock, RealClock
from .context import Context
from .engine.holder import is_held
from .engine.listing import Admits
from .engine.run import Job, run
from .errors import Held
from .events import Event
from .journal import rollouts, scripts
from .journal.database import Database
from .journal.records import Entry, RolloutRecord
from .operations.operation import Operation
from .operations.saved import again
from .operations.undo import Release, Undo
from .options import Check, Gate, Options, valid_rate
from .plan import Plan, plan_of
from .planning import make_plan
from .report.report import Report, report_of
from .rollout import Rollout, rollout_of
from .selection import Criteria, Selection, Where, names_of, tags_of

_log = logging.getLogger("tenantry_fleet")


class Fleet:
    """The scripts of a namespace. Everything here blocks; an async program runs it in a thread.

    `journal` is a file, or the URL of a PostgreSQL database that a team shares. `actor` is who acts, for the history;
    without one it is the user of this machine. `on_event` is told what happens, in the thread that runs a rollout; see
    `tenantry_fleet.events`.

    `client_factory` is for rollouts on an executor of processes: each worker calls it with `account_id`, `base_url`
    and `pacer`, for a client with these. As it is, the workers take their credentials from their environment.
    """

    def __init__(
        self,
        namespace: tenantry.Namespace,
        *,
        journal: str | os.PathLike[str],
        actor: str | None = None,
        on_event: Callable[[Event], None] | None = None,
        clock: Clock | None = None,
        client_factory: Callable[..., tenantry.Client] = tenantry.Client,
    ) -> None:
        expect("The namespace", namespace, tenantry.Namespace, "one of a tenantry.Client")
        expect("journal=", journal, (str, os.PathLike), "a path, or the URL of a database")
        expect("actor=", actor or "", str, "a text")
        expect_callable("on_event=", on_event, "a function of an event")
        expect_callable("client_factory=", client_factory, "a function that returns a tenantry.Client")
        self._context = Context(
            namespace=namespace,
            database=Database(journal),
            actor=actor or f"{_user()}@{platform.node()}",
            clock=clock or RealClock(),
            tell=_careful(on_event),
            client_factory=client_factory,
        )

    def __repr__(self) -> str:
        return f"<Fleet {self._context.namespace.name!r}>"

    def close(self) -> None:
        """Close the journal."""
        self._context.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def select(
        self,
        *,
        tags: Mapping[str, bool] | None = None,
        names: Iterable[str] | str | os.PathLike[str] | None = None,
        where: Where | None = None,
        etag: str | None = None,
        modified_before: datetime | None = None,
    ) -> Selection:
        """Choose scripts; all that is given has to hold. Nothing is sent before the selection is read or planned with.

        `names` is a list, or a file with a name on each line. Scripts tagged `tenantry-hold` or `tenantry-quarantined`
        are left out unless they, or the tag, are asked for by name.
        """
        criteria = Criteria(
            tags=tags_of(tags),
            names=names_of(names),
            where=where,
            etag=etag,
            modified_before=modified_before,
        )
        return Selection(self._context, criteria)

    def plan(self, identifier: str, *, operation: Operation | None = None, where: Where | None = None) -> Plan:
        """A plan that was made before, perhaps elsewhere; a function in it has to be given again."""
        record = self._record(identifier)
        operation = again(self._context.database, record, operation)
        return plan_of(self._context, operation, identifier, _admits(record, where))

    def rollouts(self) -> list[Rollout]:
        """All of this namespace, the newest first, with the plans that nobody has started."""
        with self._context.database.begin() as connection:
            found = rollouts.all_of(connection, self._context.place)
        return [rollout_of(self._context, record.id) for record in found]

    def status(self, identifier: str) -> Rollout:
        """How far a rollout is, in whatever process it runs."""
        return rollout_of(self._context, self._record(identifier).id)

    def report(self, identifier: str) -> Report:
        """What became of each script."""
        return report_of(self._context, self._record(identifier).id)

    def history(self, identifier: str | None = None) -> list[Entry]:
        """Who did what, when and why; of one rollout, or of all in this namespace."""
        if identifier is not None:
            self._record(identifier)
        with self._context.database.begin() as connection:
            return rollouts.history(connection, self._context.place, identifier)

    def pause(self, identifier: str) -> Rollout:
        """Have no more scripts begun; the process at work stays, and waits for `resume()`."""
        return self._ask(identifier, "pause", "paused")

    def abort(self, identifier: str) -> Rollout:
        """End a rollout for good; scripts that are under way are finished. `plan_undo()` takes back what was done."""
        return self._ask(identifier, "abort", "aborted")

    def set_rate(self, identifier: str, rate: float | None) -> Rollout:
        """Change how many calls a second a rollout makes, while it runs; None is as many as the client does."""
        valid = valid_rate(rate)
        with self._steered(identifier) as (connection, _):
            rollouts.change(connection, identifier, rate=valid)
            self._note(connection, identifier, "set_rate", "none" if valid is None else f"{valid:g}")
        return self.status(identifier)

    def promote(self, identifier: str) -> Rollout:
        """Let the next wave begin, of a rollout that was started with `confirm=True` and waits for this."""
        with self._steered(identifier) as (connection, record):
            if record.state == "running" and is_held(record, self._context.clock.now()):
                raise NotSent(f"{identifier} is in wave {record.wave}, and does not wait for promote().")
            rollouts.change(connection, identifier, promoted=record.wave)
            self._note(connection, identifier, "promote", f"wave {record.wave}")
        return self.status(identifier)

    def resume(
        self,
        identifier: str,
        *,
        operation: Operation | None = None,
        check: Check | None = None,
        gate: Gate | None = None,
        where: Where | None = None,
        executor: Executor | None = None,
    ) -> Rollout:
        """Go on with a rollout that was paused, or whose process has ended.

        Where a process is at work on it, that one goes on as it began, and this returns at once. Else it goes on
        here, and this returns as `Plan.start()` does. Functions are not written down: those that it was started with
        are given again.
        Failures, and scripts that were not well, do not count any more.
        """
        return self._go_on(identifier, "resume", operation, check, gate, where, executor)

    def retry(
        self,
        identifier: str,
        *,
        operation: Operation | None = None,
        check: Check | None = None,
        gate: Gate | None = None,
        where: Where | None = None,
        executor: Executor | None = None,
    ) -> Rollout:
        """Try those again that were refused, failed, done in part, or are unknown; then go on as `resume()` does."""
        record = self._record(identifier)
        if record.state == "aborted":
            raise NotSent(f"{identifier} was aborted; plan a new rollout.")
        self._refuse_unless_started(record)
        operation = again(self._context.database, record, operation)
        with self._context.database.begin() as connection:
            if is_held(rollouts.get_for_update(connection, identifier), self._context.clock.now()):
                raise NotSent(f"{identifier} is under way: retry() it when its process has ended.")
            # New code may be there by now, whatever came after it: it is looked at first, as is what is unknown.
            tried = int(operation.writes_code)
            scripts.mark_all(connection, identifier, ["refused", "failed", "partial"], state="waiting", attempts=tried)
            scripts.mark_all(connection, identifier, ["unknown"], state="waiting", attempts=1)
            rollouts.change(connection, identifier, state="paused", why="retry", ended=None)
        return self._go_on(identifier, "retry", operation, check, gate, where, executor)

    def plan_undo(self, identifier: str, *, accept: Iterable[str] = ()) -> Plan:
        """A plan that takes a rollout back: each script that still runs what it was given gets what it had before.

        Raises NotSent for a rollout with something that nobody can take back, such as migrations, unless `accept` names
        it; the rest is taken back then.
        """
        record = self._record(identifier)
        lost = {*record.cannot_undo} - {*texts("accept=", accept)}
        if record.operation in ("each", "undo", "release"):
            raise NotSent(f"No undo can take back: {', '.join(record.cannot_undo) or record.operation}.")
        if lost:
            what = ", ".join(sorted(lost))
            raise NotSent(f"No undo can take back: {what}. What is left can be, with accept=[…] naming each.")
        if record.state in ("running", "waiting") and record.wanted != "abort":
            raise NotSent(f"{identifier} is under way: abort() it first, or pause() it.")
        undo = Undo(self._context.database, self._context.place, identifier)
        return make_plan(self._context, undo, f"undo of {identifier}: {record.reason}", _Everything(), identifier)

    def release(self) -> Operation:
        """The operation that takes scripts out of quarantine: select them by name, or by the tag, and plan it."""
        return Release(self._context.database, self._context.place)

    def _ask(self, identifier: str, wanted: str, state: str) -> Rollout:
        """Have the process at work do it; without one it is done here."""
        with self._steered(identifier) as (connection, record):
            now = self._context.clock.now()
            if is_held(record, now):
                if record.wanted == "abort":
                    raise NotSent(f"{identifier} is being aborted already.")
                rollouts.change(connection, identifier, wanted=wanted)
            else:
                if wanted == "abort":
                    why = "It was under way when the process ended."
                    scripts.mark_all(connection, identifier, ["sent"], state="unknown", why=why)
                ended = now if wanted == "abort" else None
                # A process that only slept, such as a laptop's, finds that it has lost it.
                why = f"by {self._context.actor}"
                rollouts.change(connection, identifier, state=state, why=why, holder=None, ended=ended)
            self._note(connection, identifier, wanted)
        return self.status(identifier)

    def _go_on(
        self,
        identifier: str,
        verb: str,
        operation: Operation | None,
        check: Check | None,
        gate: Gate | None,
        where: Where | None,
        executor: Executor | None,
    ) -> Rollout:
        record = self._record(identifier)
        self._refuse_unless_started(record)
        if record.state in ("done", "aborted"):
            raise NotSent(f"{record.id} is {record.state}; there is nothing to go on with.")
        if is_held(record, self._context.clock.now()):
            if any(each is not None for each in (operation, check, gate, where, executor)):
                raise Held(f"{identifier} is at work with its own: resume() without any lets it go on.")
            with self._steered(identifier) as (connection, record):
                if record.wanted != "pause":
                    raise Held(f"{identifier} is under way already, in another process.")
                rollouts.change(connection, identifier, wanted=None)
                self._note(connection, identifier, verb)
            return self.status(identifier)
        job = Job(
            context=self._context,
            operation=again(self._context.database, record, operation),
            options=Options.of(dict(record.options), {"check": check, "gate": gate}),
            admits=_admits(record, where),
            executor=executor,
        )
        job.check()
        with self._context.database.begin() as connection:
            scripts.forgive(connection, identifier)
            self._note(connection, identifier, verb)
        run(job, identifier)
        return rollout_of(self._context, identifier)

    @contextmanager
    def _steered(self, identifier: str) -> Iterator[tuple[Connection, RolloutRecord]]:
        """A rollout that can still be told something, which nobody else changes meanwhile."""
        self._record(identifier)
        with self._context.database.begin() as connection:
            record = rollouts.get_for_update(connection, identifier)
            if record.state in ("done", "aborted"):
                raise NotSent(f"{identifier} is {record.state} already.")
            self._refuse_unless_started(record)
            yield connection, record

    @staticmethod
    def _refuse_unless_started(record: RolloutRecord) -> None:
        if record.started is None:
            raise NotSent(f"{record.id} was never started: there is nothing to go on with.")

    def _note(self, connection: Connection, identifier: str, verb: str, detail: str | None = None) -> None:
        context = self._context
        rollouts.note(connection, identifier, context.clock.now(), context.actor, verb, detail)

    def _record(self, identifier: str) -> RolloutRecord:
        """Raises NotSent where there is none of this id, or it is of another namespace."""
        expect_text("The id of a rollout", identifier)
        with self._context.database.begin() as connection:
            record = rollouts.get(connection, identifier)
        if record.place != self._context.place:
            raise NotSent(f"{identifier} is a rollout of {record.place}, and not of {self._context.place}.")
        return record


class _Everything:
    """An undo is about the scripts of another rollout, whatever they have in common."""

    def admits(self, info: tenantry.ScriptInfo) -> bool:
        return True

    def saved(self) -> dict[str, Any]:
        # Any: it is JSON.
        return {}


def _admits(record: RolloutRecord, where: Where | None) -> Admits:
    """Which scripts belong to a rollout, also of those that are created later."""
    return Criteria.of(record.selection, where).admits if record.selection else _Everything().admits


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # In a container the user need not have a name.
        return f"user {os.getuid()}"


def _careful(on_event: Callable[[Event], None] | None) -> Callable[[Event], None]:
    """Tells the user's function; what it raises is logged, and stops nothing."""

    def tell(event: Event) -> None:
        if on_event is not None:
            try:
                on_event(event)
            except Exception:  # noqa: BLE001  # whatever the user's function raises
                _log.exception("on_event failed")

    return tell
