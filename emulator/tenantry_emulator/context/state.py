"""Everything that one emulator has: the store, credentials, faults, guesses, and the runtime."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tenantry_emulator.clock import Clock
from tenantry_emulator.runtime.bounds import Bounds
from tenantry_emulator.runtime.keyed_locks import KeyedLocks
from tenantry_emulator.runtime.logs import Logs
from tenantry_emulator.runtime.runtime import Runtime, RuntimeOptions
from tenantry_emulator.store.store import Store

from .credentials import Keyring
from .faults import Faults
from .guesses import Guesses
from .in_progress import InProgress
from .rate_limit import Limit, Meter
from .recorded import Recorder


@dataclass(frozen=True)
class State:
    """One for each emulator; emulators share nothing."""

    store: Store
    clock: Clock
    guesses: Guesses
    keyring: Keyring
    meter: Meter | None
    faults: Faults
    max_body: int
    """The most bytes that a request may bring."""
    runtime: Runtime | None
    """None where Workers are not run."""
    logs: Logs
    recorder: Recorder = field(default_factory=Recorder)
    in_progress: InProgress = field(default_factory=InProgress)
    locks: KeyedLocks = field(default_factory=KeyedLocks)
    failures: list[str] = field(default_factory=list)
    """Answers with status 500 that nobody asked for: defects of this emulator."""

    def settle(self) -> None:
        """Scripts or namespaces were deleted or renamed: end the processes that run them."""
        if self.runtime:
            self.runtime.switch_to(None)

    def discard(self) -> None:
        """Let go of everything, once nobody uses it any more."""
        if self.runtime:
            self.runtime.discard()
        self.store.close()

    async def reset(self) -> None:
        """Make everything as it was when the emulator started."""
        await self.in_progress.end()
        self.recorder.clear()
        self.store.clear()
        if self.runtime:
            await self.runtime.forget()
            # Again, for what Workers stored before they were ended.
            self.store.clear()
        self.clock.reset()
        self.keyring.clear()
        self.faults.clear()
        self.failures.clear()
        if self.meter:
            self.meter.clear()


def new_state(
    path: Path | None,
    guesses: Guesses,
    limit: Limit | None,
    max_body: int,
    bounds: Bounds,
    options: RuntimeOptions | None,
    operations: Iterable[str],
) -> State:
    """The state in this file, or in memory without one; Workers run if there are options for that."""
    clock = Clock()
    store = Store(path, clock, most_kv_bytes=bounds.kv_mb * 2**20, most_delay=guesses.max_queue_delay)
    store.kv.is_paced = guesses.one_kv_write_per_second
    logs, failures = Logs(clock), list[str]()
    try:
        runtime = Runtime(store, logs, failures, options) if options else None
    except BaseException:
        store.close()
        raise
    return State(
        store=store,
        clock=clock,
        guesses=guesses,
        keyring=Keyring(clock),
        meter=Meter(limit, clock, slides=guesses.limit_slides) if limit else None,
        faults=Faults(operations),
        max_body=max_body,
        runtime=runtime,
        logs=logs,
        failures=failures,
    )
