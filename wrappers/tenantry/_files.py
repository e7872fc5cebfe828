"""The files below a folder; one that cannot be read is an error, and never left out."""

import os
import stat
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

# Opening a pipe waits for who writes to it. Windows has no such pipes.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


def files(root: Path, left_out: Callable[[str], bool] = lambda _: False) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Each file by its path from the folder, a folder's entries in the order of their names.

    `left_out` is asked first, with a slash at the end for a folder; nobody looks into one that it leaves out.
    Raises OSError for what is not there or may not be read, and ValueError for what is neither a file of this folder
    nor a folder: a file that was passed over would be missed only when the Worker runs.
    """
    yield from _below(str(root), "", root.resolve(), left_out)


def _below(
    folder: str, prefix: str, inside: Path, left_out: Callable[[str], bool]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as scanning:
        entries = sorted(scanning, key=lambda entry: entry.name)
    for entry in entries:
        path = prefix + entry.name
        # DirEntry.is_dir() raises for a link that leads to itself.
        is_folder = os.path.isdir(entry) if entry.is_symlink() else entry.is_dir()
        if left_out(f"{path}/" if is_folder else path):
            continue
        if entry.is_symlink():
            check_link(Path(entry), path, inside)
        if is_folder:
            yield from _below(entry.path, f"{path}/", inside, left_out)
        elif entry.is_file():
            yield path, entry
        else:
            raise ValueError(f"{path} is neither a file nor a folder")


def opened(path: str | os.PathLike[str]) -> FileIO:
    """A file, to be read. Raises ValueError for what is none any more: nobody may ever write to a pipe."""
    file = FileIO(path, opener=lambda name, flags: os.open(name, flags | _AT_ONCE))
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise ValueError("it is not a file any more")
    return file


def check_link(link: Path, path: str, inside: Path) -> None:
    """Raises ValueError for a link to anything but a file that is inside."""
    if link.is_dir():
        raise ValueError(f"{path} is a link to a folder, and such are not followed")
    if not link.exists():
        raise ValueError(f"{path} is a link that leads nowhere")
    if not link.resolve().is_relative_to(inside):
        raise ValueError(f"{path} is a link that leads out of the folder")


def why(error: Exception) -> str:
    """Why something could not be read, without the number of the error."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return str(error)
