"""Names: a check that one can stand in a path, and names for scripts made of what identifies a tenant."""

import base64
import hashlib
import re
import unicodedata

from tenantry._public import public
from tenantry.errors import NotSent

# A label of the domain name system: what a script of an account may have, and safe in every URL.
LONGEST = 63
# 16 letters of 5 bits.
_DIGEST = 16


class Handle:
    """Equal, and to be found in a set, by what it names."""

    _named: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        return self._named == other._named if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._named)


def valid_name(kind: str, name: object) -> str:
    """The name, if a request can be addressed with it.

    Cloudflare alone knows its exact rules and is asked; refused is what would address something else (`..` is
    the level above, an empty name the whole list) or cannot be written into a URL.
    """
    if not isinstance(name, str):
        raise NotSent(f"{kind} must be a str, not {type(name).__name__}.")
    if not name:
        raise NotSent(f"{kind} is empty.")
    if name in {".", ".."}:
        raise NotSent(f"{kind} {name!r} would address something else: not sent.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in name):
        raise NotSent(f"{kind} {name!r} has a control character; was a newline copied with it?")
    return name


@public
def script_name(*parts: str) -> str:
    """A name for a script, such as `acme-shop-bwglpt23s3i3ojqz` for `script_name("Acme", "shop")`.

    The same parts give the same name, on every machine and in every version; other parts give another, also where only
    their letter case or the place of a hyphen differs: the last 16 letters are 80 bits of a hash of the parts. A name
    has at most 63 letters, of a-z, 0-9 and hyphens.

    Raises NotSent for no parts, and for one that is empty, no str, or has control characters.
    """
    named = [valid_name("A part of a script's name", part) for part in parts] or [valid_name("A script's name", "")]
    # The lengths keep ("a", "bc") and ("ab", "c") apart.
    hashed = b"".join(len(part.encode()).to_bytes(8) + part.encode() for part in named)
    digest = base64.b32encode(hashlib.sha256(hashed).digest())[:_DIGEST].decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", "-".join(named).lower()).strip("-")[: LONGEST - _DIGEST - 1].strip("-")
    return f"{readable}-{digest}" if readable else digest
