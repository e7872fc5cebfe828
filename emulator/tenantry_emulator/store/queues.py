"""Messages that Workers have sent to queues. Nothing here delivers them: a test reads them."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from tenantry_emulator.clock import Clock
from tenantry_emulator.wire import identifiers


@dataclass(frozen=True)
class Message:
    """A message as it was sent."""

    content_type: str
    """One of `text`, `json`, `bytes` and `v8`."""
    body: bytes
    sent: str = ""
    id: int = 0


class QueueStore:
    """Queues by account and name; one that nobody has sent to is empty."""

    def __init__(self, database: sqlite3.Connection, clock: Clock, most_delay: int) -> None:
        self._db = database
        self.most_delay = most_delay
        self._clock = clock

    def send(self, account: str, queue: str, messages: Iterable[Message]) -> None:
        """Messages for a queue."""
        sent = identifiers.timestamp(self._clock.now())
        rows = [(account, queue, sent, message.content_type, message.body) for message in messages]
        with self._db:
            self._db.executemany(
                "INSERT INTO message (account, queue, sent, content_type, body) VALUES (?, ?, ?, ?, ?)", rows
            )

    def messages(self, account: str, queue: str) -> list[Message]:
        """What was sent to a queue, the oldest first."""
        query = "SELECT content_type, body, sent, id FROM message WHERE account = ? AND queue = ? ORDER BY id"
        return [Message(*row) for row in self._db.execute(query, (account, queue))]

    def backlog(self, account: str, queue: str) -> tuple[int, int]:
        """How many messages there are, and their bytes: a Worker is told this after each that it sends."""
        query = "SELECT messages, bytes FROM backlog WHERE account = ? AND queue = ?"
        count, size = self._db.execute(query, (account, queue)).fetchone() or (0, 0)
        return count, size

    def clear(self, account: str, queue: str) -> None:
        """Forget what was sent to a queue."""
        with self._db:
            for table in ("message", "backlog"):
                self._db.execute(f"DELETE FROM {table} WHERE account = ? AND queue = ?", (account, queue))
