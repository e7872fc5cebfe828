"""Code as multipart/form-data: modules into parts, and parts into modules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import httpx
from python_multipart.multipart import MultipartParser, parse_options_header

from tenantry._bundle import Bundle
from tenantry._module_types import BEGINNINGS, DATA, SCRIPT, TEXT, WASM
from tenantry_api import models
from tenantry_api.types import File

if TYPE_CHECKING:
    from tenantry.bindings import Binding


def parts(bundle: Bundle) -> dict[str, File]:
    """One part per module, by the name of the part."""
    return {_part(bundle, path): _file(bundle, path) for path in bundle}


def blobs(bundle: Bundle) -> Iterator[Binding]:
    """In service-worker syntax, what is no JavaScript is reached through bindings that name its part."""
    kinds = {
        WASM: models.WasmModule,
        TEXT: models.TextBlob,
        DATA: models.DataBlob,
    }
    for path, kind in bundle.types.items() if bundle.is_service_worker else ():
        if kind in kinds:
            yield kinds[kind](name=_identifier(path), part=_identifier(path))


def _part(bundle: Bundle, path: str) -> str:
    """A module's part is called as its path, so that part name and filename agree; a blob's as its binding."""
    is_blob = bundle.is_service_worker and bundle.types[path] in {
        WASM,
        TEXT,
        DATA,
    }
    return _identifier(path) if is_blob else path


def _identifier(path: str) -> str:
    """A path as the name of a JavaScript variable, as wrangler makes it."""
    return re.sub(r"^(?=\d)|[^\w$]", "_", path, flags=re.ASCII)


def _file(bundle: Bundle, path: str) -> File:
    return File(payload=bundle[path], file_name=path, mime_type=bundle.types[path])


def bundle(response: httpx.Response) -> Bundle:
    """The modules of a multipart answer, or the one script of a plain one, which has no name: it is `index.js`."""
    kind, options = parse_options_header(response.headers.get("content-type", ""))
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
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        path = options.get(b"filename") or options[b"name"]
        kind = self._headers.get(b"content-type", DATA.encode())
        self.parts.append(_Part(path.decode(), kind.decode("latin-1"), bytes(self._content)))
