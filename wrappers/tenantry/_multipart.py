"""Code as it is downloaded: the parts of multipart/form-data, or one script."""

from __future__ import annotations

from typing import NamedTuple

import httpx
from python_multipart.multipart import MultipartParser, parse_options_header

from tenantry._bundle import Bundle
from tenantry._module_types import BEGINNINGS, DATA, SCRIPT

# What answers in place of code.
_NO_CODE = (b"application/json", b"application/problem+json", b"text/html")


def bundle(response: httpx.Response) -> Bundle:
    """The modules of a multipart answer, or the one script of a plain one, which has no name: it is `index.js`."""
    kind, options = parse_options_header(response.headers.get("content-type", ""))
    kind = kind.lower()
    if kind in _NO_CODE or not (kind or response.content):
        raise ValueError("there is no code in it")
    if kind != b"multipart/form-data":
        return Bundle({"index.js": response.content}, types={"index.js": SCRIPT})
    found = _read(options[b"boundary"], response.content)
    modules = {part.path: part.content for part in found}
    if len(modules) < len(found):
        raise ValueError("two parts have the same path")
    return Bundle(
        modules,
        main=_main(response.headers.get("cf-entrypoint"), found),
        types={part.path: part.type for part in found},
    )


def _main(entrypoint: str | None, found: list[_Part]) -> str | None:
    """What the answer names as the main module; else the first part that can be one, since there must be one."""
    candidates = [part.path for part in found if part.type in BEGINNINGS]
    return entrypoint if any(part.path == entrypoint for part in found) else next(iter(candidates), None)


class _Part(NamedTuple):
    path: str
    type: str
    content: bytes


def _read(boundary: bytes, body: bytes) -> list[_Part]:
    reading = _Reading()
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": reading.begin,
            "on_header_field": reading.field,
            "on_header_value": reading.value,
            "on_header_end": reading.header,
            "on_part_data": reading.data,
            "on_part_end": reading.end,
            "on_end": reading.finish,
        },
    )
    parser.write(body)
    parser.finalize()
    if not reading.finished:
        raise ValueError("the last boundary is missing")
    return reading.parts


class _Reading:
    """Gathers what the parser calls out, piece by piece."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.finished = False
        self.begin()

    def begin(self) -> None:
        self._headers: dict[bytes, bytes] = {}
        self._name, self._value, self._content = b"", b"", bytearray()

    def field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def data(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]

    def end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        # In a header a quote is written as browsers write it: https://html.spec.whatwg.org/#multipart-form-data
        path = (options.get(b"filename") or options[b"name"]).replace(b"%22", b'"')
        kind = self._headers.get(b"content-type", b"").partition(b";")[0].strip() or DATA.encode()
        self.parts.append(_Part(path.decode(), kind.decode("latin-1"), bytes(self._content)))

    def finish(self) -> None:
        self.finished = True
