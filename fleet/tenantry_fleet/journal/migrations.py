"""Brings the tables of an older version up to date: a step from each version to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from sqlalchemy import Connection, func, select, update

from tenantry_fleet.errors import JournalError

from .tables import JOURNAL

Step = Callable[[Connection], None]
# By the version that a step starts from. It speaks of tables as they were then, and not as `tables` has them.
STEPS: Mapping[int, Step] = {}

# Two processes that open a journal at once change its tables one after the other.
_LOCK = 7_236_011


def migrate(begin: Callable[[], AbstractContextManager[Connection]], newest: int, steps: Mapping[int, Step]) -> None:
    """Take the steps that are missing, each of them whole or not at all. Raises JournalError for a newer journal."""
    while True:
        with begin() as connection:
            lock(connection)
            version: int = connection.scalar(select(JOURNAL.c.version)) or 0
            if version == newest:
                return
            if version > newest or version not in steps:
                text = f"The journal has version {version}; this tenantry knows version {newest}."
                raise JournalError(f"{text} Use the one that wrote it, or a newer one.")
            steps[version](connection)
            connection.execute(update(JOURNAL).values(version=version + 1))


def lock(connection: Connection) -> None:
    """Nobody else changes tables before this transaction ends; SQLite has locked all of it by now."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
