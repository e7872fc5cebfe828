"""Code as it is downloaded, piece by piece: the parts of multipart/form-data, or one script."""

from __future__ import annotations

import re

import httpx
from python_multipart.multipart import MultipartParser, parse_options_header

from tenantry._code.bundle import module_path
from tenantry._code.destinations import Destination
from tenantry._code.module_types import BEGINNINGS, DATA, SCRIPT

# How much of the beginning tells a page, or JSON, from code.
_ENOUGH = 1_000
# What begins so cannot run, whatever it is said to be: a page, if not a comment; an object of JSON, or a list of them.
_NO_SCRIPT = re.compile(rb'\s*(?:<(?!!--)|[\[\s]*\{\s*(?:"[^"]*"\s*:|\}\s*\Z))')
# A path with one would be read differently by different systems, or was written differently.
_BACKSLASH = re.compile(rb'\\(?!")')
# What answers in place of code.
_NO_CODE = (b"application/json", b"application/problem+json", b"text/html")


def body_sink(response: httpx.Response, destination: Destination) -> Parts | Script | None:
    """Where the code of an answer is read into; None for an answer that cannot be code."""
    kind, options = parse_options_header(response.headers.get("content-type", ""))
    kind = kind.lower()
    if not kind or kind in _NO_CODE:
        return None
    if kind == b"multipart/form-data":
        return Parts(options[b"boundary"], response.headers.get("cf-entrypoint"), destination)
    return Script(destination, may_be_empty=b"javascript" in kind)


class Script:
    """The one script of a plain answer. It comes without a name, and is called `index.js`."""

    def __init__(self, destination: Destination, *, may_be_empty: bool) -> None:
        self.is_slow = destination.is_slow
        self._destination = destination
        self._is_code = may_be_empty
        self._beginning = b""
        destination.open("index.js")

    def take(self, piece: bytes) -> None:
        self._is_code = self._is_code or bool(piece)
        self._beginning += piece[: _ENOUGH - len(self._beginning)]
        self._destination.write(piece)

    def end(self) -> object:
        if not self._is_code:
            raise ValueError("it holds no code")
        # Raised here, once the body is read: a connection is then free for the next request.
        if _NO_SCRIPT.match(self._beginning.removeprefix(b"\xef\xbb\xbf")):
            raise ValueError("it is a web page or JSON, not code")
        return self._destination.finished("index.js", {"index.js": SCRIPT})


class Parts:
    """The modules of a multipart answer."""

    def __init__(self, boundary: bytes, entrypoint: str | None, destination: Destination) -> None:
        self.is_slow = destination.is_slow
        self._entrypoint = entrypoint
        self._destination = destination
        self._types: dict[str, str] = {}
        self._is_whole = False
        self._begin()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._field,
                "on_header_value": self._value,
                "on_header_end": self._header,
                "on_headers_finished": self._open,
                "on_part_data": self._data,
                "on_end": self._end,
            },
        )

    def take(self, piece: bytes) -> None:
        self._parser.write(piece)

    def end(self) -> object:
        self._parser.finalize()
        if not self._is_whole:
            raise ValueError("the last boundary is missing")
        return self._destination.finished(self._main(), self._types)

    def _main(self) -> str | None:
        """The main module that the answer names, or else the first part that can be one."""
        candidates = [path for path, kind in self._types.items() if kind in BEGINNINGS]
        named = (self._entrypoint or "").removeprefix("./")
        if named in self._types:
            return named
        if named and len(candidates) > 1:
            raise ValueError("the main module that it names is not among its parts")
        return next(iter(candidates), None)

    # --- what the parser calls ---------------------------------------------------------------------------

    def _begin(self) -> None:
        self._headers: dict[bytes, bytes] = {}
        self._name, self._text = b"", b""

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._text += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.lower()] = self._text
        self._name, self._text = b"", b""

    def _open(self) -> None:
        said = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(said)
        # In a header a quote is written as browsers write it: https://html.spec.whatwg.org/#multipart-form-data
        name = (options.get(b"filename") or options[b"name"]).replace(b"%22", b'"').decode()
        path = module_path(name)
        if path != name.removeprefix("./") or _BACKSLASH.search(said):
            raise ValueError(f"{name!r} is not the plain path of a module")
        if path in self._types:
            raise ValueError("two parts have the same path")
        kind = self._headers.get(b"content-type", b"").partition(b";")[0].strip() or DATA.encode()
        self._types[path] = kind.decode("latin-1")
        self._destination.open(path)

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._destination.write(data[start:end])

    def _end(self) -> None:
        self._is_whole = True
