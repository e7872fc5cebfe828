"""Compares what is planned with what the server has: what changed, what is gone, and what came anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve, field, frozen
from sqlalchemy import Connection

import tenantry
from tenantry_fleet.context import Context
from tenantry_fleet.journal import rollouts, scripts
from tenantry_fleet.journal.records import RolloutRecord, ScriptRecord
from tenantry_fleet.operations.operation import Operation, when

Admits = Callable[[tenantry.ScriptInfo], bool]


@frozen
class Difference:
    """What a listing says against the plan."""

    changed: list[str] = field(factory=list)
    gone: list[str] = field(factory=list)

    def __str__(self) -> str:
        said = {"changed": self.changed, "gone": self.gone}
        return "; ".join(f"{len(names)} {what} ({_some(names)})" for what, names in said.items() if names)


def compare(context: Context, record: RolloutRecord, operation: Operation) -> list[ScriptRecord]:
    """Mark the waiting scripts that are changed, gone, or as they shall be already; these are left alone."""
    listing, left = record.listing + 1, list[ScriptRecord]()

    def leave(connection: Connection, row: ScriptRecord, state: str, why: str | None = None) -> None:
        scripts.mark(connection, record.id, row.name, state=state, why=why, ended=context.clock.now())
        left.append(evolve(row, state=state, why=why))

    for page in context.with_priority("bulk").list_scripts().pages():
        found = {info.name: info for info in page if info.name}
        with context.database.begin() as connection:
            rows = scripts.named(connection, record.id, [*found])
            waiting = [row for row in rows.values() if row.state == "waiting"]
            for row in waiting:
                if verdict := _verdict(row, found[row.name], record, operation):
                    leave(connection, row, *verdict)
            scripts.see(connection, record.id, listing, [*rows])
    with context.database.begin() as connection:
        for row in scripts.not_seen(connection, record.id, listing):
            leave(connection, row, "gone", "It was deleted.")
        rollouts.change(connection, record.id, listing=listing)
    return left


def differences(context: Context, record: RolloutRecord) -> Difference:
    """What has changed since the plan was made; nothing is marked."""
    difference, seen = Difference(), set[str]()
    for page in context.with_priority("bulk").list_scripts().pages():
        found = {info.name: info for info in page if info.name}
        with context.database.begin() as connection:
            rows = scripts.named(connection, record.id, [*found]).values()
        difference.changed.extend(
            row.name for row in rows if row.state == "waiting" and has_changed(row, found[row.name])
        )
        seen |= found.keys()
    with context.database.begin() as connection:
        names = scripts.waiting_names(connection, record.id, None)
    difference.gone.extend(name for name in names if name not in seen)
    return difference


def newcomers(context: Context, record: RolloutRecord, operation: Operation, admits: Admits) -> None:
    """Add the scripts that were created since, and belong to the selection."""
    for page in context.with_priority("bulk").list_scripts().pages():
        chosen = {info.name: info for info in page if info.name and admits(info)}
        with context.database.begin() as connection:
            known = scripts.named(connection, record.id, [*chosen])
            # Behind all others, in the order of their names.
            rows = planned(connection, [info for name, info in chosen.items() if name not in known], operation, record)
            scripts.add(connection, record.id, [{**row, "position": 1 << 62} for row in rows])


def planned(
    connection: Connection, infos: Sequence[tenantry.ScriptInfo], operation: Operation, record: RolloutRecord
) -> list[dict[str, Any]]:
    """The rows of these scripts. Any: the values of columns."""
    rows: list[dict[str, Any]] = []
    operation.look_up(connection, [info.name or "" for info in infos])
    for info in infos:
        if (more := operation.planned(connection, info)) is None:
            continue
        is_there = operation.is_there(info.etag, [*info.tags], record.etag)
        rows.append({"state": "unchanged" if is_there else "waiting", **_before(info), "why": None, **more})
    return rows


def has_changed(row: ScriptRecord, info: tenantry.ScriptInfo) -> bool:
    """Whether a script is not as it was planned for; one that we may have changed ourselves is looked at later."""
    return row.attempts == 0 and (row.before_etag, row.before_modified) != (info.etag, when(info.modified_on))


def _verdict(
    row: ScriptRecord, info: tenantry.ScriptInfo, record: RolloutRecord, operation: Operation
) -> tuple[str, str | None] | None:
    """The state in which it is left alone, and why."""
    if row.attempts == 0 and operation.is_there(info.etag, [*info.tags], record.etag):
        return "unchanged", None
    if has_changed(row, info):
        return "changed", "It was changed after the plan was made."
    return None


def _before(info: tenantry.ScriptInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "before_etag": info.etag,
        "before_modified": when(info.modified_on),
        "before_tags": [*info.tags],
        "before_migration_tag": info.migration_tag,
        "before_has_assets": info.script.has_assets,
    }


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
