"""The body of an answer as it arrives: decompressed piece by piece, up to a limit."""

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
# Decompress at most 1 MiB at a time.
_PIECE = _MIB
# How much of a bad answer its error may quote from.
_QUOTED = 16_000


class TooLate(Exception):
    """The deadline has passed in the middle of a request."""

    def __str__(self) -> str:
        return "it went on beyond the deadline"


class TooLateToConnect(TooLate):
    """The deadline has passed before there was a connection, so that nothing was sent."""


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
        self._body = list[bytes]()
        # httpx has decompressed a body that a hook, or a transport without streaming, has already read.
        encoding = "" if response.is_stream_consumed else response.headers.get("content-encoding", "").strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip"}:
            raise self._bad("in an encoding that was not asked for: ", encoding[:40])
        self._gzip = _Gzip() if encoding.endswith("gzip") else None
        self._sink = self._guarded(partial(begin, response)) if begin else None

    @property
    def is_slow(self) -> bool:
        """Whether taking a chunk would hold up an event loop."""
        return self._sink is not None and self._sink.is_slow

    def take(self, chunk: bytes) -> None:
        """The next chunk, as it comes from the wire."""
        for piece in self._unpacked(chunk, self._gzip) if self._gzip else (chunk,):
            self._size += len(piece)
            if self._size > self._limit:
                self._body.append(piece[:_QUOTED])
                raise self._bad(f"with more than {self._limit // _MIB} MiB, which is not read")
            if self._sink:
                self._guarded(partial(self._sink.take, piece))
            else:
                self._body.append(piece)
            if self._is_late():
                raise TooLate

    def _unpacked(self, chunk: bytes, gzip: _Gzip) -> Iterator[bytes]:
        try:
            yield from gzip.unpacked(chunk)
        except zlib.error as error:
            raise self._bad(f"with a body that is not gzip: {error}") from None

    def whole(self) -> httpx.Response:
        """The answer with its body."""
        if self._gzip and self._gzip.is_begun and not self._gzip.is_complete:
            raise httpx.RemoteProtocolError("the body ends in the middle")
        if self._sink:
            self._response.extensions["taken"] = self._guarded(self._sink.end)
        return self._with(b"".join(self._body))

    def _guarded(self, work: Callable[[], T]) -> T:
        """Run code of a sink: it meets malformed answers, and disks that are full."""
        try:
            return work()
        except OSError as error:
            raise self._reader.unwritten(why(error)) from None
        # What can be wrong with an answer is not listed anywhere.
        except Exception as error:  # noqa: BLE001
            raise self._bad(f"a success that cannot be read: {type(error).__name__}: ", str(error)) from None

    def _bad(self, why: str, quoted: str = "") -> Error:
        return self._reader.bad(self._with(b"".join(self._body)[:_QUOTED]), why, quoted)

    def _with(self, body: bytes) -> httpx.Response:
        # httpx has no public way to say what the body of a response is, but to make another response.
        self._response._content = body
        return self._response


class _Gzip:
    """Unpacks gzip, of one member or several, in pieces of limited size."""

    def __init__(self) -> None:
        self._begin_member()
        self.is_begun = False

    def _begin_member(self) -> None:
        self._zip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    @property
    def is_complete(self) -> bool:
        return self._zip.eof

    def unpacked(self, chunk: bytes) -> Iterator[bytes]:
        self.is_begun = self.is_begun or bool(chunk)
        packed, piece = chunk, b""
        # After a full piece more may be waiting, even where the whole chunk was consumed.
        while packed or len(piece) == _PIECE:
            if self._zip.eof:
                # Behind a member, zeros are padding and anything else is the next member.
                if not (packed := packed.lstrip(b"\0")):
                    return
                self._begin_member()
            piece = self._zip.decompress(packed, _PIECE)
            packed = self._zip.unused_data if self._zip.eof else self._zip.unconsumed_tail
            yield piece
