"""Multipart bodies, taken apart at their boundary and put together again, byte for byte.

It does not use the parsers of the client and the emulator: that would repeat their mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email.message import Message

# In a cassette, it replaces the random boundary that was sent.
BOUNDARY = "boundary-of-a-cassette"

Part = tuple[Mapping[str, str], bytes]


def boundary(content_type: str) -> str | None:
    """The boundary that a content type names; None if it is not multipart."""
    header = Message()
    header["Content-Type"] = content_type
    found = header.get_param("boundary") if header.get_content_maintype() == "multipart" else None
    return str(found) if found else None


def apart(body: bytes, boundary: str) -> list[Part]:
    """Headers and content of each part; ValueError if the same body cannot be made of them again."""
    first, *pieces, _ = re.split(rb"(?:\r\n)?--" + re.escape(boundary.encode()), body)
    parts = [_part(piece) for piece in pieces]
    if first or together(parts, boundary) != body:
        raise ValueError("this multipart body is of an unknown form")
    return parts


def together(parts: Iterable[Part], boundary: str) -> bytes:
    """The body."""
    pieces = []
    for headers, content in parts:
        if f"--{boundary}".encode() in content:
            raise ValueError("a part holds the boundary")
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        pieces.append(f"--{boundary}\r\n{head}\r\n".encode() + content + b"\r\n")
    return b"".join(pieces) + f"--{boundary}--\r\n".encode()


def _part(piece: bytes) -> Part:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    lines = (line.partition(": ") for line in head.decode().split("\r\n"))
    return {name: value for name, _, value in lines}, content
