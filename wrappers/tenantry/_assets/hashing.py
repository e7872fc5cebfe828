"""The hash that names a static asset throughout a dispatch namespace.

It is wrangler's: the first 32 hexadecimal digits of the BLAKE3 of the content in base64 and the extension. Cloudflare
keeps one file and one Content-Type for equal hashes, whoever uploaded it, and says in the answer to a manifest which
hashes it has. A salt therefore keeps the scripts of a namespace apart: it becomes the key of a keyed BLAKE3, so that no
content has the hash that it has elsewhere.
https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/static-assets/
"""

from collections.abc import Iterable, Iterator
from io import RawIOBase

from tenantry._flow import Check

# A multiple of 3, so that the pieces in base64 make up the base64 of the whole. Larger pieces were not faster.
_PIECE = 3 << 17
# Never to be changed: every file of every tenant would be uploaded once more.
_CONTEXT = "tenantry 2026-11-22 hashes of static assets, salted"


def key(salt: str) -> bytes:
    """The key that a salt stands for."""
    from blake3 import blake3

    return blake3(salt.encode(), derive_key_context=_CONTEXT).digest()


def asset_hash(encoded: Iterable[bytes], path: str, key: bytes | None) -> str:
    """The hash of a file, from its content in base64, in pieces; without a key it is wrangler's."""
    from blake3 import blake3

    hashing = blake3() if key is None else blake3(key=key)
    for piece in encoded:
        hashing.update(piece)
    return hashing.update(extension(path).encode()).hexdigest(length=16)


def encoded(file: RawIOBase, check: Check) -> Iterator[bytes]:
    """The content of a file in base64, in pieces: memory does not grow with the file."""
    from pybase64 import b64encode

    while piece := file.read(_PIECE):
        check()
        while len(piece) % 3 and (more := file.read(3 - len(piece) % 3)):
            # The read was short, but the file goes on.
            piece += more
        yield b64encode(piece)


def extension(path: str) -> str:
    """What follows the last dot of the file's name, as it is written; a leading dot begins no extension."""
    name = path.rpartition("/")[2]
    stem, _, last = name.rpartition(".")
    return last if stem else ""
