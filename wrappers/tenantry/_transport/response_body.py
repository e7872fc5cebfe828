"""The body of an answer as it arrives: unpacked piece by piece, and no more of it than is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

import httpx

from tenantry._files import why
from tenantry._flow import Begin
from tenantry._responses.reader import ResponseReader
from tenantry.errors import Error

T = TypeVar("T")

_MIB = 2**20
# Of what this holds is unpacked at once, however much a packed piece would give.
_PIECE = _MIB
# As much of a bad answer as its error may look at.
_QUOTED = 16_000
# What is true of the body as it travelled, and not of the one that is read.
_OF_TRAVEL = (b"content-encoding", b"content-length", b"transfer-encoding")


class TooLate(Exception):
    """The deadline has passed while the answer was read."""


class BodyReader:
    """Takes the chunks of one answer, and gives the whole."""

    def __init__(
        self,
        response: httpx.Response,
        reader: ResponseReader[Any],
        limit: int,
        is_late: Callable[[], bool] = lambda: False,
        begin: Begin | None = None,
    ) -> None:
        self._response = response
        self._reader = reader
        self._limit = limit
        self._is_late = is_late
        self._size = 0
        self._body = bytearray()
        # What a transport that does not stream, or a hook of the user's, has read already is unpacked too.
        encoding = "" if response.is_stream_consumed else response.headers.get("content-encoding", "").strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip"}:
            raise self._bad(f"in the encoding {encoding[:40]!r}, which was not asked for")
        self._gzip = _Gzip() if encoding.endswith("gzip") else None
        self._sink = self._guarded(partial(begin, response)) if begin else None

    @property
    def is_slow(self) -> bool:
        """Whether taking a chunk would hold up an event loop."""
        return self._sink is not None and self._sink.is_slow

    def take(self, chunk: bytes) -> None:
        """The next chunk, as it comes from the wire."""
        for piece in self._unpacked(chunk):
            self._size += len(piece)
            if self._size > self._limit:
                self._body += piece[:_QUOTED]
                raise self._bad(f"with more than {self._limit // _MIB} MiB, which is not read")
            if self._sink:
                self._guarded(partial(self._sink.take, piece))
            else:
                self._body += piece
        if self._is_late():
            raise TooLate("the answer went on beyond the deadline")

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        try:
            yield from self._gzip.unpacked(chunk) if self._gzip else (chunk,)
        except zlib.error as error:
            raise self._bad(f"with a body that is not gzip: {error}") from None

    def whole(self) -> httpx.Response:
        """The answer with its body."""
        if self._gzip and self._gzip.is_begun and not self._gzip.is_complete:
            raise httpx.RemoteProtocolError("the body ends in the middle")
        whole = self._with(bytes(self._body))
        if self._sink:
            whole.extensions["taken"] = self._guarded(self._sink.end)
        return whole

    def _guarded(self, work: Callable[[], T]) -> T:
        """What comes of it; a sink meets both answers that nobody expects, and a disk."""
        try:
            return work()
        except OSError as error:
            raise self._reader.unwritten(why(error)) from None
        # What can be wrong with an answer is not listed anywhere.
        except Exception as error:  # noqa: BLE001
            raise self._bad(f"a success that cannot be read: {type(error).__name__}: {error}") from None

    def _bad(self, why: str) -> Error:
        return self._reader.bad(self._with(bytes(self._body[:_QUOTED])), why)

    def _with(self, body: bytes) -> httpx.Response:
        kept = [header for header in self._response.headers.raw if header[0].lower() not in _OF_TRAVEL]
        return httpx.Response(self._response.status_code, headers=kept, content=body)


class _Gzip:
    """Unpacks gzip in pieces of limited size."""

    def __init__(self) -> None:
        self._zip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self.is_begun = False

    @property
    def is_complete(self) -> bool:
        return self._zip.eof

    def unpacked(self, chunk: bytes) -> Iterator[bytes]:
        self.is_begun = self.is_begun or bool(chunk)
        packed, piece = chunk, b""
        # A full piece may have left more behind, also where all of the chunk is used up.
        while packed or len(piece) == _PIECE:
            piece = self._zip.decompress(packed, _PIECE)
            packed = self._zip.unconsumed_tail
            yield piece
