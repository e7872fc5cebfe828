"""The file of a state: one emulator at a time has it, and only its user may read it."""

import contextlib
import errno
import os
import sqlite3
import sys
from pathlib import Path

from tenantry_emulator.errors import NotStarted

if sys.platform != "win32":
    import fcntl

# The disk is full or fails; permissions are missing; files are open up to the limit.
UNUSABLE = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
    *(errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.EMFILE, errno.ENFILE),
)
# Nearly the same; and another program has its hand in it.
UNUSABLE_BY_SQLITE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
)


class ForeignState(NotStarted):
    """The file cannot be opened, is in use, or holds something else than a state of this version."""


class StateFile:
    """The file, held until it is closed by a lock on a file beside it, which holds the process's number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = Path(f"{path}.tenantry-pid")
        self._lock = -1
        try:
            if path.exists() and not path.is_file():
                raise ForeignState(f"{path} is not a file")
            self._lock = self._taken()
            # Only what is made here gets its permissions here: another's is looked into first. What SQLite puts
            # beside it gets the same.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            self.close()
            raise ForeignState(f"{path} cannot be opened: {error.strerror}") from error

    def _taken(self) -> int:
        """The lock. Nothing keeps two emulators from one file on Windows."""
        lock = os.open(self._beside, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Who had it before may have removed the file since it was opened here.
            if not self._beside.exists() or not os.path.samestat(os.fstat(lock), self._beside.stat()):
                os.close(lock)
                return self._taken()
            os.truncate(lock, 0)
            os.write(lock, str(os.getpid()).encode())
        except BlockingIOError:
            holder = os.read(lock, 20).decode() or "another"
            os.close(lock)
            raise ForeignState(f"{self.path} is in use by the emulator of process {holder}") from None
        except OSError:
            os.close(lock)
            raise
        return lock

    def close(self) -> None:
        """Let another have it; may be called twice."""
        if self._lock >= 0:
            with contextlib.suppress(FileNotFoundError):
                self._beside.unlink()
            os.close(self._lock)
            self._lock = -1


def is_unusable(error: Exception) -> bool:
    """Whether it says that a file cannot be used, as on a full disk, and not that this program is wrong."""
    if isinstance(error, sqlite3.DatabaseError):
        # https://www.sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in UNUSABLE_BY_SQLITE
    return isinstance(error, OSError) and error.errno in UNUSABLE
