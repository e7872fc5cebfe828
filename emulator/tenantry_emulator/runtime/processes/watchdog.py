"""Watches the processes: ends those that exceed their bounds, and notices when those that drain have become idle.

The runtime itself limits JavaScript's heap and nothing else.
"""

import asyncio
import contextlib
import logging
from dataclasses import dataclass

import psutil

from tenantry_emulator.runtime.bounds import Bounds

from .pool import Pool, WorkerProcess
from .process import OUT_OF_MEMORY, PING

LOG = logging.getLogger("tenantry_emulator")
EVERY_SECONDS = 0.25
# For requests that were routed to the process just before it began to drain.
LOOKS_BEFORE_IDLE = 4
# A process that used less CPU time than this is not asked whether it still answers.
BUSY_SECONDS = 0.05
# As the runtime words it on Cloudflare: https://developers.cloudflare.com/workers/observability/errors/
OUT_OF_TIME = "Worker exceeded CPU time limit."
# Memory that is not JavaScript's heap: the runtime itself, most of which all processes share, and buffers.
BESIDE_THE_HEAP_MB = 256
QUESTION = b"GET / HTTP/1.1\r\nHost: ping\r\nConnection: close\r\n\r\n"


@dataclass
class _Watched:
    """A process as it was last seen."""

    process: psutil.Process
    answered_at: float = 0
    """CPU time that it had used when it last answered, and so was not in an endless loop."""
    question: "asyncio.Task[None] | None" = None
    looks_while_draining: int = 0

    def cpu_seconds(self) -> float:
        """CPU time that it has used."""
        times = self.process.cpu_times()
        return times.user + times.system


class Watchdog:
    """Looks at all processes of a pool, several times a second."""

    def __init__(self, pool: Pool, bounds: Bounds, failures: list[str]) -> None:
        self._pool = pool
        self._bounds = bounds
        self._failures = failures
        self._watched: dict[WorkerProcess, _Watched] = {}

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look()
            except Exception as error:
                # A defect of this emulator, which must not leave all Workers without bounds.
                failure = f"watchdog: {type(error).__name__}: {error}"
                if failure not in self._failures:
                    self._failures.append(failure)
                    LOG.exception("the watchdog failed, and goes on")

    async def look(self) -> None:
        """Look at each process once."""
        present = [*self._pool]
        self._watched = {worker: watched for worker, watched in self._watched.items() if worker in present}
        for worker in present:
            # A process may have ended since it was listed, which concerns none of the others; or files are open up to
            # the limit, and the next look may tell.
            with contextlib.suppress(psutil.Error, OSError):
                if worker not in self._watched:
                    self._watched[worker] = _Watched(psutil.Process(worker.process.pid))
                await self._look_at(worker, self._watched[worker])

    async def _look_at(self, worker: WorkerProcess, watched: _Watched) -> None:
        if watched.process.memory_info().rss > (self._bounds.memory_mb + BESIDE_THE_HEAP_MB) * 2**20:
            await self._pool.end([worker], OUT_OF_MEMORY)
            return
        if not worker.process.listens:
            # How long it may take to start is seen to where it is started.
            return
        taken = watched.cpu_seconds() - watched.answered_at
        if watched.question is None:
            if taken > BUSY_SECONDS:
                watched.question = asyncio.create_task(_ask(worker, watched))
        elif taken * 1000 > worker.version.cpu_ms(self._bounds.cpu_ms):
            await self._pool.end([worker], OUT_OF_TIME)
            return
        if worker.is_draining:
            watched.looks_while_draining += 1
            if watched.looks_while_draining > LOOKS_BEFORE_IDLE and not worker.process.has_requests():
                worker.is_idle.set()


async def _ask(worker: WorkerProcess, watched: _Watched) -> None:
    """Ask the process for any answer; if it is in a loop, this lasts until its end."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(worker.process.folder / PING))
        writer.write(QUESTION)
        answer = await reader.readline()
        writer.close()
        if answer:
            watched.answered_at = watched.cpu_seconds()
    except (OSError, psutil.Error):
        # It has ended.
        pass
    finally:
        watched.question = None
