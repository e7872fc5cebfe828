"""A matcher for vcrpy, which finds uploads again: the boundary of a multipart body is another each time.

It needs neither vcrpy nor what the emulator needs.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from typing import Protocol

NAME = re.compile(rb'\bname="([^"]*)"')


class HttpRequest(Protocol):
    """What vcrpy gives a matcher."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Found by names in any case."""
        ...

    @property
    def body(self) -> bytes | Iterable[bytes] | None:
        """As it was sent; a new file or iterator each time where it came from one."""
        ...


def same_upload(asked: HttpRequest, recorded: HttpRequest) -> None:
    """A matcher for vcrpy, in place of `body`: the same body, and if it is multipart the same parts.

    JSON is compared as JSON, all else byte for byte. Where two differ, AssertionError says where, and names no value:
    it may be a secret.
    """
    if found := ", ".join(_differences("body", _body(asked), _body(recorded))):
        raise AssertionError(f"different: {found}")


same_upload.__module__ = "tenantry_emulator"


def _body(request: HttpRequest) -> object:
    header = Message()
    header["Content-Type"] = content_type = request.headers.get("Content-Type", "")
    body, boundary = request.body or b"", header.get_boundary()
    content = body if isinstance(body, bytes) else b"".join(body)
    if boundary is None:
        return _value(content_type.encode(), content)
    parts: dict[str, list[object]] = {}
    for piece in content.split(f"--{boundary}".encode()):
        head, _, inner = piece.partition(b"\r\n\r\n")
        found = NAME.search(head)
        name = found[1].decode(errors="backslashreplace") if found else ""
        parts.setdefault(name, []).append({"head": head, "content": _value(head, inner)})
    return parts


def _value(head: bytes, content: bytes) -> object:
    if b"json" not in head.lower():
        return content
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError):
        return content
    return value


def _differences(where: str, asked: object, recorded: object) -> Iterator[str]:
    match asked, recorded:
        case dict(), dict():
            for name in {**asked, **recorded}:
                if name in asked and name in recorded:
                    yield from _differences(f"{where}/{name}", asked[name], recorded[name])
                else:
                    yield f"{where}/{name}"
        case list(), list() if len(asked) == len(recorded):
            for index, (mine, theirs) in enumerate(zip(asked, recorded, strict=True)):
                yield from _differences(f"{where}/{index}", mine, theirs)
        # In Python 1 is True, and 1.0 as well; in JSON they are three.
        case _ if type(asked) is not type(recorded) or asked != recorded:
            yield where
