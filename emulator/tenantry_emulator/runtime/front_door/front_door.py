"""The front door: a process of the runtime that answers HTTP requests of everyone on this machine."""

import asyncio
import logging
import socket

from tenantry_emulator.runtime.configuration.configuration import ProcessOptions
from tenantry_emulator.runtime.configuration.worker_version import WorkerVersion
from tenantry_emulator.runtime.failure import DidNotStart, report
from tenantry_emulator.runtime.processes.pool import Pool, WorkerProcess

from .dispatchers import is_ours

LOG = logging.getLogger("tenantry_emulator")
AGAIN_SECONDS = 0.5


class FrontDoor:
    """Runs a dispatch Worker on a socket that stays open when the process ends, and then starts it again."""

    def __init__(
        self,
        pool: Pool,
        dispatcher: WorkerVersion,
        options: ProcessOptions,
        listening: socket.socket,
        failures: list[str],
    ) -> None:
        self._pool = pool
        self._dispatcher = dispatcher
        self._options = options
        self._listening = listening
        self._failures = failures
        self._keeping: asyncio.Task[None] | None = None
        self.worker: WorkerProcess | None = None

    async def open(self) -> None:
        """Answer from now on; an error says why that cannot be."""
        self.worker = await self._started()
        self._keeping = asyncio.create_task(self._keep_open(), name="front door")
        report(self._keeping, self._failures)

    async def begin_anew(self) -> None:
        """Another process in the place of this one, so that nothing stays of what a Worker of the user's own keeps."""
        if self.worker and not is_ours(self._dispatcher):
            old, self.worker = self.worker, await self._started_again()
            await self._pool.end([old])

    def close(self) -> None:
        """Do not start it again."""
        if self._keeping:
            self._keeping.cancel()

    async def _started(self) -> WorkerProcess:
        return await self._pool.start(self._dispatcher, self._options, sockets={"front-door": self._listening.fileno()})

    async def _keep_open(self) -> None:
        while worker := self.worker:
            await worker.process.ended.wait()
            if worker is self.worker:
                LOG.warning(
                    "the dispatch Worker ended, and is started again: %s", worker.process.reason or "it crashed"
                )
                self.worker = await self._started_again()

    async def _started_again(self) -> WorkerProcess:
        """The next process. Where none starts that is said once, and tried until one does: the machine may be full."""
        while True:
            try:
                return await self._started()
            except DidNotStart as error:
                failure = f"front door: {error}"
                if failure not in self._failures:
                    self._failures.append(failure)
                    LOG.exception("the dispatch Worker does not start any more; it is tried again")
                await asyncio.sleep(AGAIN_SECONDS)
