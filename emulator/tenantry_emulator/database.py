"""The file, or the memory, that holds the state.

Synchronous on purpose. The server has one event loop and calls this from nowhere else, so requests change the state one
after another, without locks; a statement takes microseconds, and the file is on this machine. Each change is committed
before its request is answered: with a write-ahead log, what was answered survives the death of the process.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .tables import TABLES, VERSION


class ForeignState(Exception):
    """The file cannot be opened, or holds something else than a state of this version."""


def opened(path: Path | None) -> sqlite3.Connection:
    """The state in the file, which is made if it is not there; in memory without a path."""
    try:
        # Opened by the thread that starts the server, used by the one that runs it, never by both at a time.
        database = sqlite3.connect(path or ":memory:", check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise ForeignState(f"{path}: {error}") from error
    try:
        _prepare(database)
    except sqlite3.DatabaseError as error:
        database.close()
        raise ForeignState(f"{path} is no state of this emulator: {error}") from error
    return database


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA journal_mode = WAL")
    # A commit is safe from the death of the process, not from that of the machine; the latter would cost a
    # disk flush for each request.
    database.execute("PRAGMA synchronous = NORMAL")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == 0:
        seal = f"INSERT INTO seal VALUES (x'{secrets.token_hex(32)}')"
        database.executescript(f"BEGIN; {TABLES}; {seal}; PRAGMA user_version = {VERSION}; COMMIT;")
    elif version != VERSION:
        raise sqlite3.DatabaseError(f"it has version {version}, and {VERSION} is wanted")


@contextmanager
def changing(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction, committed at its end; inside of another it is a part of that one."""
    if database.in_transaction:
        yield
        return
    with database:
        yield


@contextmanager
def trying(database: sqlite3.Connection) -> Iterator[None]:
    """A transaction that is taken back at its end."""
    database.execute("BEGIN")
    try:
        yield
    finally:
        database.rollback()
