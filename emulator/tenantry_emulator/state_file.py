"""The file of a state: one emulator at a time has it, and only its user may read it."""

import contextlib
import os
import sys
from pathlib import Path

from tenantry_emulator.errors import NotStarted

if sys.platform != "win32":
    import fcntl


class ForeignState(NotStarted):
    """The file cannot be opened, is in use, or holds something else than a state of this version."""


class StateFile:
    """The file, held until it is closed by a lock on a file beside it, which holds the process's number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = Path(f"{path}.pid")
        try:
            self._lock = os.open(self._beside, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ForeignState(f"{path} cannot be opened: {error.strerror}") from error
        try:
            self._take()
            # What SQLite puts beside it gets the same permissions.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)
        except OSError as error:
            self.close()
            raise ForeignState(f"{path} cannot be opened: {error.strerror}") from error
        except BaseException:
            os.close(self._lock)
            raise

    def _take(self) -> None:
        if sys.platform == "win32":
            # Nothing keeps two emulators from one file there.
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._lock, 20).decode() or "another"
            raise ForeignState(f"{self.path} is in use by the emulator of process {holder}") from None
        os.truncate(self._lock, 0)
        os.write(self._lock, str(os.getpid()).encode())

    def close(self) -> None:
        """Let another have it; may be called twice."""
        if self._lock >= 0:
            with contextlib.suppress(FileNotFoundError):
                self._beside.unlink()
            os.close(self._lock)
            self._lock = -1
