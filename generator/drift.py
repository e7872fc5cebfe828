"""The files that would be made, against those that are there: byte for byte, and the whole set."""

from collections.abc import Iterator
from pathlib import Path

# By path below the product's own; "" is the product itself, when that is one file.
Files = dict[str, bytes]


def files_in(place: Path) -> Files:
    """The files that are there now."""
    if place.is_file():
        return {"": place.read_bytes()}
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(place: Path, made: Files) -> Iterator[tuple[str, Path]]:
    """Each file that is `missing`, `changed`, or `stale` (there, and not made any more)."""
    present = files_in(place)
    for name in sorted(made.keys() | present.keys()):
        if name not in present:
            yield "missing", place / name
        elif name not in made:
            yield "stale", place / name
        elif made[name] != present[name]:
            yield "changed", place / name


def write(place: Path, made: Files) -> None:
    """Mend every difference, and touch nothing else."""
    for word, path in list(differences(place, made)):
        if word == "stale":
            path.unlink()
            _remove_empty(path.parent, place)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[path.relative_to(place).as_posix() if path != place else ""])


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
