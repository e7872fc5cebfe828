"""The front door: a process of the runtime that answers HTTP requests of everyone on this machine."""

import asyncio
import logging
import socket

from tenantry_emulator.runtime.configuration.configuration import Place
from tenantry_emulator.runtime.configuration.worker_version import Version
from tenantry_emulator.runtime.failure import DidNotStart, report
from tenantry_emulator.runtime.processes.pool import Pool, Tenant

LOG = logging.getLogger("tenantry_emulator")


class FrontDoor:
    """Runs a dispatch Worker on a socket that stays open when the process ends, and then starts it again."""

    def __init__(
        self, pool: Pool, dispatcher: Version, place: Place, listening: socket.socket, failures: list[str]
    ) -> None:
        self._pool = pool
        self._dispatcher = dispatcher
        self._place = place
        self._listening = listening
        self._failures = failures
        self._keeping: asyncio.Task[None] | None = None
        self.tenant: Tenant | None = None

    async def open(self) -> None:
        """Answer from now on; an error says why that cannot be."""
        self.tenant = await self._started()
        self._keeping = asyncio.create_task(self._keep_open(), name="front door")
        report(self._keeping, self._failures)

    def close(self) -> None:
        """Do not start it again."""
        if self._keeping:
            self._keeping.cancel()

    async def _started(self) -> Tenant:
        return await self._pool.start(self._dispatcher, self._place, sockets={"front-door": self._listening.fileno()})

    async def _keep_open(self) -> None:
        while self.tenant:
            await self.tenant.process.ended.wait()
            LOG.warning(
                "the dispatch Worker ended, and is started again: %s", self.tenant.process.reason or "it crashed"
            )
            try:
                self.tenant = await self._started()
            except DidNotStart:
                LOG.exception("the dispatch Worker does not start any more")
                return
