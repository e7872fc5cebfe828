"""One script: what is done to it, wherever the pool does it, and what becomes of it. It does not know the journal."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from typing import Any

from attrs import evolve, field, frozen

import tenantry
from tenantry_fleet.errors import JournalError
from tenantry_fleet.journal.records import ScriptRecord
from tenantry_fleet.operations.operation import Applied, Moved, Operation, when

# So often is something tried whose outcome nobody knows.
ATTEMPTS = 3


@frozen
class Observation:
    """What a call was answered about the rate limit, if it was answered."""

    advice: tenantry.Advice | None
    is_answered: bool


@frozen
class Ended:
    """What became of a script. Any: the values of its columns."""

    columns: dict[str, Any] = field(factory=dict)
    operators: str | None = None
    """Why nothing goes on for anybody, if it is the operator's concern and not this script's."""
    seen: Sequence[Observation] | None = ()
    """What the calls of another process were answered, None if nobody knows; those of ours have told their pacer."""


def step(namespace: tenantry.Namespace, operation: Operation, row: ScriptRecord) -> Ended:
    """Do it to one script; or read its settings, which are to be written down before anything is changed."""
    script = namespace.script(row.name)
    written, is_looking = None, row.attempts > 0
    try:
        if row.attempts and not operation.is_repeatable:
            return Ended({"state": "unknown", "why": "It was under way when the process ended."})
        applied = _settled(script, operation, row) if is_looking else None
        is_looking = False
        if applied is None:
            if row.attempts >= ATTEMPTS:
                return Ended({"state": "failed", "why": row.why})
            if operation.reads_settings and row.before_settings is None:
                settings = script.get_settings().to_dict()
                return Ended({"state": "waiting", "attempts": row.attempts, "before_settings": settings})
            applied = operation.apply(script, row)
        written = applied if applied.etag != row.before_etag else None
        for _ in operation.finish(script, row):
            written = applied
        if operation.writes_code and applied.etag is None:
            # Cloudflare promises none in its answer; without it nobody could tell later what runs there.
            info = script.get()
            applied = evolve(applied, etag=info.etag, modified=when(info.modified_on))
        return _done(applied, row, operation)
    except Moved as moved:
        return Ended({"state": "changed", "why": str(moved)})
    except tenantry.Error as error:
        return _failed(error, operation, row, written, is_looking=is_looking)
    except Exception as error:  # noqa: BLE001
        # A function of the user's may raise anything.
        return Ended({"state": "failed", "why": f"{type(error).__name__}: {error}"})


def outcome(future: Future[Ended], operation: Operation, row: ScriptRecord) -> Ended:
    """What became of a step, also of one whose executor failed: then it may have happened."""
    if future.cancelled():
        return not_begun("Its executor cancelled it.", row)
    error = future.exception()
    if error is None:
        return future.result()
    why = f"{type(error).__name__}: {error}"
    if isinstance(error, BrokenExecutor):
        return Ended({"state": "waiting", "why": why}, operators=f"The executor failed: {why}", seen=None)
    return evolve(_unknown({"why": why}, operation, row), seen=None)


def not_begun(why: str, row: ScriptRecord) -> Ended:
    """A step that nobody did, nor will."""
    return Ended({"state": "waiting", "attempts": row.attempts, "why": why}, operators=why)


def _done(applied: Applied, row: ScriptRecord, operation: Operation) -> Ended:
    return Ended({"state": "done", "why": applied.lacks, "after_settings": applied.settings, **_after(applied)})


def _after(applied: Applied) -> dict[str, Any]:
    return {"after_etag": applied.etag, "after_modified": applied.modified}


def _settled(script: tenantry.Script, operation: Operation, row: ScriptRecord) -> Applied | None:
    """What became of an attempt whose answer nobody saw; None where it did not happen, or can be repeated blindly."""
    if not operation.writes_code:
        return None
    info = script.get()
    if info.etag == row.before_etag:
        return None
    if operation.was_done(script, row):
        return Applied(info.etag, when(info.modified_on))
    raise Moved("It was changed while an attempt was under way.")


def _failed(
    error: tenantry.Error, operation: Operation, row: ScriptRecord, written: Applied | None, *, is_looking: bool
) -> Ended:
    said: dict[str, Any] = {"why": str(error)}
    if written:
        what = "Its code was" if written.etag != row.before_etag else "Some of its tags were"
        said = {"why": f"{what} written, and then: {error}", **_after(written)}
    if isinstance(error, tenantry.Refused):
        said |= {"code": error.code, "ray": error.ray}
    if _is_the_operators(error):
        # What was changed already is ours, when the next listing finds it changed.
        attempts = max(row.attempts, int(written is not None))
        return Ended({"state": "waiting", "attempts": attempts, **said}, operators=str(error))
    if isinstance(error, tenantry.ScriptNotFound):
        return Ended({"state": "gone", **said})
    if is_looking:
        # What was done before stays unknown.
        return _unknown(said, operation, row)
    if isinstance(error, tenantry.Refused) and error.status < 500:
        return Ended({"state": "partial" if written else "refused", **said})
    if isinstance(error, tenantry.NotSent):
        return Ended({"state": "partial" if written else "failed", **said})
    return _unknown(said, operation, row)


def _unknown(said: dict[str, Any], operation: Operation, row: ScriptRecord) -> Ended:
    """It may have happened: it is tried again where that is harmless."""
    # New code can be found by reading; it is looked for once more than is sent.
    if operation.is_repeatable and row.attempts + 1 < ATTEMPTS + operation.writes_code:
        return Ended({"state": "waiting", **said})
    return Ended({"state": "unknown", **said})


def _is_the_operators(error: tenantry.Error) -> bool:
    """Whether every other script would meet the same: credentials, permissions, entitlements, no connection at all."""
    if isinstance(error, tenantry.NoAnswer):
        return error.outcome == "not sent"
    return isinstance(error, tenantry.Denied | tenantry.NamespaceNotFound | tenantry.RateLimited | JournalError)
