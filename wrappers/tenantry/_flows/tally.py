"""Counts the files that are done, in whatever order the lanes of a flow finish them."""

from __future__ import annotations

from collections.abc import Sized
from threading import Lock
from typing import Literal

from tenantry.events import Progressed


class Tally:
    """How many of the files of a script are done."""

    def __init__(self, step: Literal["hashed", "stored"], script: str, files: Sized) -> None:
        self._step, self._script, self._total = step, script, len(files)
        self._done = 0
        self._lock = Lock()

    def add(self, files: int) -> Progressed:
        """So many are done too."""
        with self._lock:
            self._done += files
            return Progressed(self._step, self._done, self._total, self._script)
