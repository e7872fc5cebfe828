"""Makes sure that no process and no file outlives the emulator, even if the emulator is killed.

A shell leads a process group that all processes of the runtime join. It waits for the end of a pipe whose other end
only the emulator holds, so that it wakes when the emulator ends in any way. Then it removes the folder that they work
in, and kills the group, itself included.
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
