"""Workers KV in the state: values by key, until they expire."""

import sqlite3
from dataclasses import dataclass

from tenantry_emulator.clock import Clock

# What a pair takes beside its key, its value and its metadata.
BESIDE = 100
# As text in UTF-8; SQLite reads no value for its length.
SIZE = f"""
    SELECT coalesce(sum({BESIDE} + length(CAST(key AS BLOB)) + length(value)
        + length(CAST(coalesce(metadata, '') AS BLOB))), 0)
"""
PAIR = "FROM pair WHERE account = ? AND namespace_id = ? AND key = ?"


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

    def __init__(self, database: sqlite3.Connection, clock: Clock, most_bytes: int) -> None:
        self._db = database
        self.clock = clock
        self.most_bytes = most_bytes
        self.is_paced = False
        # When each key was last written by a Worker, as long as that matters.
        self._written: dict[tuple[str, str, str], float] = {}
        # Bytes that the namespaces of an account hold together, once they were counted.
        self._held: dict[str, int] = {}

    def get(self, account: str, namespace_id: str, key: str) -> Pair | None:
        """The value of a key, unless it has expired."""
        query = """
            SELECT metadata, expiration, value FROM pair WHERE account = ? AND namespace_id = ? AND key = ?
            AND (expiration IS NULL OR expiration > ?)
        """
        found = self._db.execute(query, (account, namespace_id, key, self.clock.seconds())).fetchone()
        return found and Pair(Key(key, found[0], found[1]), found[2])

    def put(self, account: str, namespace_id: str, pair: Pair) -> bool:
        """This value from now on, unless all namespaces of the account would then hold more than they may."""
        key, of = pair.key, (account, namespace_id, pair.key.name)
        size = BESIDE + len(pair.value) + len(key.name.encode()) + len((key.metadata or "").encode())
        if self._bytes(account) - self._bytes_of(of) + size > self.most_bytes:
            with self._db:
                expired = "DELETE FROM pair WHERE account = ? AND expiration <= ?"
                self._db.execute(expired, (account, self.clock.seconds()))
            del self._held[account]
        held = self._bytes(account) - self._bytes_of(of) + size
        if held > self.most_bytes:
            return False
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?, ?)",
                (*of, pair.value, key.metadata, key.expiration),
            )
        self._held[account] = held
        return True

    def is_too_soon(self, account: str, namespace_id: str, key: str) -> bool:
        """Whether a Worker wrote the key within the last second, where that matters; from now on one has."""
        now, of = self.clock.seconds(), (account, namespace_id, key)
        if not self.is_paced:
            return False
        self._written = {each: at for each, at in self._written.items() if now - 1 < at <= now}
        if of in self._written:
            return True
        self._written[of] = now
        return False

    def delete(self, account: str, namespace_id: str, key: str) -> None:
        """Gone, if it was there."""
        of = account, namespace_id, key
        held = self._bytes(account) - self._bytes_of(of)
        with self._db:
            self._db.execute(f"DELETE {PAIR}", of)
        self._held[account] = held

    def forget(self) -> None:
        """Everything was deleted at once."""
        self._held.clear()
        self._written.clear()

    def _bytes(self, account: str) -> int:
        if account not in self._held:
            (self._held[account],) = self._db.execute(f"{SIZE} FROM pair WHERE account = ?", (account,)).fetchone()
        return self._held[account]

    def _bytes_of(self, pair: tuple[str, str, str]) -> int:
        (size,) = self._db.execute(f"{SIZE} {PAIR}", pair).fetchone()
        return int(size)

    def keys(self, account: str, namespace_id: str, *, prefix: str, after: str, limit: int) -> list[Key]:
        """Keys that begin so, in the order of their bytes, behind a key."""
        query = """
            SELECT key, metadata, expiration FROM pair
            WHERE account = ? AND namespace_id = ? AND key > ? AND substr(key, 1, length(?)) = ?
            AND (expiration IS NULL OR expiration > ?) ORDER BY key LIMIT ?
        """
        values = (account, namespace_id, after, prefix, prefix, self.clock.seconds(), limit)
        return [Key(*row) for row in self._db.execute(query, values)]
