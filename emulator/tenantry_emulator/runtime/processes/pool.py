"""The processes that live: one for each version that was asked for, as many as there may be."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tenantry_emulator.runtime.bounds import Bounds
from tenantry_emulator.runtime.configuration.configuration import Place, configuration
from tenantry_emulator.runtime.configuration.worker_version import Version
from tenantry_emulator.runtime.failure import report
from tenantry_emulator.runtime.keyed_locks import Turns

from .process import Line, Process, Program, write

LOG = logging.getLogger("tenantry_emulator")
# How long requests may go on in a process that makes way for another.
LEAVE_SECONDS = 30.0
# How long they may go on where the next process has to wait for that, as with Durable Objects.
RESET_SECONDS = 1.0
LOOK_SECONDS = 0.02
# More than these would only make each other slow, and each has a limited time to start.
AT_ONCE = 16
CRASHED = "The Worker's process ended unexpectedly."
OUT_OF_MEMORY = "Worker exceeded memory limit."
# What callers of a Durable Object are told: https://developers.cloudflare.com/durable-objects/observability/troubleshooting/
UPDATED = "Durable Object reset because its code was updated."
# Why processes ended is asked right after, if it is asked.
REMEMBERED = 1000


@dataclass(eq=False)
class Tenant:
    """A version, and the process that runs it."""

    number: int
    key: str
    """What it was asked for by: its version, and what else makes a difference."""
    version: Version
    process: Process
    entry: str
    """The service that requests are for."""
    durable: str | None
    """Folder of its Durable Objects, if they keep what they hold."""
    is_idle: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether nobody has a request there any more: looked at from when it makes way on."""
    makes_way: bool = False


class Pool:
    """Starts processes, and ends them."""

    def __init__(
        self,
        program: Program,
        folder: Path,
        bounds: Bounds,
        hear: Callable[[Version, Line], None],
        failures: list[str],
    ) -> None:
        self._program = program
        self._folder = folder
        self._bounds = bounds
        self._hear = hear
        self._failures = failures
        self._numbers = itertools.count(1)
        self._starts = asyncio.Semaphore(AT_ONCE)
        self._ready: dict[str, Tenant] = {}
        """By key; the one that was asked least recently comes first."""
        self._starting: dict[str, asyncio.Task[Tenant]] = {}
        self._turns = Turns()
        self._all: set[Tenant] = set()
        self._reasons: dict[int, str] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def __iter__(self) -> Iterator[Tenant]:
        """All that have a process, those that make way for others included."""
        return iter([*self._all])

    async def get(self, key: str, version: Callable[[], tuple[Version, Place]]) -> Tenant:
        """The one of this key, started if there is none."""
        if tenant := self._ready.pop(key, None):
            self._ready[key] = tenant
            return tenant
        if key not in self._starting:
            task = self._starting[key] = self._background(self._started_for_good(key, *version()))
            task.add_done_callback(lambda _: self._starting.pop(key, None))
        return await asyncio.shield(self._starting[key])

    async def _started_for_good(self, key: str, version: Version, place: Place) -> Tenant:
        # Two processes on the data of one Durable Object would not know of each other's changes.
        async with self._turns.of(place.durable or key):
            if place.durable:
                old = [tenant for tenant in self._all if tenant.durable == place.durable]
                await asyncio.gather(*(self._reset(tenant) for tenant in old))
            tenant = await self.start(version, place, key=key)
            self.adopt(tenant)
            return tenant

    async def start(
        self, version: Version, place: Place, *, key: str = "", sockets: Mapping[str, int] | None = None
    ) -> Tenant:
        """A new process for a version; an error says why it did not start."""
        async with self._starts:
            return await self._start(key or version.id, version, place, sockets or {})

    async def _start(self, key: str, version: Version, place: Place, sockets: Mapping[str, int]) -> Tenant:
        number = next(self._numbers)
        made = configuration(version, place)
        folder = self._folder / str(number)
        await asyncio.to_thread(write, folder, made)

        def hear(line: Line) -> None:
            if not line.of_worker and "heap limit" in line.message:
                tenant.process.reason = OUT_OF_MEMORY
            self._hear(tenant.version, line)

        # What it is made of is in the process by now, and may be much.
        known = replace(version, modules=(), bindings=(), files={})
        tenant = Tenant(number, key, known, Process(self._program, folder, hear, sockets), made.entry, place.durable)
        self._all.add(tenant)
        self._must_not_fail(self._forget_at_the_end(tenant))
        await tenant.process.started(self._bounds.startup_seconds)
        return tenant

    async def _forget_at_the_end(self, tenant: Tenant) -> None:
        await tenant.process.ended.wait()
        tenant.is_idle.set()
        self._all.discard(tenant)
        if self._ready.get(tenant.key) is tenant:
            del self._ready[tenant.key]
        self._reasons[tenant.number] = tenant.process.reason or CRASHED
        while len(self._reasons) > REMEMBERED:
            del self._reasons[next(iter(self._reasons))]

    def adopt(self, tenant: Tenant) -> None:
        """Have it answer for its version; where there are too many, another makes way."""
        if tenant not in self._all:
            # It ended before anybody asked it.
            return
        self._ready[tenant.key] = tenant
        while len(self._ready) > self._bounds.processes:
            self.retire(next(iter(self._ready.values())))

    def retire(self, tenant: Tenant) -> None:
        """Send it no more requests, and end it when those that it has are answered."""
        self._ready.pop(tenant.key, None)
        if not tenant.makes_way:
            tenant.makes_way = True
            self._must_not_fail(self._end_when_idle(tenant))

    def keep(self, is_current: Callable[[Version], bool]) -> None:
        """Retire those whose version is not current any more."""
        for tenant in [*self._ready.values()]:
            if not is_current(tenant.version):
                self.retire(tenant)

    async def _end_when_idle(self, tenant: Tenant) -> None:
        try:
            await asyncio.wait_for(tenant.is_idle.wait(), LEAVE_SECONDS)
        except TimeoutError:
            LOG.warning(
                "%s makes way for %d s, and still has requests: they are cut off", tenant.version.name, LEAVE_SECONDS
            )
        await tenant.process.kill()

    async def _reset(self, tenant: Tenant) -> None:
        """End it once its requests are answered, or else after a moment; those that are not are told why."""
        tenant.process.reason = UPDATED
        self.retire(tenant)
        idle_looks = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RESET_SECONDS):
                # Twice, for requests that were on their way.
                while idle_looks < 2 and not tenant.process.ended.is_set():
                    await asyncio.sleep(LOOK_SECONDS)
                    idle_looks = 0 if tenant.process.has_requests() else idle_looks + 1
        await tenant.process.kill()

    async def end(self, tenants: "list[Tenant]", reason: str | None = None) -> None:
        """End these at once."""
        for tenant in tenants:
            tenant.process.reason = reason or tenant.process.reason
        await asyncio.gather(*(tenant.process.kill() for tenant in tenants))

    async def reason(self, number: int) -> str | None:
        """Why the process of this number ended, or None where it did not."""
        for tenant in self:
            if tenant.number == number:
                # Its connections are gone a moment before it is.
                try:
                    await asyncio.wait_for(tenant.process.ended.wait(), 1)
                except TimeoutError:
                    return None
        await asyncio.sleep(0)
        return self._reasons.get(number)

    async def close(self) -> None:
        """End all of them."""
        await self.end([*self._all])
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _must_not_fail(self, work: Coroutine[Any, Any, None]) -> None:
        report(self._background(work), self._failures)

    def _background(self, work: Coroutine[Any, Any, "Tenant | None"]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
