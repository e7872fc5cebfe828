"""The files below a folder, none of them passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def files(root: Path) -> Iterator[tuple[str, Path]]:
    """Each file by its path from the folder, in the order of their names.

    Raises OSError for what is not there or may not be read, and ValueError for what is neither a file of this folder
    nor a folder: a module that was passed over would be missed only when the Worker runs.
    """
    inside = root.resolve()
    for folder, below, names in os.walk(root, onerror=_fail):
        below.sort()
        for path in (Path(folder, name) for name in [*below, *sorted(names)]):
            if path.is_symlink():
                _check_link(path, inside)
            elif not path.is_file() and not path.is_dir():
                raise ValueError(f"{path.name} is neither a file nor a folder")
            if path.name not in below:
                yield path.relative_to(root).as_posix(), path


def _check_link(link: Path, inside: Path) -> None:
    if link.is_dir():
        raise ValueError(f"{link.name} is a link to a folder, and such are not followed")
    if not link.is_file():
        raise ValueError(f"{link.name} is a link that leads nowhere")
    if not link.resolve().is_relative_to(inside):
        raise ValueError(f"{link.name} is a link that leads out of the folder")


def _fail(error: OSError) -> None:
    raise error
