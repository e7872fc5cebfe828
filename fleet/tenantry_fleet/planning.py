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
from .operations.operation import Operation
from .plan import Plan


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
    listed = 0
    for page in context.namespace.list_scripts().pages():
        listed += len(page)
        with context.database.begin() as connection:
            rows = planned(connection, [info for info in page if info.name and chosen.admits(info)], operation, record)
            scripts.add(connection, identifier, [{**_place(row, identifier), **row} for row in rows])
    with context.database.begin() as connection:
        rollouts.note(connection, identifier, now, context.actor, "plan", reason)
        # Until it is started, this is how large the namespace was.
        rollouts.change(connection, identifier, state="planned", ends=[listed])
    return Plan.of(context, operation, identifier, chosen.admits)


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
        listing=0,
        etag=builds.etag_of(connection, context.place, digest),
        etag_differs=False,
        created=now,
    )


def _place(row: dict[str, Any], seed: str) -> dict[str, int]:
    """A place in the order, which is the same each time and says nothing of the name. Any: values of columns."""
    hashed = hashlib.blake2b(f"{seed}/{row['name']}".encode(), digest_size=8).digest()
    return {"position": int.from_bytes(hashed) >> 3}
