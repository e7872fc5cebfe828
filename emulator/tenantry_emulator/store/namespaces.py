"""Dispatch namespaces in the state."""

import sqlite3

from tenantry_emulator.clock import Clock
from tenantry_emulator.wire import identifiers

from .records import Namespace

COLUMNS = "SELECT row, namespace_id, name, trusted_workers, created_on, modified_on FROM namespace"
# The account's own Workers are kept as in a namespace without a name, which no request can reach.
NAMELESS = ""


class NamespaceStore:
    """Namespaces by account and name."""

    def __init__(self, database: sqlite3.Connection, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    def all(self, account: str) -> list[Namespace]:
        """All namespaces of an account, in the order of their names."""
        found = self._db.execute(f"{COLUMNS} WHERE account = ? AND name <> ? ORDER BY name", (account, NAMELESS))
        return [_namespace(row) for row in found]

    def get(self, account: str, name: str) -> Namespace | None:
        """A namespace by its name."""
        found = self._db.execute(f"{COLUMNS} WHERE account = ? AND name = ?", (account, name)).fetchone()
        return found and _namespace(found)

    def script_count(self, namespace: Namespace) -> int:
        """How many scripts it has; a query of its own, because most requests do not need it."""
        query = "SELECT count(*) FROM script WHERE namespace = ?"
        return int(self._db.execute(query, (namespace.row,)).fetchone()[0])

    def belongs(self, row: int, account: str) -> bool:
        """Whether the namespace of this number is one of the account."""
        query = "SELECT 1 FROM namespace WHERE row = ? AND account = ?"
        return self._db.execute(query, (row, account)).fetchone() is not None

    def add(self, account: str, name: str) -> None:
        """A namespace of a name that the account does not have yet."""
        time = identifiers.timestamp(self._clock.now())
        with self._db:
            self._db.execute(
                "INSERT INTO namespace (account, name, namespace_id, created_on, modified_on) VALUES (?, ?, ?, ?, ?)",
                (account, name, identifiers.new_namespace_id(), time, time),
            )

    def change(self, namespace: Namespace, *, name: str, trusted_workers: bool) -> None:
        """Another name, another trust."""
        with self._db:
            self._db.execute(
                "UPDATE namespace SET name = ?, trusted_workers = ?, modified_on = ? WHERE row = ?",
                (name, trusted_workers, identifiers.timestamp(self._clock.now()), namespace.row),
            )

    def remove(self, namespace: Namespace) -> None:
        """The namespace and every script in it."""
        with self._db:
            self._db.execute("DELETE FROM namespace WHERE row = ?", (namespace.row,))


def _namespace(row: tuple[int, str, str, int, str, str]) -> Namespace:
    number, namespace_id, name, trusted, created_on, modified_on = row
    return Namespace(number, namespace_id, name, bool(trusted), created_on, modified_on)
