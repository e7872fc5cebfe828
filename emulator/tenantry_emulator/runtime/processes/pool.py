"""The processes that run Workers: one for each version that is used, up to the bound."""

import asyncio
import contextlib
import errno
import itertools
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tenantry_emulator.runtime.bounds import Bounds
from tenantry_emulator.runtime.configuration.configuration import Configuration, ProcessOptions, configuration
from tenantry_emulator.runtime.configuration.worker_version import WorkerVersion
from tenantry_emulator.runtime.failure import DidNotStart, Outdated, report
from tenantry_emulator.runtime.keyed_locks import KeyedLocks

from .process import Line, Process, Program, write

LOG = logging.getLogger("tenantry_emulator")
# How long requests may go on in a process that drains.
DRAIN_SECONDS = 30.0
# The same where the next process waits for that: with Durable Objects.
RESET_SECONDS = 1.0
LOOK_SECONDS = 0.02
# More would slow each other down, and each has a limited time to start.
AT_ONCE = 16
CRASHED = "The Worker's process ended unexpectedly."
CLOSED = "The emulator was closed meanwhile."
# What callers of a Durable Object are told: https://developers.cloudflare.com/durable-objects/observability/troubleshooting/
UPDATED = "Durable Object reset because its code was updated."
# How many reasons are kept: why a process ended is asked right after its end, if at all.
REMEMBERED = 1000

ToStart = Callable[[], Awaitable[tuple[WorkerVersion, ProcessOptions]]]
"""Finds what shall run, and how."""


