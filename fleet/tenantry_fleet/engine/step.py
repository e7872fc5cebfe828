"""One script: what is done to it, in a thread of the pool, and what becomes of it."""

from __future__ import annotations

from typing import Any

from attrs import evolve, field, frozen

import tenantry
from tenantry_fleet.context import Context
from tenantry_fleet.errors import JournalError
from tenantry_fleet.journal import scripts
from tenantry_fleet.journal.records import ScriptRecord
from tenantry_fleet.operations.operation import Applied, Moved, Operation, when

# So often is something tried whose outcome nobody knows.
ATTEMPTS = 3


@frozen
class Ended:
    """What became of a script. Any: the values of its columns."""

    columns: dict[str, Any] = field(factory=dict)
    operators: str | None = None
    """Why nothing goes on for anybody, if it is the operator's concern and not this script's."""


def step(context: Context, namespace: tenantry.Namespace, operation: Operation, row: ScriptRecord) -> Ended:
    """Do it to one script."""
    script = namespace.script(row.name)
    try:
        if row.attempts and not operation.is_repeatable:
            return Ended({"state": "unknown", "why": "It was under way when the process ended."})
        if row.attempts and (found := _settled(script, operation, row)):
            return found
        if row.attempts >= ATTEMPTS:
            return Ended({"state": "failed", "why": row.why})
        if operation.reads_settings and row.before_settings is None:
            # It has to be written down before anything is changed.
            settings = script.get_settings().to_dict()
            with context.database.begin() as connection:
                scripts.mark(connection, row.rollout, row.name, before_settings=settings)
        applied = operation.apply(script, row)
        if operation.writes_code and applied.etag is None:
            # Cloudflare promises none in its answer; without it nobody could tell later what runs there.
            info = script.get()
            applied = evolve(applied, etag=info.etag, modified=when(info.modified_on))
        return _done(applied, row, operation)
    except Moved as moved:
        return Ended({"state": "changed", "why": str(moved)})
    except tenantry.Error as error:
        return _failed(error, operation, row)
    except Exception as error:  # noqa: BLE001
        # A function of the user's may raise anything.
        return Ended({"state": "failed", "why": f"{type(error).__name__}: {error}"})


def _done(applied: Applied, row: ScriptRecord, operation: Operation) -> Ended:
    after: dict[str, Any] = {"after_etag": applied.etag, "after_modified": applied.modified}
    after |= {"after_settings": applied.settings, "after_tags": operation.tags_after(row.before_tags)}
    return Ended({"state": "done", "why": None, **after})


def _settled(script: tenantry.Script, operation: Operation, row: ScriptRecord) -> Ended | None:
    """What became of an attempt whose answer nobody saw; None where it did not happen, or can be repeated blindly."""
    if not operation.writes_code:
        return None
    info = script.get()
    if info.etag == row.before_etag:
        return None
    if operation.was_done(script, row):
        return _done(Applied(info.etag, when(info.modified_on)), row, operation)
    raise Moved("It was changed while an attempt was under way.")


def _failed(error: tenantry.Error, operation: Operation, row: ScriptRecord) -> Ended:
    said: dict[str, Any] = {"why": str(error)}
    if isinstance(error, tenantry.Refused):
        said |= {"code": error.code, "ray": error.ray}
    if _is_the_operators(error):
        return Ended({"state": "waiting", "attempts": row.attempts, **said}, operators=str(error))
    if isinstance(error, tenantry.ScriptNotFound):
        return Ended({"state": "gone", **said})
    if isinstance(error, tenantry.Refused) and error.status < 500:
        return Ended({"state": "refused", **said})
    if isinstance(error, tenantry.NotSent):
        return Ended({"state": "failed", **said})
    # New code can be found by reading; it is looked for once more than is sent.
    if operation.is_repeatable and row.attempts + 1 < ATTEMPTS + operation.writes_code:
        return Ended({"state": "waiting", **said})
    return Ended({"state": "unknown", **said})


def _is_the_operators(error: tenantry.Error) -> bool:
    """Whether every other script would meet the same: credentials, permissions, entitlements, no connection at all."""
    if isinstance(error, tenantry.NoAnswer):
        return error.outcome == "not sent"
    return isinstance(error, tenantry.Denied | tenantry.NamespaceNotFound | tenantry.RateLimited | JournalError)
