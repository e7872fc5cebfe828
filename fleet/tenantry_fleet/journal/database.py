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
        # None in PostgreSQL, which looks after its own files.
        self._file: Path | None = None if "://" in os.fspath(where) else Path(where).absolute()
        self.engine: Engine = _server(os.fspath(where)) if self._file is None else _file(self._file)
        self._identity = self._identified()
        try:
            self._prepare()
        except JournalError:
            self.close()
            raise

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: all that happens in it is there afterwards, or nothing. Raises JournalError."""
        if self._identified() != self._identity:
            # What is written into a file that was deleted is lost when it is closed.
            raise JournalError(f"The journal {self._file} was deleted, or another file has taken its place.")
        try:
            with self.engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, UnicodeEncodeError) as error:
            # The whole text would show the statement and its values, settings among them.
            cause = getattr(error, "orig", None) or error
            first = next(iter(str(cause).splitlines()), type(cause).__name__)
            raise JournalError(f"The journal cannot be used: {first}") from None

    def close(self) -> None:
        """Close its connections."""
        self.engine.dispose()

    def _identified(self) -> tuple[int, int] | None:
        """Which file it is, whatever its name."""
        try:
            found = self._file and self._file.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

    def _prepare(self) -> None:
        with self.begin() as connection:
            lock(connection)
            if not sqlalchemy.inspect(connection).has_table(JOURNAL.name):
                METADATA.create_all(connection)
                connection.execute(insert(JOURNAL).values(version=VERSION))
        migrate(self.begin, VERSION, STEPS)


def _server(url: str) -> Engine:
    try:
        # A connection that was idle for long may have been closed by somebody between here and there.
        engine = sqlalchemy.create_engine(url, pool_pre_ping=True)
    except (SQLAlchemyError, ModuleNotFoundError, ValueError) as error:
        missing = isinstance(error, ModuleNotFoundError)
        text = f"{error}: install tenantry[team]" if missing else type(error).__name__
        raise JournalError(f"The journal's URL leads to no database: {text}") from None
    if engine.dialect.name != "postgresql":
        raise JournalError("The journal is a file, given by its path, or a database of PostgreSQL, given by its URL.")
    return engine


def _file(path: Path) -> Engine:
    try:
        kind = network_file_system(path.resolve().parent)
        if kind:
            text = f"is on a network file system ({kind}), where SQLite loses writes: use PostgreSQL."
            raise JournalError(f"{path} {text}")
        # It holds the code and the variables of tenants, which are nobody else's business on this machine.
        path.touch(mode=0o600)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise JournalError(f"The journal {path} cannot be opened: {why}.") from None
    # Not as a text, in which a question mark would begin something else.
    engine = sqlalchemy.create_engine(sqlalchemy.URL.create("sqlite", database=str(path)))
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
