"""The file, or the memory, that holds the state.

Synchronous on purpose. The server has one event loop and calls this from nowhere else, so requests change the state one
after another, without locks; a statement takes microseconds, and the file is on this machine. Each change is committed
before its request is answered: with a write-ahead log, what was answered survives the death of the process.
"""

import logging
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tenantry_emulator.state_file import ForeignState

LOG = logging.getLogger("tenantry_emulator")
CHECKPOINT_SECONDS = 0.25
# Says that a file is ours, and which tables it has.
APPLICATION = 0x74656E61
VERSION = 5

TABLES = """
CREATE TABLE seal (
    key BLOB NOT NULL
);
CREATE TABLE namespace (
    row INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    namespace_id TEXT NOT NULL,
    trusted_workers INTEGER NOT NULL DEFAULT 0,
    created_on TEXT NOT NULL,
    modified_on TEXT NOT NULL,
    UNIQUE (account, name)
);
CREATE TABLE script (
    row INTEGER PRIMARY KEY,
    namespace INTEGER NOT NULL REFERENCES namespace ON DELETE CASCADE,
    name TEXT NOT NULL,
    tag TEXT NOT NULL,
    version TEXT NOT NULL,
    etag TEXT NOT NULL,
    entry_point TEXT NOT NULL,
    modules TEXT NOT NULL,
    has_modules INTEGER NOT NULL,
    handlers TEXT NOT NULL,
    settings TEXT NOT NULL,
    bindings TEXT NOT NULL,
    migration_tag TEXT,
    classes TEXT NOT NULL,
    created_on TEXT NOT NULL,
    modified_on TEXT NOT NULL,
    UNIQUE (namespace, name)
);
CREATE INDEX script_of_modules ON script (modules);
CREATE TABLE module (
    list TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    part TEXT NOT NULL,
    content_type TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (list, position)
);
CREATE INDEX module_of_digest ON module (digest);
CREATE TABLE loose_list (
    list TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TRIGGER list_is_loose_without AFTER DELETE ON script BEGIN
    INSERT OR IGNORE INTO loose_list VALUES (old.modules);
END;
CREATE TRIGGER list_is_loose_after AFTER UPDATE OF modules ON script BEGIN
    INSERT OR IGNORE INTO loose_list VALUES (old.modules);
END;
-- With rows, for WITHOUT ROWID reads whole contents to compare keys.
CREATE TABLE piece (
    digest TEXT NOT NULL,
    position INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (digest, position)
);
CREATE TABLE loose (
    digest TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TRIGGER content_is_loose AFTER DELETE ON module BEGIN
    INSERT OR IGNORE INTO loose VALUES (old.digest);
END;
CREATE TABLE tag (
    script INTEGER NOT NULL REFERENCES script ON DELETE CASCADE,
    position INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (script, tag)
);
CREATE TABLE asset (
    namespace INTEGER NOT NULL REFERENCES namespace ON DELETE CASCADE,
    hash TEXT NOT NULL,
    content_type TEXT,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (namespace, hash)
);
CREATE INDEX asset_of_digest ON asset (digest);
CREATE TRIGGER asset_is_loose AFTER DELETE ON asset BEGIN
    INSERT OR IGNORE INTO loose VALUES (old.digest);
END;
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    namespace INTEGER NOT NULL REFERENCES namespace ON DELETE CASCADE,
    script_name TEXT NOT NULL,
    manifest TEXT NOT NULL,
    expires REAL NOT NULL
);
CREATE INDEX session_of_namespace ON session (namespace);
CREATE TABLE wanted (
    session TEXT NOT NULL REFERENCES session ON DELETE CASCADE,
    hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (session, hash)
) WITHOUT ROWID;
CREATE TABLE site (
    script INTEGER PRIMARY KEY REFERENCES script ON DELETE CASCADE,
    manifest TEXT NOT NULL,
    config TEXT NOT NULL
);
CREATE TABLE pair (
    account TEXT NOT NULL,
    namespace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    metadata TEXT,
    expiration INTEGER,
    PRIMARY KEY (account, namespace_id, key)
);
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    queue TEXT NOT NULL,
    sent TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX message_of_queue ON message (account, queue);
CREATE TABLE backlog (
    account TEXT NOT NULL,
    queue TEXT NOT NULL,
    messages INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (account, queue)
) WITHOUT ROWID;
CREATE TRIGGER message_waits AFTER INSERT ON message BEGIN
    INSERT INTO backlog VALUES (new.account, new.queue, 1, length(new.body))
    ON CONFLICT DO UPDATE SET messages = messages + 1, bytes = bytes + excluded.bytes;
END;
"""


def opened(path: Path | None) -> sqlite3.Connection:
    """The state in the file, which is made if it is not there; in memory without a path."""
    try:
        # Opened by the thread that starts the server, used by the one that runs it, never by both at a time.
        database = sqlite3.connect(path or ":memory:", check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise ForeignState(f"{path}: {error}") from error
    try:
        _check(database)
        if path:
            path.chmod(0o600)
        _prepare(database)
    except sqlite3.DatabaseError as error:
        database.close()
        raise ForeignState(f"{path} does not hold a state of this emulator: {error}") from error
    return database


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA journal_mode = WAL")
    # A commit is safe from the death of the process, not from that of the machine; the latter would cost a
    # disk flush for each request.
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA wal_autocheckpoint = 0")
    if _version(database) == 0:
        insert_key = f"INSERT INTO seal VALUES (x'{secrets.token_hex(32)}')"
        ours = f"PRAGMA user_version = {VERSION}; PRAGMA application_id = {APPLICATION}"
        database.executescript(f"BEGIN; {TABLES}; {insert_key}; {ours}; COMMIT;")


def _check(database: sqlite3.Connection) -> None:
    """Refuse what is not ours before anything of it is changed; an empty file becomes ours."""
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    version = _version(database)
    if (application, tables, version) == (0, 0, 0):
        return
    if application != APPLICATION:
        raise sqlite3.DatabaseError("it is the database of another program")
    if version != VERSION:
        raise sqlite3.DatabaseError(f"it has version {version}, and {VERSION} is wanted")


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def changing(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction, committed at its end; inside of another it is a part of that one."""
    if database.in_transaction:
        yield
        return
    database.execute("BEGIN")
    with database:
        yield


@contextmanager
def rolled_back(database: sqlite3.Connection) -> Iterator[None]:
    """A transaction that is rolled back at its end."""
    database.execute("BEGIN")
    try:
        yield
    finally:
        database.rollback()


def clear(database: sqlite3.Connection) -> None:
    """Delete all rows of all tables, but for the key that signs tokens."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'seal'"
    with database:
        for (table,) in database.execute(query).fetchall():
            database.execute(f"DELETE FROM {table}")


class Checkpoints:
    """Brings what was committed from the write-ahead log into the file.

    In a thread and with a connection of its own: SQLite would do it in a commit, which then waits for the disk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tenantry_emulator checkpoints", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        complaint = ""
        with closing(sqlite3.connect(self._path)) as database:
            while not self._over.wait(CHECKPOINT_SECONDS):
                try:
                    database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                except sqlite3.Error as error:
                    # What was committed is safe, and the next time may be better.
                    if str(error) != complaint:
                        complaint = str(error)
                        LOG.warning("%s grows, as its log cannot be brought into it: %s", self._path, error)

    def close(self) -> None:
        """End the thread."""
        self._over.set()
        self._thread.join()
