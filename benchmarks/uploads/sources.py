"""What is uploaded: modules of several kinds, and folders of static assets."""

import os
from pathlib import Path

MB = 10**6
EXPORT = b"export default { fetch: () => new Response('hi') };\n"
_TEXT = b"{ function f(x) { return x + 'abcdefghij klmnop'.length; } } // some ordinary text of a bundle\n"
_DENSE = b"exports.x = 1; important(1); // reports imports of exports\n"
_LINE = b"function f(x){return x+1};addEventListener('fetch',e=>e.respondWith(f(e)));"


def module(kind: str, size: int) -> bytes:
    """A module of about this many bytes."""
    half = size // 2
    match kind:
        case "first":
            return EXPORT + _filled(_TEXT, size)
        case "last":
            return _filled(_TEXT, size) + EXPORT
        case "middle":
            return _filled(_TEXT, half) + EXPORT + _filled(_TEXT, half)
        case "absent":
            return _filled(_TEXT, size)
        case "dense":
            return _filled(_DENSE, size)
        case "minified":
            return _filled(_LINE, size)
    raise ValueError(kind)


def _filled(text: bytes, size: int) -> bytes:
    return text * (size // len(text))


def many(folder: Path, files: int = 10_000) -> None:
    """As many small files as a site may have, of 1 to 20 kB."""
    for number in range(files):
        file = folder / f"{number % 100}" / f"{number}.js"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(os.urandom(1_000 + number * 19_000 // files))


def large(folder: Path, files: int = 100) -> None:
    """One GB, in files that take no room on a disk."""
    for number in range(files):
        file = folder / f"{number}.bin"
        file.write_bytes(b"%d" % number)
        os.truncate(file, 1_000 * MB // files)
