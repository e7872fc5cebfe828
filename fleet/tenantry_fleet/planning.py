"""Makes plans: lists what there is, and writes down what would be done to it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Protocol

from sqlalchemy import Connection

import tenantry

from .clock import moment
from .context import Context
from .engine.listing import planned
from .journal import builds, rollouts, scripts
from .journal.records import RolloutRecord
from .operations.operation import Operation
from .plan import Plan, plan_of


class Chosen(Protocol):
    """Which scripts a plan is about."""

    def admits(self, info: tenantry.ScriptInfo) -> bool:
        """Whether this one is."""
        ...

    def saved(self) -> dict[str, Any]:
        """As JSON, for the journal. Any: it is JSON."""
        ...


def make_plan(context: Context, operation: Operation, reason: str, chosen: Chosen, undoes: str | None = None) -> Plan:
    """Write down a rollout that nobody has started."""
    now = context.clock.now()
    identifier = f"{(moment(now) or '')[:10]}-{secrets.token_hex(4)}"
    with context.database.begin() as connection:
        _begin(connection, context, operation, identifier, now)
        columns = {"selection": chosen.saved(), "reason": reason, "undoes": undoes}
        rollouts.change(connection, identifier, **columns)
        record = rollouts.get(connection, identifier)
    try:
        listed = _list(context, record, operation, chosen)
    except BaseException as error:
        with context.database.begin() as connection:
            why = f"It was not planned to its end: {type(error).__name__}"
            rollouts.change(connection, identifier, state="aborted", why=why)
        raise
    with context.database.begin() as connection:
        rollouts.note(connection, identifier, now, context.actor, "plan", reason)
        rollouts.change(connection, identifier, state="planned", listed=listed)
    return plan_of(context, operation, identifier, chosen.admits)


def _list(context: Context, record: RolloutRecord, operation: Operation, chosen: Chosen) -> int:
    """Write down the scripts that are chosen; how many there are in all."""
    listed = 0
    for page in context.namespace.list_scripts().pages():
        # Where scripts come and go meanwhile, one may be listed twice.
        found = {info.name: info for info in page if info.name and chosen.admits(info)}
        with context.database.begin() as connection:
            known = scripts.named(connection, record.id, [*found])
            rows = planned(connection, [found[name] for name in found.keys() - known.keys()], operation, record)
            scripts.add(connection, record.id, [{**_place(row, record.id), **row} for row in rows])
        listed += len(page)
    return listed


def _begin(connection: Connection, context: Context, operation: Operation, identifier: str, now: float) -> None:
    code = operation.code
    digest = builds.keep(connection, code) if code is not None else None
    rollouts.add(
        connection,
        id=identifier,
        place=context.place,
        operation=operation.kind,
        digest=operation.digest,
        saved=operation.saved(),
        cannot_undo=[*operation.cannot_undo],
        selection={},
        options={},
        actor=context.actor,
        reason="",
        state="listing",
        wave=0,
        promoted=0,
        ends=[],
        listed=0,
        listing=0,
        etag=builds.etag_of(connection, context.place, digest),
        etag_differs=False,
        created=now,
    )


def _place(row: dict[str, Any], seed: str) -> dict[str, int]:
    """A place in the order, which is the same each time and says nothing of the name. Any: values of columns."""
    hashed = hashlib.blake2b(f"{seed}/{row['name']}".encode(), digest_size=8).digest()
    return {"position": int.from_bytes(hashed) >> 3}
