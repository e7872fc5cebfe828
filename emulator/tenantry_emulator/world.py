"""Everything that one emulator has: what it remembers, whom it knows, what it was told to do."""

from dataclasses import dataclass, field
from pathlib import Path

from .clock import Clock
from .credentials import Keyring
from .faults import Faults
from .guesses import Guesses
from .limit import Limit, Meter
from .store import Store


@dataclass(frozen=True)
class World:
    """One for each emulator; two share nothing."""

    store: Store
    clock: Clock
    guesses: Guesses
    keyring: Keyring
    meter: Meter | None
    faults: Faults
    max_body: int
    """The most bytes that a request may bring."""
    failures: list[str] = field(default_factory=list)
    """Answers with status 500 that nobody asked for: defects of this emulator."""

    def reset(self) -> None:
        """As it was in the beginning."""
        self.store.clear()
        self.clock.reset()
        self.keyring.clear()
        self.faults.clear()
        self.failures.clear()
        if self.meter:
            self.meter.clear()


def new_world(state: Path | None, guesses: Guesses, limit: Limit | None, max_body: int) -> World:
    """A world with this state."""
    clock = Clock()
    return World(
        store=Store(state, clock),
        clock=clock,
        guesses=guesses,
        keyring=Keyring(clock),
        meter=Meter(limit, clock, slides=guesses.limit_slides) if limit else None,
        faults=Faults(),
        max_body=max_body,
    )
