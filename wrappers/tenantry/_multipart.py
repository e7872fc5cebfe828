"""Code as multipart/form-data: modules into parts, and parts into modules."""

from __future__ import annotations

from typing import NamedTuple

import httpx

from tenantry._bundle import Bundle
from tenantry._module_types import BEGINNINGS, DATA, SCRIPT
from tenantry_api.types import File


def parts(bundle: Bundle) -> dict[str, File]:
    """One part per module; its name and its filename are the module's path, as wrangler has it."""
    return {
        path: File(payload=content, file_name=path, mime_type=bundle.types[path]) for path, content in bundle.items()
    }


def bundle(response: httpx.Response) -> Bundle:
    """The modules of a multipart answer, or the one script of a plain one, which has no name: it is `index.js`."""
    kind, options = _options(response.headers.get("content-type", ""))
    if kind != b"multipart/form-data":
        return Bundle({"index.js": response.content}, types={"index.js": SCRIPT})
    found = _read(options[b"boundary"], response.content)
    return Bundle(
        {part.path: part.content for part in found},
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


def _options(header: str | bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """A header's value, and what follows it."""
    # Imported only when code is read back, as the parser below: nothing else needs them.
    from python_multipart.multipart import parse_options_header

    return parse_options_header(header)


def _read(boundary: bytes, body: bytes) -> list[_Part]:
    from python_multipart.multipart import MultipartParser

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
        },
    )
    parser.write(body)
    parser.finalize()
    return reading.parts


class _Reading:
    """Gathers what the parser calls out, piece by piece."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
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
        _, options = _options(self._headers.get(b"content-disposition", b""))
        path = options.get(b"filename") or options[b"name"]
        kind = self._headers.get(b"content-type", DATA.encode())
        self.parts.append(_Part(path.decode(), kind.decode("latin-1"), bytes(self._content)))
