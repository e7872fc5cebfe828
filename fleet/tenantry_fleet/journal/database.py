"""The database of a journal: opened, brought to its tables, and written in transactions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event, insert
from sqlalchemy.exc import SQLAlchemyError

from tenantry_fleet.errors import JournalError

from .migrations import STEPS, lock, migrate
from .network_file_systems import network_file_system
from .tables import JOURNAL, METADATA, VERSION

# One that waits longer is stuck behind something that is not a writer of ours.
_PATIENCE_MS = 30_000


class Database:
    """The journal in a file, or in PostgreSQL; any number of threads and processes may use it at once."""

    def __init__(self, where: str | os.PathLike[str]) -> None:
        self.engine: Engine = _engine(where)
        try:
            self._prepare()
        except JournalError:
            self.close()
            raise

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: all that happens in it is there afterwards, or nothing. Raises JournalError."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            # The whole text would show the statement and its values, settings among them.
            cause = getattr(error, "orig", None) or error
            raise JournalError(f"The journal cannot be used: {str(cause).splitlines()[0]}") from None

    def close(self) -> None:
        """Close its connections."""
        self.engine.dispose()

    def _prepare(self) -> None:
        with self.begin() as connection:
            lock(connection)
            if not sqlalchemy.inspect(connection).has_table(JOURNAL.name):
                METADATA.create_all(connection)
                connection.execute(insert(JOURNAL).values(version=VERSION))
        migrate(self.begin, VERSION, STEPS)


def _engine(where: str | os.PathLike[str]) -> Engine:
    if "://" in (text := os.fspath(where)):
        try:
            return sqlalchemy.create_engine(text)
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            missing = isinstance(error, ModuleNotFoundError)
            text = f"{error}: install tenantry[team]" if missing else type(error).__name__
            raise JournalError(f"The journal's URL leads to no database: {text}") from None
    path = Path(text).absolute()
    if kind := network_file_system(path.parent):
        raise JournalError(f"{path} is on a network file system ({kind}), where SQLite loses writes: use PostgreSQL.")
    try:
        # It holds the code and the variables of tenants, which are nobody else's business on this machine.
        path.touch(mode=0o600)
    except OSError as error:
        raise JournalError(f"The journal {path} cannot be opened: {error.strerror}.") from None
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    return engine


def _connected(connection: Any, _: object) -> None:
    # Any: a connection of whatever driver. Transactions begin where we say so, and not where the driver thinks best.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    # What was answered survives a power cut, too: a write that was forgotten would look like one of the tenant's.
    connection.execute("PRAGMA synchronous=FULL")


def _begun(connection: Connection) -> None:
    # A transaction that reads first and writes then would fail where another one wrote in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