@dataclass(eq=False)
class WorkerProcess:
    """A version, and the process that runs it."""

    number: int
    key: str
    """Its version, and whatever else needs a process of its own."""
    version: WorkerVersion
    process: Process
    entry: str
    """The service that requests are for."""
    durable: str | None
    """Folder of the data of its Durable Objects, if that lasts."""
    is_idle: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once it drains and has no more requests."""
    is_draining: bool = False


class Pool:
    """Starts processes, and ends them."""

    def __init__(
        self,
        program: Program,
        folder: Path,
        bounds: Bounds,
        hear: Callable[[WorkerVersion, Line], None],
        completed: Callable[[WorkerVersion], Awaitable[WorkerVersion]],
        is_current: Callable[[WorkerVersion], bool],
        failures: list[str],
    ) -> None:
        self._program = program
        self._folder = folder
        self._bounds = bounds
        self._hear = hear
        self._completed = completed
        self._is_current = is_current
        self._failures = failures
        self._numbers = itertools.count(1)
        self._starts = asyncio.Semaphore(AT_ONCE)
        self._ready: dict[str, WorkerProcess] = {}
        """By key, the least recently used first."""
        self._starting: dict[str, asyncio.Task[WorkerProcess]] = {}
        self._locks = KeyedLocks()
        self._all: set[WorkerProcess] = set()
        self._reasons: dict[int, str] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_full = False
        """Whether it was said that no more files can be opened."""

    def __iter__(self) -> Iterator[WorkerProcess]:
        """All processes, including those that drain."""
        return iter([*self._all])

    async def get(self, key: str, to_start: ToStart) -> WorkerProcess:
        """The process of this key; started if it does not run, and `Outdated` where it is not current by then."""
        if worker := self._ready.pop(key, None):
            self._ready[key] = worker
            return worker
        if key not in self._starting:
            task = self._starting[key] = self._background(self._started_for_good(key, to_start))
            task.add_done_callback(lambda _: self._starting.pop(key, None))
        starting = self._starting[key]
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            if starting.cancelled():
                raise DidNotStart(CLOSED) from None
            raise

    async def _started_for_good(self, key: str, to_start: ToStart) -> WorkerProcess:
        version, options = await to_start()
        # Two processes on the data of one Durable Object would not know of each other's changes.
        async with self._locks.of(options.durable or key):
            if options.durable:
                await self._free(options.durable)
            try:
                worker = await self.start(version, options, key=key)
            except DidNotStart as error:
                if self._is_current(version):
                    raise
                raise Outdated from error
            if not self._is_current(version):
                # It was replaced or deleted meanwhile, or all was reset: none of its code runs any more.
                await self.end([worker])
                raise Outdated
            self.adopt(worker)
            return worker

    async def _free(self, durable: str) -> None:
        """End the processes on the data in this folder."""
        await asyncio.gather(*(self._reset(worker) for worker in self._all if worker.durable == durable))

    @contextlib.asynccontextmanager
    async def unused(self, folders: Iterable[str]) -> AsyncIterator[None]:
        """A block in which no process uses the data in these folders."""
        async with contextlib.AsyncExitStack() as locks:
            for folder in sorted({*folders}):
                await locks.enter_async_context(self._locks.of(folder))
                await self._free(folder)
            yield

    async def start(
        self,
        version: WorkerVersion,
        options: ProcessOptions,
        *,
        key: str = "",
        sockets: Mapping[str, int] | None = None,
    ) -> WorkerProcess:
        """A new process for a version; an error says why it did not start."""
        until = asyncio.get_running_loop().time() + self._bounds.startup_seconds
        async with self._starts:
            while True:
                try:
                    return await self._start(key or version.id, version, options, sockets or {})
                except OSError as error:
                    may_pass = error.errno in (errno.EMFILE, errno.ENFILE)
                    if may_pass:
                        self._say_full(error)
                    if not may_pass or asyncio.get_running_loop().time() > until:
                        raise DidNotStart(f"The Worker cannot be started: {error.strerror}.") from error
                await asyncio.sleep(LOOK_SECONDS)

    def _say_full(self, error: OSError) -> None:
        """Say once that this process may open no more files, which ends when others are closed."""
        if not self._is_full:
            LOG.warning("Workers wait to be started: %s. `ulimit -n` raises the limit", error.strerror)
        self._is_full = True

    async def _start(
        self, key: str, version: WorkerVersion, options: ProcessOptions, sockets: Mapping[str, int]
    ) -> WorkerProcess:
        number = next(self._numbers)
        folder = self._folder / str(number)
        completed = await self._completed(version)
        writing = asyncio.create_task(asyncio.to_thread(_written, folder, completed, options))
        try:
            made = await asyncio.shield(writing)
        except BaseException:
            # Where this is cancelled the thread goes on, and what it writes has secrets.
            writing.add_done_callback(lambda _: shutil.rmtree(folder, ignore_errors=True))
            raise

        def hear(line: Line) -> None:
            self._hear(worker.version, line)

        # The process has read its modules by now, and they may be large.
        known = replace(version, modules=(), bindings=(), manifest="")
        worker = WorkerProcess(
            number, key, known, Process(self._program, folder, hear, sockets), made.entry, options.durable
        )
        self._all.add(worker)
        self._must_not_fail(self._forget_at_the_end(worker))
        await worker.process.started(self._bounds.startup_seconds)
        return worker

    async def _forget_at_the_end(self, worker: WorkerProcess) -> None:
        await worker.process.ended.wait()
        worker.is_idle.set()
        self._all.discard(worker)
        if self._ready.get(worker.key) is worker:
            del self._ready[worker.key]
        self._reasons[worker.number] = worker.process.reason or CRASHED
        while len(self._reasons) > REMEMBERED:
            del self._reasons[next(iter(self._reasons))]

    def adopt(self, worker: WorkerProcess) -> None:
        """Send requests for its version there; above the bound, the least recently used is retired."""
        if worker not in self._all:
            # It ended before anybody asked it.
            return
        self._ready[worker.key] = worker
        while len(self._ready) > self._bounds.processes:
            self.retire(next(iter(self._ready.values())))

    def retire(self, worker: WorkerProcess) -> None:
        """Send it no more requests, and end it once it has answered those that it has."""
        self._ready.pop(worker.key, None)
        if not worker.is_draining:
            worker.is_draining = True
            self._must_not_fail(self._end_when_idle(worker))

    def retire_outdated(self) -> None:
        """Retire those whose version is not current any more."""
        for worker in [*self._ready.values()]:
            if not self._is_current(worker.version):
                self.retire(worker)

    async def _end_when_idle(self, worker: WorkerProcess) -> None:
        try:
            await asyncio.wait_for(worker.is_idle.wait(), DRAIN_SECONDS)
        except TimeoutError:
            LOG.warning(
                "%s was replaced %d s ago, and still has requests: they are cut off", worker.version.name, DRAIN_SECONDS
            )
        await worker.process.kill()

    async def _reset(self, worker: WorkerProcess) -> None:
        """End it once its requests are answered, or else after a moment; those that are not are told why."""
        worker.process.reason = UPDATED
        self.retire(worker)
        idle_looks = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RESET_SECONDS):
                # Twice, for requests that were on their way.
                while idle_looks < 2 and not worker.process.ended.is_set():
                    await asyncio.sleep(LOOK_SECONDS)
                    idle_looks = 0 if worker.process.has_requests() else idle_looks + 1
        await worker.process.kill()

    async def end(self, workers: "list[WorkerProcess]", reason: str | None = None) -> None:
        """End these at once."""
        for worker in workers:
            worker.process.reason = reason or worker.process.reason
        await asyncio.gather(*(worker.process.kill() for worker in workers))

    async def reason(self, number: int) -> str | None:
        """Why the process of this number ended, or None where it did not."""
        for worker in self:
            if worker.number == number:
                # Its connections are gone a moment before it is.
                try:
                    await asyncio.wait_for(worker.process.ended.wait(), 1)
                except TimeoutError:
                    return None
        await asyncio.sleep(0)
        return self._reasons.get(number)

    async def close(self) -> None:
        """Start no more, and end all of them."""
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.end([*self._all])

    def _must_not_fail(self, work: Coroutine[Any, Any, None]) -> None:
        report(self._background(work), self._failures)

    def _background(self, work: Coroutine[Any, Any, "WorkerProcess | None"]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _written(folder: Path, version: WorkerVersion, options: ProcessOptions) -> Configuration:
    """The configuration of a process, in a new folder."""
    made = configuration(version, options)
    write(folder, made)
    return made
