"""Rollouts and their history, as they are read and written within a transaction."""

from __future__ import annotations

import platform
from typing import Any

from sqlalchemy import Connection, insert, select, update

from tenantry import NotSent

from .records import Entry, RolloutRecord
from .tables import HISTORY, ROLLOUTS


def add(connection: Connection, **columns: Any) -> None:
    """A new rollout. Any: the values of its columns."""
    connection.execute(insert(ROLLOUTS).values(**columns))


def get(connection: Connection, identifier: str) -> RolloutRecord:
    """The rollout of this id. Raises NotSent where there is none."""
    found = connection.execute(select(ROLLOUTS).where(ROLLOUTS.c.id == identifier)).one_or_none()
    if found is None:
        raise NotSent(f"The journal has no rollout {identifier!r}; rollouts() lists them.")
    return RolloutRecord(**found._mapping)


def asked(connection: Connection, identifier: str) -> dict[str, Any]:
    """What somebody else may have written while it runs. Any: the values of these columns."""
    columns = [ROLLOUTS.c[name] for name in ("wanted", "rate", "promoted", "holder")]
    return dict(connection.execute(select(*columns).where(ROLLOUTS.c.id == identifier)).one()._mapping)


def all_of(connection: Connection, place: str) -> list[RolloutRecord]:
    """Those of a namespace, the newest first."""
    rows = connection.execute(
        select(ROLLOUTS).where(ROLLOUTS.c.place == place).order_by(ROLLOUTS.c.created.desc(), ROLLOUTS.c.id)
    )
    return [RolloutRecord(**row._mapping) for row in rows]


def change(connection: Connection, identifier: str, **columns: Any) -> None:
    """Write these columns. Any: their values."""
    connection.execute(update(ROLLOUTS).where(ROLLOUTS.c.id == identifier).values(**columns))


def change_if_held_by(connection: Connection, identifier: str, nonce: str | None, **columns: Any) -> bool:
    """Write these columns if nobody else has taken hold since; whether that was so. Any: their values."""
    now = get_for_update(connection, identifier)
    if (now.holder or {}).get("nonce") != nonce:
        return False
    change(connection, identifier, **columns)
    return True


def get_for_update(connection: Connection, identifier: str) -> RolloutRecord:
    """The rollout, which nobody else changes before this transaction ends."""
    # SQLite has locked all of it by now, and its dialect leaves these words out.
    found = connection.execute(select(ROLLOUTS).where(ROLLOUTS.c.id == identifier).with_for_update()).one_or_none()
    if found is None:
        raise NotSent(f"The journal has no rollout {identifier!r}; rollouts() lists them.")
    return RolloutRecord(**found._mapping)


def note(connection: Connection, identifier: str, at: float, actor: str, verb: str, detail: str | None = None) -> None:
    """Add a line to the history."""
    said = {"rollout": identifier, "at": at, "actor": actor, "host": platform.node(), "verb": verb, "detail": detail}
    connection.execute(insert(HISTORY).values(**said))


def history(connection: Connection, place: str, identifier: str | None) -> list[Entry]:
    """The lines of one rollout, or of all in the namespace, the oldest first."""
    columns = [column for column in HISTORY.c if column.name != "id"]
    query = select(*columns).join(ROLLOUTS, ROLLOUTS.c.id == HISTORY.c.rollout).where(ROLLOUTS.c.place == place)
    if identifier is not None:
        query = query.where(HISTORY.c.rollout == identifier)
    return [Entry(**row._mapping) for row in connection.execute(query.order_by(HISTORY.c.id))]
