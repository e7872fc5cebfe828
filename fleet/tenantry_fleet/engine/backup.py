"""Keeps the code that scripts run before a wave: one download for each build, told apart by etag."""

from __future__ import annotations

from collections.abc import Callable

import tenantry
from tenantry_fleet.context import Context
from tenantry_fleet.journal import builds, scripts
from tenantry_fleet.journal.records import RolloutRecord


def missing(context: Context, record: RolloutRecord, end: int | None) -> dict[str, str]:
    """The etags up to this position whose code nobody kept yet, and for each the name of a script that has it."""
    with context.database.begin() as connection:
        wanted = scripts.waiting_builds(connection, record.id, end)
        return {etag: name for etag, name in wanted.items() if not builds.by_etag(connection, context.place, etag)}


def keep_all(
    context: Context,
    record: RolloutRecord,
    end: int | None,
    *,
    compare: Callable[[], None],
    listen: Callable[[], None],
) -> None:
    """Keep the code of all that are to be rolled up to this position.

    A listing comes after the downloads: only a script that it shows unchanged had that code with that etag. It is
    compared at least once, whether there is something to keep or not.
    """
    is_compared = False
    # Those that were changed or deleted meanwhile wait no more, and are not asked for again.
    while wanted := missing(context, record, end):
        kept: dict[str, str] = {}
        for etag, name in wanted.items():
            listen()
            if digest := _kept(context, name):
                kept[etag] = digest
        compare()
        is_compared = True
        with context.database.begin() as connection:
            rows = scripts.named(connection, record.id, [*wanted.values()])
            for etag, digest in kept.items():
                if rows[wanted[etag]].state == "waiting":
                    builds.name(connection, context.place, etag, digest)
    if not is_compared:
        compare()


def _kept(context: Context, name: str) -> str | None:
    """The digest of a script's code, which the journal now has; None where the script is gone."""
    try:
        code = context.with_priority("bulk").script(name).get_content()
    except tenantry.ScriptNotFound:
        # The listing that follows sees it too.
        return None
    with context.database.begin() as connection:
        return builds.keep(connection, code)
