"""Hides secrets in what errors, events and logs quote of an answer: it can repeat what was sent, in any notation."""

import json
import re
import sys
import traceback
from base64 import b64encode
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from tenantry.errors import Error
from tenantry_api.types import Call

# Fields that the spec marks as write-only. A `text` is a secret unless the type says otherwise.
_FIELDS = ("text", "key_base64", "key_jwk", "jwt")

# A shorter secret is found in any text, and the gap that it left would tell it.
_SHORTEST = 8
# Pieces of a secret that are as long are hidden too, of a short one half of it: an answer may be cut anywhere.
_PIECE = 8
# Where a secret is longer, not every piece of it is looked for, but enough to cover it.
_LONG = 1_000
# How much of a text is kept, and searched.
_LONGEST = 2**16

# Patterns are compiled when they are first used, which takes longer than to import all else here.
# A JWT, also one that ends in the middle.
_TOKEN = r"eyJ[\w-]+(?:\.[\w-]*){0,2}"

_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"

# How a character can be written, however often that was repeated: in JSON or a Python text, in a URL, in HTML. Escapes
# of white space stand for nothing here, as white space does.
_WRITTEN = r"""(?ix)(?P<unicode>(?:\\+u[0-9a-f]{4})+)
    | \\+x(?P<byte>[0-9a-f]{2})
    | (?P<percent>(?:%(?:25)*[0-9a-f]{2})+)
    | &(?:amp;)*(?:\#(?P<number>\d{1,7}|x[0-9a-f]{1,6})|(?P<name>quot|apos|lt|gt|amp));
    | \\+[nrtbfv0]? | \s+"""
_NAMED = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&"}
# One notation can be inside another, such as JSON in a URL in JSON.
_NOTATIONS = 8
# The two alphabets of base64.
_ONE_ALPHABET = str.maketrans("-_", "+/")


class Redactor:
    """Hides the secrets of a client and of one call: replaces them by `…`, and whatever looks like a token.

    A secret that is too short to be hidden so makes it hide every text.
    """

    def __init__(self, secret: str, call: Call[Any]) -> None:
        self._hides_all = False
        self._pieces: dict[int, set[str]] = {}
        for text in {secret, *_secrets_of(call)}:
            plain = _Plain(text).text
            self._hides_all = self._hides_all or len(plain) < _SHORTEST
            for written in (plain, *_in_base64(text)):
                size = min(_PIECE, len(written) // 2)
                step = 1 if len(written) < _LONG else size
                starts = {*range(0, len(written) - size, step), max(0, len(written) - size)}
                self._pieces.setdefault(size, set()).update(written[start : start + size] for start in starts)

    def __call__(self, text: str) -> str:
        """The text without secrets, which can be printed."""
        if self._hides_all:
            return "…" if text else ""
        kept = text[:_LONGEST] + "…" if len(text) > _LONGEST else text
        shown = re.sub(_TOKEN, "…", self._without_pieces(kept))
        # A lone surrogate can come in JSON, and no stream takes it; a terminal would obey a control character.
        plain = shown.encode(errors="backslashreplace").decode()
        return re.sub(_CONTROL, lambda found: f"\\x{ord(found[0]):02x}", plain)

    def _without_pieces(self, text: str) -> str:
        plain = _Plain(text)
        hidden = bytearray(len(plain.text))
        for size, pieces in self._pieces.items():
            for start in range(len(hidden) - size + 1):
                if plain.text[start : start + size] in pieces:
                    hidden[start : start + size] = b"\1" * size
        gaps = [(plain.starts[gap.start()], plain.ends[gap.end() - 1]) for gap in re.finditer(b"\1+", hidden)]
        edges = [0, *(edge for gap in gaps for edge in gap), len(text)]
        return "…".join(text[start:end] for start, end in [*pairwise(edges)][::2])


class _Plain:
    """A text without escapes and white space, and where in the text each of its characters was written.

    What is escaped in one more notation, or quoted, has the same plain text.
    """

    def __init__(self, text: str) -> None:
        self.text, self.starts, self.ends = text, [*range(len(text))], [*range(1, len(text) + 1)]
        for _ in range(_NOTATIONS):
            if not self._read():
                break
        self.text = self.text.translate(_ONE_ALPHABET)

    def _read(self) -> bool:
        """Whether there was something to read."""
        pieces, starts, ends, last = list[str](), list[int](), list[int](), 0
        for match in re.finditer(_WRITTEN, self.text):
            start, end = match.span()
            read = _read(match)
            pieces += self.text[last:start], read
            starts += self.starts[last:start] + [self.starts[start]] * len(read)
            ends += self.ends[last:start] + [self.ends[end - 1]] * len(read)
            last = end
        self.text = "".join([*pieces, self.text[last:]])
        self.starts, self.ends = starts + self.starts[last:], ends + self.ends[last:]
        return bool(pieces)


def _read(written: re.Match[str]) -> str:
    """The characters that are written so."""
    if units := written["unicode"]:
        return bytes.fromhex("".join(re.findall("u(....)", units, re.IGNORECASE))).decode("utf-16-be", "replace")
    if octet := written["byte"]:
        return chr(int(octet, 16))
    if octets := written["percent"]:
        return unquote(re.sub("%(?:25)+(?=[0-9a-f]{2})", "%", octets, flags=re.IGNORECASE))
    if number := written["number"]:
        point = int(number[1:], 16) if number[0] in "xX" else int(number)
        return chr(point) if point <= sys.maxunicode else ""
    return _NAMED[written["name"].lower()] if written["name"] else ""


def _in_base64(text: str) -> Iterator[str]:
    """What of base64 is the text's alone, wherever among other octets it stands."""
    octets = text.encode(errors="replace")
    for before, shared in ((0, 0), (1, 2), (2, 3)):
        encoded = b64encode(bytes(before) + octets).decode().rstrip("=")
        # The last one may hold bits of what follows.
        yield encoded[shared:-1].translate(_ONE_ALPHABET)


def _secrets_of(call: Call[Any]) -> set[str]:
    """The credentials and secrets that the call itself carries."""
    arguments = call.arguments
    found = {*_texts(arguments.get("headers", {}).get("Authorization"))}
    for body in (arguments.get("json"), *_json_parts(arguments.get("files", ()))):
        found.update(_secrets(body))
    return found - {""}


def _json_parts(files: object) -> Iterator[object]:
    """The parts that tenantry writes; those with a file name are modules, which can be anything."""
    for _, (file_name, payload, kind) in files if isinstance(files, list) else ():
        if file_name is None and kind == "application/json" and isinstance(payload, bytes):
            yield json.loads(payload)


def _secrets(value: object) -> Iterator[str]:
    """Wherever they stand; JSON that is sent is not deep."""
    if isinstance(value, list):
        for item in value:
            yield from _secrets(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name in _FIELDS and value.get("type") != "plain_text":
                yield from _texts(item)
            # A variable of JSON may call its fields as it likes.
            yield from () if name == "json" else _secrets(item)


def _texts(value: object) -> Iterator[str]:
    """A text, or what is long enough in a JWK to be no name of an algorithm."""
    if isinstance(value, str):
        yield value.removeprefix("Bearer ")
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _texts(item) if len(text) >= _SHORTEST)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def clear_frames(error: BaseException) -> None:
    """Empty the variables of all frames that the error has left: error reporters show them, and ours hold secrets."""
    if isinstance(error, Error):
        # Exceptions of a library can hold the request, and the request holds the token.
        error.__context__ = None
    traceback.clear_frames(error.__traceback__)
    group = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for other in (*group, error.__cause__, error.__context__):
        if other is not None:
            clear_frames(other)
