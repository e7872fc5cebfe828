"""Where downloaded code goes: into memory, or into a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Self, TypeAlias

from tenantry._code.bundle import Bundle, Saved
from tenantry._files import why
from tenantry.errors import NotSent

# Windows alone has it.
_BINARY = getattr(os, "O_BINARY", 0)


class Memory:
    """Code in memory, as a Bundle."""

    is_slow = False

    def __init__(self) -> None:
        self._modules: dict[str, bytearray] = {}
        self._last = bytearray()

    def open(self, path: str) -> None:
        self._last = self._modules[path] = bytearray()

    def write(self, data: bytes) -> None:
        self._last += data

    def finished(self, main: str | None, types: Mapping[str, str]) -> Bundle:
        return Bundle({path: bytes(self._modules.pop(path)) for path in [*self._modules]}, main=main, types=types)


class Folder:
    """Code in a new folder. It is written beside it, under another name, and renamed when it is complete.

    One attempt that fails leaves its files to the next, which writes elsewhere; all is cleared away in the end.
    What is private only its owner may read.
    """

    is_slow = True

    def __init__(self, to: str | os.PathLike[str], *, is_private: bool = False) -> None:
        self._folder_mode, self._file_mode = (0o700, 0o600) if is_private else (0o777, 0o666)
        self._target = _new(to)
        self._above = [folder for folder in self._target.parents if not folder.exists()]
        self._beside = _made_beside(self._target)
        self._file: IO[bytes] | None = None

    def clear(self) -> None:
        """Remove what is left of attempts."""
        self._close()
        # What cannot be removed must not hide why the download failed.
        shutil.rmtree(self._beside, ignore_errors=True)
        with suppress(OSError):
            # Those that were made for nothing are empty.
            for folder in self._above:
                folder.rmdir()

    def begin(self) -> Self:
        """Another attempt."""
        self._close()
        # The temporary folder around it is closed to other users.
        self._root = self._beside / str(len(os.listdir(self._beside)))
        self._root.mkdir(self._folder_mode)
        return self

    def open(self, path: str) -> None:
        self._close()
        file = self._root.joinpath(*path.split("/"))
        # Some paths lead out only on this system, such as a drive letter on Windows.
        if not file.resolve().is_relative_to(self._root.resolve()):
            raise ValueError(f"the path {path!r} leads out of the folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        # Two paths that differ only by case may be one file here.
        self._file = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, self._file_mode), "wb")

    def write(self, data: bytes) -> None:
        assert self._file is not None, "a part has a head before it has a body"
        self._file.write(data)

    def finished(self, main: str | None, types: Mapping[str, str]) -> Saved:
        self._close()
        if not types:
            raise ValueError("it holds no code")
        if self._target.exists():
            self._target.rmdir()
        self._root.rename(self._target)
        return Saved(self._target, main, types)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


Destination: TypeAlias = Memory | Folder


def _made_beside(target: Path) -> Path:
    """A folder on the same disk, so that a rename moves it at once; other users may not read it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except (OSError, ValueError) as error:
        raise NotSent(f"Cannot write into {str(target.parent)!r}: {why(error)}.") from None


def _new(to: object) -> Path:
    """A path that does not exist yet, or that of an empty folder, so that nothing is overwritten."""
    if not isinstance(to, str | os.PathLike) or not isinstance(path := os.fspath(to), str) or not path:
        raise NotSent(f"to= is the path of a folder: a str that is not empty, or a Path, not {type(to).__name__}.")
    try:
        target = Path(os.path.abspath(path))
        is_new = not target.exists() or (target.is_dir() and not os.listdir(target))
    except (OSError, ValueError) as error:
        raise NotSent(f"Cannot write into {path!r}: {why(error)}.") from None
    if is_new:
        return target
    raise NotSent(f"{path!r} is there already; the folder must be new, so that nothing is overwritten.")
