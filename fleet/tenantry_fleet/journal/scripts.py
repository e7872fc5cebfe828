"""The scripts of a rollout, as they are read and written within a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from .records import ScriptRecord
from .tables import ROLLOUTS, SCRIPTS

FAILURES = ("refused", "failed", "partial", "unknown")
# What counts as attempted: all that a call was spent on to change it.
ATTEMPTED = ("done", *FAILURES)
# Within so many seconds a process that is at work has given a sign of life.
SIGN_OF_LIFE = 60.0
# So many rows are held in memory at once.
CHUNK = 1_000

_FRESH: Mapping[str, Any] = {
    "wave": None,
    "state": "waiting",
    "attempts": 0,
    "is_forgiven": False,
    "is_sampled": False,
    "listing": 0,
    "restore": None,
}


def add(connection: Connection, rollout: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """New scripts of a rollout. Any: the values of their columns."""
    if values := [{**_FRESH, **row, "rollout": rollout} for row in rows]:
        connection.execute(insert(SCRIPTS), values)


def mark(connection: Connection, rollout: str, name: str, **columns: Any) -> None:
    """Write these columns of one script. Any: their values."""
    where = (SCRIPTS.c.rollout == rollout) & (SCRIPTS.c.name == name)
    connection.execute(update(SCRIPTS).where(where).values(**columns))


def mark_all(connection: Connection, rollout: str, states: Sequence[str], **columns: Any) -> int:
    """Write these columns of all that are in one of the states; how many that were. Any: their values."""
    where = (SCRIPTS.c.rollout == rollout) & SCRIPTS.c.state.in_(states)
    return connection.execute(update(SCRIPTS).where(where).values(**columns)).rowcount


def forgive(connection: Connection, rollout: str) -> None:
    """From now on neither failures nor those that are not well count."""
    is_known = SCRIPTS.c.state.in_(FAILURES) | SCRIPTS.c.check_after.is_not(None)
    connection.execute(update(SCRIPTS).where((SCRIPTS.c.rollout == rollout) & is_known).values(is_forgiven=True))


def not_seen(connection: Connection, rollout: str, listing: int) -> list[ScriptRecord]:
    """Those that wait and that this listing did not have."""
    return [*_rows(connection, rollout, _waiting(None) & (SCRIPTS.c.listing != listing))]


def see(connection: Connection, rollout: str, listing: int, names: Sequence[str]) -> None:
    """Note that a listing has these."""
    if names:
        where = (SCRIPTS.c.rollout == rollout) & SCRIPTS.c.name.in_(names)
        connection.execute(update(SCRIPTS).where(where).values(listing=listing))


def named(connection: Connection, rollout: str, names: Sequence[str]) -> dict[str, ScriptRecord]:
    """Those of these names, by name."""
    # A statement may have some thousands of values.
    chunks = (names[begin : begin + CHUNK] for begin in range(0, len(names), CHUNK))
    return {row.name: row for chunk in chunks for row in _rows(connection, rollout, SCRIPTS.c.name.in_(chunk))}


def tried(connection: Connection, place: str, operation: str, name: str) -> list[ScriptRecord]:
    """This script as it was in each rollout of an operation that was tried on it, the newest first."""
    query = select(SCRIPTS).join(ROLLOUTS, ROLLOUTS.c.id == SCRIPTS.c.rollout)
    where = (ROLLOUTS.c.place == place) & (ROLLOUTS.c.operation == operation) & (SCRIPTS.c.name == name)
    rows = connection.execute(query.where(where & (SCRIPTS.c.attempts > 0)).order_by(SCRIPTS.c.started.desc()))
    return [ScriptRecord(**row._mapping) for row in rows]


def taken_by_others(
    connection: Connection, place: str, rollout: str, names: Sequence[str], since: float
) -> dict[str, str]:
    """Which of these another rollout of the namespace has begun to change since then, and its id."""
    others = (ROLLOUTS.c.place == place) & (ROLLOUTS.c.id != rollout) & (ROLLOUTS.c.heartbeat > since - SIGN_OF_LIFE)
    if not names or not (found := [*connection.scalars(select(ROLLOUTS.c.id).where(others))]):
        return {}
    where = SCRIPTS.c.rollout.in_(found) & SCRIPTS.c.name.in_(names) & (SCRIPTS.c.started > since)
    return {row.name: row.rollout for row in connection.execute(select(SCRIPTS.c.name, SCRIPTS.c.rollout).where(where))}


def in_states(connection: Connection, rollout: str, states: Sequence[str]) -> list[ScriptRecord]:
    """Those in one of the states."""
    return [*_rows(connection, rollout, SCRIPTS.c.state.in_(states))]


def waiting(connection: Connection, rollout: str, end: int | None, limit: int) -> list[ScriptRecord]:
    """The next ones to roll, up to this position."""
    return [*_rows(connection, rollout, _waiting(end), limit)]


def waiting_names(connection: Connection, rollout: str, end: int | None) -> list[str]:
    """The names of all that are to be rolled up to this position, in their order."""
    where = (SCRIPTS.c.rollout == rollout) & _waiting(end)
    return [*connection.scalars(select(SCRIPTS.c.name).where(where).order_by(SCRIPTS.c.position))]


def waiting_builds(connection: Connection, rollout: str, end: int | None) -> dict[str, str]:
    """The etags of those that are to be rolled up to this position, and for each the name of one script."""
    where = (SCRIPTS.c.rollout == rollout) & _waiting(end) & SCRIPTS.c.before_etag.is_not(None)
    query = select(SCRIPTS.c.before_etag, func.min(SCRIPTS.c.name)).where(where).group_by(SCRIPTS.c.before_etag)
    return {row[0]: row[1] for row in connection.execute(query)}


def sampled(connection: Connection, rollout: str, waves: Sequence[int] | None) -> list[ScriptRecord]:
    """Those of these waves, or of all and of none yet, that are checked."""
    where = SCRIPTS.c.is_sampled
    return [*_rows(connection, rollout, where if waves is None else where & SCRIPTS.c.wave.in_(waves))]


def position(connection: Connection, rollout: str, count: int) -> int | None:
    """The position of the script that is the `count`th of those that wait; None where there are fewer."""
    where = (SCRIPTS.c.rollout == rollout) & _waiting(None)
    query = select(SCRIPTS.c.position).where(where).order_by(SCRIPTS.c.position)
    found: int | None = connection.scalar(query.offset(max(count, 1) - 1).limit(1))
    return found


def counts(connection: Connection, rollout: str) -> dict[str, int]:
    """How many are in each state."""
    query = select(SCRIPTS.c.state, func.count()).where(SCRIPTS.c.rollout == rollout).group_by(SCRIPTS.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def tally(connection: Connection, rollout: str, wave: int | None) -> tuple[int, int]:
    """How many were attempted in this wave, or in all, and how many of them failed and were not forgiven."""
    where = (SCRIPTS.c.rollout == rollout) & SCRIPTS.c.state.in_(ATTEMPTED) & ~SCRIPTS.c.is_forgiven
    where = where if wave is None else where & (SCRIPTS.c.wave == wave)
    query = select(SCRIPTS.c.state, func.count()).where(where).group_by(SCRIPTS.c.state)
    found = {row[0]: row[1] for row in connection.execute(query)}
    return sum(found.values()), sum(found.get(state, 0) for state in FAILURES)


def failed(connection: Connection, rollout: str, wave: int | None) -> ScriptRecord:
    """One that failed in this wave, or in all, and was not forgiven; there is one."""
    where = SCRIPTS.c.state.in_(FAILURES) & ~SCRIPTS.c.is_forgiven
    return next(_rows(connection, rollout, where if wave is None else where & (SCRIPTS.c.wave == wave), 1))


def every(connection: Connection, rollout: str) -> Iterator[ScriptRecord]:
    """All of them by name, a chunk at a time."""
    after = ""
    while chunk := [*_chunk(connection, rollout, after)]:
        yield from chunk
        after = chunk[-1].name


def _chunk(connection: Connection, rollout: str, after: str) -> Iterator[ScriptRecord]:
    where = (SCRIPTS.c.rollout == rollout) & (SCRIPTS.c.name > after)
    for row in connection.execute(select(SCRIPTS).where(where).order_by(SCRIPTS.c.name).limit(CHUNK)):
        yield ScriptRecord(**row._mapping)


def _waiting(end: int | None) -> ColumnElement[bool]:
    is_waiting = SCRIPTS.c.state == "waiting"
    return is_waiting if end is None else is_waiting & (SCRIPTS.c.position <= end)


def _rows(
    connection: Connection, rollout: str, where: ColumnElement[bool], limit: int | None = None
) -> Iterator[ScriptRecord]:
    query = select(SCRIPTS).where((SCRIPTS.c.rollout == rollout) & where).order_by(SCRIPTS.c.position)
    for row in connection.execute(query if limit is None else query.limit(limit)):
        yield ScriptRecord(**row._mapping)
