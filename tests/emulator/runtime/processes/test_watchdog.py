"""Processes that end while they are looked after."""

import asyncio
import errno
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from tenantry_emulator import Bounds
from tenantry_emulator.runtime.configuration.configuration import ProcessOptions
from tenantry_emulator.runtime.configuration.worker_version import WorkerVersion
from tenantry_emulator.runtime.failure import DidNotStart, report
from tenantry_emulator.runtime.front_door import dispatchers
from tenantry_emulator.runtime.processes import binary
from tenantry_emulator.runtime.processes.pool import Pool, WorkerProcess
from tenantry_emulator.runtime.processes.process import Program
from tenantry_emulator.runtime.processes.watchdog import LOOKS_BEFORE_IDLE, Watchdog


def kill(tenant: WorkerProcess) -> None:
    """Return when its process is gone, and before the emulator can know that."""
    os.kill(tenant.process.pid, signal.SIGKILL)
    psutil.Process(tenant.process.pid).wait()


async def unchanged(version: WorkerVersion) -> WorkerVersion:
    """It has no static assets to be looked up."""
    return version


class KillingPool(Pool):
    """Kills the process that shall go as soon as all are listed."""

    doomed: WorkerProcess | None = None

    def __iter__(self) -> Iterator[WorkerProcess]:
        # The doomed one is looked at before the others.
        yield from sorted(super().__iter__(), key=lambda tenant: tenant is not self.doomed)
        if self.doomed:
            kill(self.doomed)
            self.doomed = None


Kind = TypeVar("Kind", bound=Pool)


@contextmanager
def pool_of(kind: type[Kind], failures: list[str]) -> Iterator[tuple[Kind, WorkerVersion, ProcessOptions]]:
    """An empty pool, and what it can start."""
    program = binary.found()
    options = ProcessOptions(emulator="unix:nowhere", newest_date=program.newest_date, heap_mb=64)
    with tempfile.TemporaryDirectory() as folder:
        started = Program(program.path, 0)
        pool = kind(started, Path(folder), Bounds(), lambda *_: None, unchanged, lambda _: True, failures)
        yield pool, dispatchers.chosen("a" * 32, None), options


@asynccontextmanager
async def pool_of_two(failures: list[str]) -> AsyncIterator[tuple[KillingPool, WorkerProcess, WorkerProcess]]:
    with pool_of(KillingPool, failures) as (pool, version, options):
        try:
            yield pool, await pool.start(version, options), await pool.start(version, options)
        finally:
            await pool.close()


def test_a_process_that_ends_between_two_looks_leaves_the_others_watched() -> None:
    failures: list[str] = []

    async def story() -> None:
        async with pool_of_two(failures) as (pool, doomed, other):
            pool.doomed = doomed
            pool.retire(other)
            watch = Watchdog(pool, Bounds(), failures)
            for _ in range(LOOKS_BEFORE_IDLE + 1):
                await watch.look()

            assert not psutil.pid_exists(doomed.process.pid)
            assert other.is_idle.is_set()

    asyncio.run(story())
    assert failures == []


def test_where_no_more_files_can_be_opened_that_is_no_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    async def story() -> None:
        async with pool_of_two([]) as (pool, one, _):
            for name in ("memory_info", "net_connections"):
                monkeypatch.setattr(psutil.Process, name, full)

            await Watchdog(pool, Bounds(), []).look()
            # That is not known, and so it is waited for.
            assert one.process.has_requests()

    asyncio.run(story())


class SlowPool(Pool):
    """Takes long enough to end processes for another to be started."""

    async def end(self, workers: list[WorkerProcess], reason: str | None = None) -> None:
        while self._tasks and not [*self]:
            await asyncio.sleep(0.001)
        await super().end(workers, reason)


def test_nothing_is_started_while_all_are_ended() -> None:
    async def story() -> list[WorkerProcess]:
        with pool_of(SlowPool, []) as (pool, version, options):

            async def found() -> tuple[WorkerVersion, ProcessOptions]:
                return version, options

            starting = asyncio.create_task(pool.get("key", found))
            await asyncio.sleep(0)
            await pool.close()
            with pytest.raises(DidNotStart, match="closed"):
                await starting
            left = [tenant for tenant in pool if not tenant.process.ended.is_set()]
            await pool.end(left)
            return left

    assert asyncio.run(story()) == []


class FailingPool(Pool):
    """Fails where it is looked at for the first time."""

    looks = 0

    def __iter__(self) -> Iterator[WorkerProcess]:
        self.looks += 1
        if self.looks == 1:
            raise ValueError("defect")
        return super().__iter__()


def test_a_look_that_fails_is_said_and_not_the_last(caplog: pytest.LogCaptureFixture) -> None:
    failures: list[str] = []

    async def story() -> None:
        program, nowhere = Program(Path("nowhere"), 0), Path("nowhere")
        pool = FailingPool(program, nowhere, Bounds(), lambda *_: None, unchanged, lambda _: True, failures)
        watching = asyncio.create_task(Watchdog(pool, Bounds(), failures).run())
        while pool.looks < 2:
            await asyncio.sleep(0)
        watching.cancel()

    asyncio.run(story())
    assert failures == ["watchdog: ValueError: defect"]
    assert "the watchdog failed, and goes on" in caplog.text


def test_a_process_that_ended_has_no_requests_to_wait_for() -> None:
    async def story() -> None:
        async with pool_of_two([]) as (pool, doomed, _):
            pool.retire(doomed)
            kill(doomed)

            await asyncio.wait_for(doomed.is_idle.wait(), 10)

    asyncio.run(story())


def test_a_task_that_fails_says_so_at_once(caplog: pytest.LogCaptureFixture) -> None:
    failures: list[str] = []

    async def fail() -> None:
        raise ValueError("defect")

    async def story() -> None:
        task = asyncio.create_task(fail(), name="watch")
        report(task, failures)
        await asyncio.wait([task])

    asyncio.run(story())
    assert failures == ["watch: ValueError: defect"]
    assert "watch failed" in caplog.text
