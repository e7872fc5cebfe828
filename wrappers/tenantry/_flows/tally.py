"""Counts the files that are done, in whatever order the lanes of a flow finish them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from threading import Lock
from typing import Literal

from tenantry._asset_folder import AssetFile
from tenantry.events import Progressed


class Tally:
    """How many of the files, and of their bytes, are done."""

    def __init__(self, step: Literal["hashed", "stored"], script: str, files: Collection[AssetFile]) -> None:
        self._step, self._script = step, script
        self._of_files, self._of_size = len(files), sum(file.size for file in files)
        self._files = self._size = 0
        self._lock = Lock()

    def add(self, done: Iterable[AssetFile]) -> Progressed:
        """These are done too."""
        sizes = [file.size for file in done]
        with self._lock:
            self._files += len(sizes)
            self._size += sum(sizes)
            return Progress(self._step, self._script, self._files, self._of_files, self._size, self._of_size)
