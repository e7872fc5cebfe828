"""Static assets in the state: files of a namespace, upload sessions, and the sites of scripts."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tenantry_emulator.wire.json_types import JsonObject

from .clock import Clock
from .records import Asset, Namespace, Script, Session


@dataclass(frozen=True)
class Site:
    """The static assets of a script."""

    files: Mapping[str, str]
    """By path, the hash."""
    config: JsonObject


class AssetStore:
    """One file for each hash of a namespace, whichever script brought it."""

    def __init__(self, database: sqlite3.Connection, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    def open_session(self, session: Session, files: Mapping[str, str], sizes: Mapping[str, int], life: float) -> None:
        """Note what the session shall bring: those of the files that the namespace does not have."""
        now = self._clock.seconds()
        with self._db:
            self._db.execute("DELETE FROM session WHERE expires < ?", (now,))
            self._db.execute(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?)",
                (session.id, session.namespace, session.script_name, json.dumps(files), now + life),
            )
            self._db.execute(
                """
                INSERT INTO wanted SELECT ?, key, value FROM json_each(?)
                WHERE NOT EXISTS (SELECT 1 FROM asset WHERE namespace = ? AND hash = key)
                """,
                (session.id, json.dumps(sizes), session.namespace),
            )

    def session(self, identifier: str) -> Session | None:
        """A session, if it is not forgotten yet."""
        query = "SELECT id, namespace, script_name FROM session WHERE id = ?"
        found = self._db.execute(query, (identifier,)).fetchone()
        return found and Session(*found)

    def wanted(self, session: Session) -> Iterator[tuple[str, int]]:
        """The files that the session was asked for: hash and size."""
        query = "SELECT hash, size FROM wanted WHERE session = ? ORDER BY hash"
        return self._db.execute(query, (session.id,))

    def wanted_size(self, session: Session, identifier: str) -> int | None:
        """The size of a file that the session was asked for, or None for one that it was not."""
        query = "SELECT size FROM wanted WHERE session = ? AND hash = ?"
        found = self._db.execute(query, (session.id, identifier)).fetchone()
        return found and int(found[0])

    def is_complete(self, session: Session) -> bool:
        """Whether all files are there that the session was asked for, whoever brought them."""
        query = """
            SELECT NOT EXISTS (
                SELECT 1 FROM wanted WHERE session = ?
                AND NOT EXISTS (SELECT 1 FROM asset WHERE namespace = ? AND asset.hash = wanted.hash)
            )
        """
        (complete,) = self._db.execute(query, (session.id, session.namespace)).fetchone()
        return bool(complete)

    def add(self, session: Session, asset: Asset) -> None:
        """A file for the namespace; a hash that is there already keeps its content and its type."""
        row = (session.namespace, asset.hash, asset.content_type, asset.content)
        with self._db:
            self._db.execute("INSERT INTO asset VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row)

    def site(self, script: Script) -> Site | None:
        """The static assets of a script."""
        found = self._db.execute("SELECT manifest, config FROM site WHERE script = ?", (script.row,)).fetchone()
        return found and Site(json.loads(found[0]), json.loads(found[1]))

    def get(self, namespace: Namespace, identifier: str) -> Asset | None:
        """A file by its hash."""
        query = "SELECT hash, content_type, content FROM asset WHERE namespace = ? AND hash = ?"
        found = self._db.execute(query, (namespace.row, identifier)).fetchone()
        return found and Asset(*found)
