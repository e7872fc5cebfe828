"""Which process is at work on a rollout: at most one, and a dead one is noticed."""

from __future__ import annotations

import os
import platform
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from tenantry_fleet.context import Context
from tenantry_fleet.errors import Held, JournalError
from tenantry_fleet.journal import rollouts
from tenantry_fleet.journal.records import RolloutRecord
from tenantry_fleet.journal.scripts import SIGN_OF_LIFE

# Seconds between two signs of life, and after which one without is dead.
BEAT, DEAD = 5.0, SIGN_OF_LIFE


# The holds of this process that somebody in it is at work on.
_OURS: set[str] = set()


class Hold:
    """The right to work on a rollout."""

    def __init__(self, context: Context, rollout: str) -> None:
        self.nonce: str = secrets.token_hex(8)
        self._context = context
        self._rollout = rollout
        self._beaten = context.clock.now()

    def take(self, connection: Connection) -> RolloutRecord:
        """Take it. Raises Held where a live process has it."""
        record = rollouts.get_for_update(connection, self._rollout)
        now = self._context.clock.now()
        if is_held(record, now):
            holder = record.holder or {}
            raise Held(f"{record.id} is in the hands of process {holder.get('pid')} on {holder.get('host')}.")
        me: dict[str, Any] = {"host": platform.node(), "pid": os.getpid(), "since": now, "nonce": self.nonce}
        rollouts.change(connection, record.id, holder=me, heartbeat=now)
        _OURS.add(self.nonce)
        return record

    def let_go(self) -> None:
        """Nobody is at work on it any more, whether the journal can be told or not."""
        _OURS.discard(self.nonce)
        with self._context.database.begin() as connection:
            rollouts.change_if_held_by(connection, self._rollout, self.nonce, holder=None, wanted=None)

    def beat(self, connection: Connection, record: RolloutRecord) -> bool:
        """Give a sign of life, if it is time; whether nobody else has taken hold since."""
        if (record.holder or {}).get("nonce") != self.nonce:
            return False
        if (now := self._context.clock.now()) - self._beaten >= BEAT:
            self._beaten = now
            rollouts.change(connection, record.id, heartbeat=now)
        return True

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Give signs of life also while a call waits out a ban, or for a large answer."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(BEAT):
                try:
                    with self._context.database.begin() as connection:
                        now = self._context.clock.now()
                        rollouts.change_if_held_by(connection, self._rollout, self.nonce, heartbeat=now)
                except JournalError:
                    # The rollout itself meets it too, at its next turn, and says so.
                    continue

        thread = threading.Thread(target=beat, name="tenantry_fleet", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def is_held(record: RolloutRecord, now: float) -> bool:
    """Whether a live process is at work on it."""
    if record.holder is None or now - (record.heartbeat or 0.0) >= DEAD:
        return False
    if record.holder.get("host") != platform.node():
        return True
    if record.holder["pid"] == os.getpid():
        # This one, or one of the same number before it, such as the first of a container that was started again.
        return record.holder["nonce"] in _OURS
    return _is_alive(record.holder["pid"])


def _is_alive(pid: int) -> bool:
    """Whether a process of this machine is there."""
    if os.name == "nt":
        # To ask is to end it there; its heartbeat says it too.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
