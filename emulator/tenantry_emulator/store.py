"""The state of all accounts, in SQLite: the only module that knows SQL.

Synchronous on purpose. The server has one event loop and calls this from nowhere else, so requests change the state one
after another, without locks; a statement takes microseconds, and the file is on this machine. Each change is committed
before its request is answered: with a write-ahead log, what was answered survives the death of the process.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from . import stamps
from .json_types import JsonObject
from .records import Module, Namespace, NewScript, Script
from .tables import TABLES, VERSION

NAMESPACE = """
    SELECT row, namespace_id, name, trusted_workers, created_on, modified_on,
        (SELECT count(*) FROM script WHERE script.namespace = namespace.row)
    FROM namespace
"""
SCRIPT = """
    SELECT row, name, tag, etag, entry_point, has_modules, handlers, settings, migration_tag,
        (SELECT json_group_array(tag) FROM (SELECT tag FROM tag WHERE tag.script = script.row ORDER BY position)),
        created_on, modified_on
    FROM script
"""


class ForeignState(Exception):
    """The file cannot be opened, or holds something else than a state of this version."""


class Store:
    """Namespaces and scripts; in memory unless there is a path."""

    def __init__(self, path: Path | None = None) -> None:
        try:
            # Opened by the thread that starts the server, used by the one that runs it, never by both at a time.
            self._db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        except sqlite3.OperationalError as error:
            raise ForeignState(f"{path}: {error}") from error
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise ForeignState(f"{path} is no state of this emulator: {error}") from error

    def _prepare(self) -> None:
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA journal_mode = WAL")
        # A commit is safe from the death of the process, not from that of the machine; the latter would cost a
        # disk flush for each request.
        self._db.execute("PRAGMA synchronous = NORMAL")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN; {TABLES}; PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"it has version {version}, and {VERSION} is wanted")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- namespaces -------------------------------------------------------------------------------

    def namespaces(self, account: str) -> list[Namespace]:
        """All namespaces of an account, in the order of their names."""
        found = self._db.execute(f"{NAMESPACE} WHERE account = ? ORDER BY name", (account,))
        return [_namespace(row) for row in found]

    def namespace(self, account: str, name: str) -> Namespace | None:
        """A namespace by its name."""
        found = self._db.execute(f"{NAMESPACE} WHERE account = ? AND name = ?", (account, name)).fetchone()
        return found and _namespace(found)

    def add_namespace(self, account: str, name: str) -> None:
        """A namespace of a name that the account does not have yet."""
        time = stamps.now()
        with self._db:
            self._db.execute(
                "INSERT INTO namespace (account, name, namespace_id, created_on, modified_on) VALUES (?, ?, ?, ?, ?)",
                (account, name, stamps.new_namespace_id(), time, time),
            )

    def change_namespace(self, namespace: Namespace, *, name: str, trusted_workers: bool) -> None:
        """Another name, another trust."""
        with self._db:
            self._db.execute(
                "UPDATE namespace SET name = ?, trusted_workers = ?, modified_on = ? WHERE row = ?",
                (name, trusted_workers, stamps.now(), namespace.row),
            )

    def remove_namespace(self, namespace: Namespace) -> None:
        """The namespace and every script in it."""
        with self._db:
            self._db.execute("DELETE FROM namespace WHERE row = ?", (namespace.row,))

    # --- scripts ----------------------------------------------------------------------------------

    def scripts(
        self, namespace: Namespace, tags: Iterable[tuple[str, bool]], *, after: str, limit: int
    ) -> list[Script]:
        """Scripts in the order of their names, behind a name, that have (True) and have not (False) certain tags."""
        conditions, values = ["namespace = ?", "name > ?"], [str(namespace.row), after]
        for tag, wanted in tags:
            conditions.append(
                f"{'' if wanted else 'NOT '}EXISTS (SELECT 1 FROM tag WHERE tag.script = script.row AND tag.tag = ?)"
            )
            values.append(tag)
        query = f"{SCRIPT} WHERE {' AND '.join(conditions)} ORDER BY name LIMIT {limit:d}"
        return [_script(row) for row in self._db.execute(query, values)]

    def script(self, namespace: Namespace, name: str) -> Script | None:
        """A script by its name."""
        found = self._db.execute(f"{SCRIPT} WHERE namespace = ? AND name = ?", (namespace.row, name)).fetchone()
        return found and _script(found)

    def put_script(self, namespace: Namespace, name: str, new: NewScript) -> None:
        """Create the script, or replace all of it but its identifier and its age."""
        time = stamps.now()
        with self._db:
            (script,) = self._db.execute(
                """
                INSERT INTO script (namespace, name, tag, etag, entry_point, has_modules, handlers, settings,
                    migration_tag, created_on, modified_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (namespace, name) DO UPDATE SET
                    etag = excluded.etag, entry_point = excluded.entry_point, has_modules = excluded.has_modules,
                    handlers = excluded.handlers, settings = excluded.settings,
                    migration_tag = excluded.migration_tag, modified_on = excluded.modified_on
                RETURNING row
                """,
                (namespace.row, name, stamps.new_tag(), *_columns(new), time, time),
            ).fetchone()
            self._replace(script, "module", [(m.name, m.part, m.content_type, m.content) for m in new.modules])
            self._replace(script, "binding", [(binding["name"], json.dumps(binding)) for binding in new.bindings])
            self._replace(script, "tag", [(tag,) for tag in new.tags])

    def remove_script(self, script: Script) -> None:
        """The script and all that it has."""
        with self._db:
            self._db.execute("DELETE FROM script WHERE row = ?", (script.row,))

    def modules(self, script: Script) -> list[Module]:
        """The modules, in the order in which they came."""
        query = "SELECT name, part, content_type, content FROM module WHERE script = ? ORDER BY position"
        return [Module(*row) for row in self._db.execute(query, (script.row,))]

    def bindings(self, script: Script) -> list[JsonObject]:
        """The bindings with their secrets, in the order in which they came."""
        query = "SELECT body FROM binding WHERE script = ? ORDER BY position"
        return [json.loads(body) for (body,) in self._db.execute(query, (script.row,))]

    def set_bindings(self, script: Script, bindings: Sequence[JsonObject]) -> None:
        """Replace all bindings."""
        with self._db:
            self._replace(script.row, "binding", [(binding["name"], json.dumps(binding)) for binding in bindings])
            self._touch(script)

    def set_tags(self, script: Script, tags: Sequence[str]) -> None:
        """Replace all tags."""
        with self._db:
            self._replace(script.row, "tag", [(tag,) for tag in tags])
            self._touch(script)

    def _touch(self, script: Script) -> None:
        self._db.execute("UPDATE script SET modified_on = ? WHERE row = ?", (stamps.now(), script.row))

    def _replace(self, script: int, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        self._db.execute(f"DELETE FROM {table} WHERE script = ?", (script,))
        for position, row in enumerate(rows):
            places = ", ".join("?" for _ in range(2 + len(row)))
            self._db.execute(f"INSERT INTO {table} VALUES ({places})", (script, position, *row))


def _namespace(row: tuple[int, str, str, int, str, str, int]) -> Namespace:
    number, namespace_id, name, trusted, created_on, modified_on, script_count = row
    return Namespace(number, namespace_id, name, bool(trusted), created_on, modified_on, script_count)


def _script(row: tuple[int, str, str, str, str, int, str, str, str | None, str, str, str]) -> Script:
    number, name, tag, etag, entry_point, has_modules, handlers, settings, migration_tag, tags, *times = row
    return Script(
        row=number,
        name=name,
        tag=tag,
        etag=etag,
        entry_point=entry_point,
        has_modules=bool(has_modules),
        handlers=json.loads(handlers),
        settings=json.loads(settings),
        migration_tag=migration_tag,
        tags=json.loads(tags),
        created_on=times[0],
        modified_on=times[1],
    )


def _columns(new: NewScript) -> tuple[object, ...]:
    handlers, settings = json.dumps(new.handlers), json.dumps(new.settings)
    return new.etag, new.entry_point, new.has_modules, handlers, settings, new.migration_tag
