"""Multipart bodies, taken apart by the server's own parser."""

import asyncio
import math
import sys
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from .refusals import UNREADABLE_BODY, WRONG_CONTENT_TYPE, Refusal

MULTIPART = "multipart/form-data"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """A part of a multipart body."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def media_type(content_type: str | None) -> str:
    """The type alone, without its parameters."""
    return (content_type or "").partition(";")[0].strip().lower()


async def parts_of(request: Request, *, others: tuple[str, ...] = ()) -> list[Part]:
    """The parts of the body. `others` are content types that the operation would have accepted as well."""
    if media_type(request.headers.get("content-type")) != MULTIPART:
        allowed = ", ".join([*others, MULTIPART])
        raise Refusal(WRONG_CONTENT_TYPE, f"Content-Type must be one of: {allowed}")
    received = deque([piece async for piece in request.stream()])
    return await asyncio.to_thread(_taken_apart, request.headers, received)


def _taken_apart(headers: Headers, received: deque[bytes]) -> list[Part]:
    """The parts of what was received. There may be thousands: in a thread, other requests are answered meanwhile."""

    async def stream() -> AsyncGenerator[bytes, None]:
        while received:
            yield received.popleft()

    # Starlette's own limits are for forms that people fill in: a Worker has larger parts, and more of them.
    parser = MultiPartParser(headers, stream(), max_files=math.inf, max_fields=math.inf, max_part_size=sys.maxsize)
    # Nothing is gained by files: each part is read whole.
    parser.spool_max_size = sys.maxsize
    try:
        form = asyncio.run(parser.parse())
    # Some versions of Starlette let the parser's own error through.
    except (MultiPartException, MultipartParseError) as error:
        raise Refusal(UNREADABLE_BODY, f"Could not read the multipart body: {error}") from error
    return [_read_part(name, value) for name, value in form.multi_items()]


def _read_part(name: str, value: UploadFile | str) -> Part:
    if isinstance(value, str):
        return Part(name, None, "", value.encode())
    # Other threads have their turn between the pieces.
    with value.file as file:
        return Part(name, value.filename, value.content_type or "", b"".join(iter(lambda: file.read(PIECE), b"")))
