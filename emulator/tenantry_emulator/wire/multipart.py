"""Multipart bodies, taken apart by the parser that Starlette uses, without what Starlette makes of each part."""

import asyncio
import io
from collections import deque
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from .refusals import UNREADABLE_BODY, WRONG_CONTENT_TYPE, Refusal
from .turns import pieces, step_aside

MULTIPART = "multipart/form-data"
# In bytes. May hold many parts, so that it takes longer than to copy it.
PIECE = 16 * 1024


@dataclass(frozen=True)
class Part:
    """A part of a multipart body."""

    name: str
    filename: str
    """Empty where it has none."""
    content_type: str
    content: bytes


def media_type(content_type: str | None) -> str:
    """The type alone, without its parameters."""
    return (content_type or "").partition(";")[0].strip().lower()


async def parts_of(request: Request, *, others: tuple[str, ...] = ()) -> list[Part]:
    """The parts of the body. `others` are content types that the operation would have accepted as well."""
    content_type = request.headers.get("content-type")
    if media_type(content_type) != MULTIPART:
        allowed = ", ".join([*others, MULTIPART])
        raise Refusal(WRONG_CONTENT_TYPE, f"Content-Type must be one of: {allowed}")
    received = deque([piece async for piece in request.stream()])
    return await asyncio.to_thread(_taken_apart, content_type, received)


def _taken_apart(content_type: str | None, received: deque[bytes]) -> list[Part]:
    """The parts of what was received. There may be thousands: in a thread, other requests are answered meanwhile."""
    reading = _Reading()
    try:
        parser = reading.parser(_option(content_type, "boundary"))
        while received:
            for piece in pieces(received.popleft(), PIECE):
                parser.write(piece)
                step_aside()
        parser.finalize()
        if not reading.is_whole:
            raise FormParserError("it ends before its last boundary.")
    except FormParserError as error:
        raise Refusal(UNREADABLE_BODY, f"Could not read the multipart body: {error}") from error
    return reading.parts


class _Reading:
    """The parts so far, and the one that is being read.

    It does not know the parser, which knows it: large parts would wait for the garbage collector with the two.
    """

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.is_whole = False
        self._begin()

    def parser(self, boundary: bytes) -> MultipartParser:
        """What is to be fed with the body."""
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._add_to_field,
                "on_header_value": self._add_to_value,
                "on_header_end": self._end_header,
                "on_part_data": self._add,
                "on_part_end": self._end,
                "on_end": self._end_all,
            },
        )

    def _begin(self) -> None:
        self._headers: dict[bytes, bytes] = {}
        self._field, self._value = b"", b""
        # Grows where it is, and gives away what it has: large code is never copied at once, which would take a while.
        self._content = io.BytesIO()

    def _add_to_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field, self._value = b"", b""

    def _add(self, data: bytes, start: int, end: int) -> None:
        self._content.write(data[start:end])

    def _end(self) -> None:
        disposition, content_type = (self._headers.get(name) for name in (b"content-disposition", b"content-type"))
        name, filename = _option(disposition, "name"), _option(disposition, "filename", otherwise=b"")
        self.parts.append(Part(_text(name), _text(filename), _text(content_type or b""), self._content.getvalue()))

    def _end_all(self) -> None:
        self.is_whole = True


def _option(header: str | bytes | None, name: str, otherwise: bytes | None = None) -> bytes:
    """What stands in the header under this name."""
    found = parse_options_header(header)[1].get(name.encode(), otherwise)
    if found is None:
        raise FormParserError(f"a header has no {name}.")
    return found


def _text(value: bytes) -> str:
    """What a header says: in UTF-8, as browsers write it, or else as headers were written before."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
