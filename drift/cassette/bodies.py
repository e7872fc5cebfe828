"""Bodies as trees that a reviewer can read in YAML, and back, byte for byte.

A body is None, or one of `{json: …}`, `{json spaced: …}`, `{text: …}`, `{binary: …}`, `{parts: [{headers, body}]}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from . import multipart
from .recording import Tree

# The two ways in which the recorded clients and servers write JSON. JSON written in another way, such as indented, is
# kept as text.
STYLES = {"json": (",", ":"), "json spaced": (", ", ": ")}

# A small WebAssembly module may well be UTF-8.
NOT_FOR_PEOPLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read(content_type: str, content: bytes) -> Tree:
    """The tree of a body."""
    if not content:
        return None
    if boundary := multipart.boundary(content_type):
        parts = multipart.apart(content, boundary)
        return {"parts": [{"headers": {**headers}, "body": read("", part)} for headers, part in parts]}
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return {"binary": content}
    return {"binary": content} if NOT_FOR_PEOPLE.search(text) else _json(text) or {"text": text}


def written(body: Tree) -> bytes:
    """The body of a tree, with the boundary of cassettes."""
    match body:
        case None:
            return b""
        case {"binary": bytes(content), **others} if not others:
            return content
        case {"text": str(text), **others} if not others:
            return text.encode()
        case {"parts": list(parts), **others} if not others:
            pieces = ((headers, written(inner)) for headers, inner in map(_headers_and_body, parts))
            return multipart.together(pieces, multipart.BOUNDARY)
        case {"json": value, **others} if not others:
            return _dumped(value, "json").encode()
        case {"json spaced": value, **others} if not others:
            return _dumped(value, "json spaced").encode()
        case _:
            raise ValueError("a cassette holds a body of an unknown form")


def parts(body: Tree) -> Iterator[tuple[dict[str, str], Tree]]:
    """Headers and body of each part; none if the body is not multipart."""
    match body:
        case {"parts": list(found)}:
            yield from map(_headers_and_body, found)


def _headers_and_body(part: Tree) -> tuple[dict[str, str], Tree]:
    match part:
        case {"headers": dict(headers), "body": body, **others} if not others:
            return {name: str(value) for name, value in headers.items()}, body
        case _:
            raise ValueError("a cassette holds a part of an unknown form")


def _json(text: str) -> Tree:
    """The text as an object or a list of JSON, in the style in which it is written."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    style = next((style for style in STYLES if _dumped(value, style) == text), None)
    return {style: value} if style and isinstance(value, dict | list) else None


# Any: JSON of any form.
def _dumped(value: Any, style: str) -> str:
    return json.dumps(value, separators=STYLES[style], ensure_ascii=False)
