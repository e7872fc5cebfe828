"""Work of some length beside the event loop, so that requests of others are answered meanwhile.

Python runs one thread at a time, and lets one that computes go on for 5 ms while another waits for its turn, as the
event loop does each time that it has sent or received something. No turn comes at all while a single call reads, copies
or searches tens of megabytes. So such work is done piece by piece, and steps aside between the pieces.
"""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

# In bytes. To copy it, to search it or to write it into SQLite takes a fraction of a millisecond.
PIECE = 256 * 1024
# What Python does in about a millisecond, where each is a call of a function or two.
STEPS = 1000
# Any time at all: what matters is to sleep, as the others then need not ask for their turn.
A_MOMENT = 1e-6


def step_aside() -> None:
    """Let another thread go on that waits for its turn."""
    time.sleep(A_MOMENT)


def pieces(content: bytes, size: int = PIECE) -> Iterator[bytes]:
    """The content, piece by piece."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


class Turns:
    """Turns for other threads in the midst of many small steps, between every so many of them."""

    def __init__(self, every: int = STEPS) -> None:
        self._every = every
        self._steps = 0

    def count(self) -> None:
        """Say that a step is done."""
        self._steps += 1
        if self._steps % self._every == 0:
            step_aside()

    def between(self, steps: Iterable[T]) -> Iterator[T]:
        """The same, with turns between them."""
        for step in steps:
            yield step
            self.count()
