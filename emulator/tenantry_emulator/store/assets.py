"""Static assets in the state: files of a namespace, upload sessions, and the sites of scripts."""

import asyncio
import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tenantry_emulator.clock import Clock
from tenantry_emulator.wire.json_types import JsonObject
from tenantry_emulator.wire.turns import step_aside

from .records import Asset, Namespace, Script, Session

# Files that are looked up in a few milliseconds.
AT_ONCE = 250


@dataclass(frozen=True)
class Site:
    """The static assets of a script."""

    manifest: str
    """Which files it has: `listed` reads it."""
    config: JsonObject


def manifest_of(files: Mapping[str, str]) -> str:
    """Hashes by path as they are kept: lines of JSON, each of which is read in no time."""
    entries, lines = iter(files.items()), []
    while some := dict(itertools.islice(entries, AT_ONCE)):
        lines.append(json.dumps(some, ensure_ascii=False))
        step_aside()
    return "\n".join(lines)


def listed(manifest: str) -> Iterator[dict[str, str]]:
    """Hashes by path, of some files after others."""
    return map(json.loads, filter(None, manifest.split("\n")))


class AssetStore:
    """One file for each hash of a namespace, whichever script brought it."""

    def __init__(self, database: sqlite3.Connection, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    async def open_session(
        self, session: Session, manifest: str, sizes: Sequence[tuple[str, int]], life: float
    ) -> list[tuple[str, int]]:
        """Note what the session shall bring, by hash and size: of the files those that the namespace does not have.

        There may be many, so that requests of others come in between.
        """
        await self._forget_expired()
        with self._db:
            row = (session.id, session.namespace, session.script_name, manifest, self._clock.seconds() + life)
            self._db.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?)", row)
        wanted: list[tuple[str, int]] = []
        for start in range(0, len(sizes), AT_ONCE):
            some = [each for each in sizes[start : start + AT_ONCE] if not self._has(session.namespace, each[0])]
            with self._db:
                # The session has ended if its namespace was deleted meanwhile.
                insert = "INSERT INTO wanted SELECT id, ?, ? FROM session WHERE id = ?"
                self._db.executemany(insert, [(*each, session.id) for each in some])
            wanted += some
            await asyncio.sleep(0)
        return wanted

    async def _forget_expired(self) -> None:
        expired = self._db.execute("SELECT id FROM session WHERE expires < ?", (self._clock.seconds(),)).fetchall()
        for (identifier,) in expired:
            some = "SELECT hash FROM wanted WHERE session = ? LIMIT ?"
            delete = f"DELETE FROM wanted WHERE session = ? AND hash IN ({some})"
            while self._changed(delete, (identifier, identifier, AT_ONCE)) == AT_ONCE:
                await asyncio.sleep(0)
            self._changed("DELETE FROM session WHERE id = ?", (identifier,))

    def _changed(self, statement: str, values: tuple[object, ...]) -> int:
        with self._db:
            return self._db.execute(statement, values).rowcount

    def _has(self, namespace: int, identifier: str) -> bool:
        query = "SELECT 1 FROM asset WHERE namespace = ? AND hash = ?"
        return self._db.execute(query, (namespace, identifier)).fetchone() is not None

    def session(self, identifier: str) -> Session | None:
        """A session, if it is not forgotten yet."""
        query = "SELECT id, namespace, script_name FROM session WHERE id = ?"
        found = self._db.execute(query, (identifier,)).fetchone()
        return found and Session(*found)

    def wanted_size(self, session: Session, identifier: str) -> int | None:
        """The size of a file that the session was asked for, or None for one that it was not."""
        query = "SELECT size FROM wanted WHERE session = ? AND hash = ?"
        found = self._db.execute(query, (session.id, identifier)).fetchone()
        return found and int(found[0])

    async def is_complete(self, session: Session) -> bool:
        """Whether all files are there that the session was asked for, whoever brought them."""
        query = "SELECT hash FROM wanted WHERE session = ? AND hash > ? ORDER BY hash LIMIT ?"
        last = ""
        while some := self._db.execute(query, (session.id, last, AT_ONCE)).fetchall():
            if not all(self._has(session.namespace, identifier) for (identifier,) in some):
                return False
            (last,) = some[-1]
            await asyncio.sleep(0)
        return True

    def add(self, session: Session, assets: Iterable[Asset]) -> None:
        """Files for the namespace; a hash that is there already keeps its content and its type."""
        rows = [(session.namespace, each.hash, each.content_type, each.digest, each.size) for each in assets]
        with self._db:
            self._db.executemany("INSERT INTO asset VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)

    def site(self, script: Script) -> Site | None:
        """The static assets of a script."""
        found = self._db.execute("SELECT manifest, config FROM site WHERE script = ?", (script.row,)).fetchone()
        return found and Site(found[0], json.loads(found[1]))

    def get(self, namespace: Namespace, identifier: str) -> Asset | None:
        """A file by its hash."""
        query = "SELECT hash, content_type, digest, size FROM asset WHERE namespace = ? AND hash = ?"
        found = self._db.execute(query, (namespace.row, identifier)).fetchone()
        return found and Asset(*found)

    async def files(self, namespace: Namespace, manifest: str) -> dict[str, Asset]:
        """By path, the files of the manifest that the namespace has."""
        found: dict[str, Asset] = {}
        for some in listed(manifest):
            found |= {path: asset for path, identifier in some.items() if (asset := self.get(namespace, identifier))}
            await asyncio.sleep(0)
        return found
