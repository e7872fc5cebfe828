"""Text of tenants and servers, made fit for a terminal."""

from __future__ import annotations

import unicodedata

# Control characters, among them those that move the cursor or name a window; marks that turn the reading direction,
# so that a name could look like another; halves of characters; and separators of lines.
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def clean(text: str, keep: str = "") -> str:
    """The text with all that could steer a terminal, or break a line, written out: `\\x1b`. What is in `keep` stays."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if each in keep or not _steers(each) else _written(each) for each in text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def _written(character: str) -> str:
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    number = ord(character)
    return short.get(character) or (f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}")
