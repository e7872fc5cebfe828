"""What Workers write to the console, and their uncaught exceptions: kept for a while, for tests to read."""

import json
import logging
from collections import deque
from dataclasses import dataclass

from tenantry_emulator.clock import Clock
from tenantry_emulator.wire.identifiers import timestamp
from tenantry_emulator.wire.json_types import JsonObject, as_list, as_object, as_text, well_formed

from .configuration.worker_version import WorkerVersion
from .processes.process import Line

KEPT = 10_000
MAX_LENGTH = 16_384
# Of the runtime's own messages only these levels matter to those who write Workers.
BAD = ("warn", "error", "fatal")
LOG = logging.getLogger("tenantry_emulator.workers")


@dataclass(frozen=True)
class Entry:
    """One message of one Worker."""

    account: str
    namespace: str
    script: str
    written_on: str
    level: str
    """One of `debug`, `info`, `log`, `warn`, `error` as the console has them, `exception`, or `runtime`."""
    message: str


class Logs:
    """The latest messages of all Workers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def hear(self, version: WorkerVersion, line: Line) -> None:
        """A line that the process of this version wrote."""
        if line.of_worker:
            self.add(version, line.level, line.message)
        elif line.level in BAD:
            self.add(version, "runtime", line.message)

    def hear_tail(self, version: WorkerVersion, events: JsonObject) -> None:
        """What the tail of a Worker has: exceptions that it has not caught, and maybe its console."""
        for log in map(as_object, as_list(events.get("logs"))):
            values = as_list(log.get("message"))
            text = " ".join(value if isinstance(value, str) else json.dumps(value) for value in values)
            self.add(version, as_text(log.get("level")), text)
        for exception in map(as_object, as_list(events.get("exceptions"))):
            stack = as_text(exception.get("stack"))
            text = f"{as_text(exception.get('name'))}: {as_text(exception.get('message'))}"
            self.add(version, "exception", f"{text}\n{stack}" if stack else text)

    def add(self, version: WorkerVersion, level: str, message: str) -> None:
        """A message of this version."""
        message = well_formed(message if len(message) <= MAX_LENGTH else f"{message[:MAX_LENGTH]}…")
        entry = Entry(version.account, version.namespace, version.script, timestamp(self._clock.now()), level, message)
        self._entries.append(entry)
        LOG.info("%s %s: %s", version.name, level, message)

    def of(self, account: str, namespace: str, script: str) -> list[JsonObject]:
        """What a script has written, the oldest first; where no script is named, all of them."""
        return [
            {"script": entry.script, "timestamp": entry.written_on, "level": entry.level, "message": entry.message}
            for entry in self._entries
            if (entry.account, entry.namespace) == (account, namespace) and script in ("", entry.script)
        ]

    def clear(self) -> None:
        """Forget all of it."""
        self._entries.clear()
