"""Where downloaded code goes: into memory, or into a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Protocol, Self

from attrs import frozen

from tenantry._code.bundle import Bundle
from tenantry._files import why
from tenantry.errors import NotSent


@frozen
class Saved:
    """Code that was downloaded into a folder. `Bundle.read(folder, main=…, types=…)` has it again."""

    folder: Path
    main: str | None
    """Path of the main module, in the folder."""
    types: Mapping[str, str]
    """Media types of the modules, by their paths in the folder."""


class Place(Protocol):
    """Takes modules, one after another."""

    is_slow: bool
    """Whether it would hold up an event loop."""

    def open(self, path: str) -> None:
        """A module begins."""

    def write(self, data: bytes) -> None:
        """More of the module that was begun last."""

    def finished(self, main: str | None, types: Mapping[str, str]) -> object:
        """What is given to who asked for the download."""


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
    """Code in a new folder, which appears when it is complete; before that it is beside it, under another name.

    One attempt that fails leaves its files to the next, which writes elsewhere; all is cleared away in the end.
    """

    is_slow = True

    def __init__(self, to: str | os.PathLike[str]) -> None:
        self._target = _new(to)
        self._beside = _made_beside(self._target)
        self._file: IO[bytes] | None = None

    def clear(self) -> None:
        """Take away what is left of attempts."""
        self._close()
        shutil.rmtree(self._beside)

    def begin(self) -> Self:
        """Another attempt."""
        self._close()
        # Made as any folder is; the one around it is closed to other users, and so it would stay.
        self._root = self._beside / str(len(os.listdir(self._beside)))
        self._root.mkdir()
        return self

    def open(self, path: str) -> None:
        self._close()
        file = self._root.joinpath(*path.split("/"))
        # What leads out by the rules of this system alone, such as a drive of Windows.
        if not file.resolve().is_relative_to(self._root.resolve()):
            raise ValueError(f"the path {path!r} leads out of the folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        # Two paths may be one here: in upper and in lower case.
        self._file = file.open("xb")

    def write(self, data: bytes) -> None:
        assert self._file is not None, "a part has a head before it has a body"
        self._file.write(data)

    def finished(self, main: str | None, types: Mapping[str, str]) -> Saved:
        self._close()
        if not types:
            raise ValueError("there is no code in it")
        if self._target.exists():
            self._target.rmdir()
        self._root.rename(self._target)
        return Saved(self._target, main, types)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _made_beside(target: Path) -> Path:
    """A folder in the same place, so that what is in it can be moved at once; nobody else may read it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except (OSError, ValueError) as error:
        raise NotSent(f"Cannot write into {str(target.parent)!r}: {why(error)}.") from None


def _new(to: object) -> Path:
    """A path where nothing is overwritten: of nothing yet, or of an empty folder."""
    if not isinstance(to, str | os.PathLike) or not isinstance(path := os.fspath(to), str) or not path:
        raise NotSent(f"to= is the path of a folder: a str that is not empty, or a Path, not {type(to).__name__}.")
    try:
        target = Path(os.path.abspath(path))
        is_new = not target.exists() or (target.is_dir() and not os.listdir(target))
    except (OSError, ValueError) as error:
        raise NotSent(f"Cannot write into {path!r}: {why(error)}.") from None
    if is_new:
        return target
    raise NotSent(f"{path!r} is there already; code is downloaded into a new folder, so that nothing is overwritten.")
