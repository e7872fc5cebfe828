"""Workers KV in the state: values by key, until they expire."""

import sqlite3
from dataclasses import dataclass

from tenantry_emulator.clock import Clock


@dataclass(frozen=True)
class Key:
    """A key without its value: what a list needs."""

    name: str
    metadata: str | None
    """JSON."""
    expiration: int | None
    """Seconds since 1970."""


@dataclass(frozen=True)
class Pair:
    """A value, and what was stored beside it."""

    key: Key
    value: bytes


class KvStore:
    """KV namespaces by account and identifier; one that nobody has written to is empty."""

    def __init__(self, database: sqlite3.Connection, clock: Clock) -> None:
        self._db = database
        self.clock = clock

    def get(self, account: str, namespace_id: str, key: str) -> Pair | None:
        """The value of a key, unless it has expired."""
        query = """
            SELECT metadata, expiration, value FROM pair WHERE account = ? AND namespace_id = ? AND key = ?
            AND (expiration IS NULL OR expiration > ?)
        """
        found = self._db.execute(query, (account, namespace_id, key, self.clock.seconds())).fetchone()
        return found and Pair(Key(key, found[0], found[1]), found[2])

    def put(self, account: str, namespace_id: str, pair: Pair) -> None:
        """This value from now on."""
        key = pair.key
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?, ?)",
                (account, namespace_id, key.name, pair.value, key.metadata, key.expiration),
            )

    def delete(self, account: str, namespace_id: str, key: str) -> None:
        """Gone, if it was there."""
        with self._db:
            self._db.execute(
                "DELETE FROM pair WHERE account = ? AND namespace_id = ? AND key = ?", (account, namespace_id, key)
            )

    def keys(self, account: str, namespace_id: str, *, prefix: str, after: str, limit: int) -> list[Key]:
        """Keys that begin so, in the order of their bytes, behind a key."""
        query = """
            SELECT key, metadata, expiration FROM pair
            WHERE account = ? AND namespace_id = ? AND key > ? AND substr(key, 1, length(?)) = ?
            AND (expiration IS NULL OR expiration > ?) ORDER BY key LIMIT ?
        """
        values = (account, namespace_id, after, prefix, prefix, self.clock.seconds(), limit)
        return [Key(*row) for row in self._db.execute(query, values)]
