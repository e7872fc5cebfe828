"""Sees to it that neither process nor file outlives the emulator, also when the emulator is killed.

The shell leads a process group that all processes of the runtime join. It waits for the end of a pipe that nobody else
has, which comes with the emulator's own end, whatever that is. Then it removes the folder that they work in, and kills
the group and so itself.
"""

import subprocess
from pathlib import Path


class Guardian:
    """One for each emulator that runs Workers."""

    def __init__(self, folder: Path) -> None:
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", 'read _; rm -rf "$0"; kill -9 0', folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )

    @property
    def group(self) -> int:
        """The process group to join."""
        return self._shell.pid

    def close(self) -> None:
        """Remove and kill what is left, and return when it is gone."""
        assert self._shell.stdin
        self._shell.stdin.close()
        self._shell.wait()
