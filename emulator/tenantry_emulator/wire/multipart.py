"""Multipart bodies, taken apart by the server's own parser."""

import math
import sys
from dataclasses import dataclass

from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from .refusals import UNREADABLE_BODY, WRONG_CONTENT_TYPE, Refusal

MULTIPART = "multipart/form-data"


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
    # Starlette's own limits are for forms that people fill in: a Worker has larger parts, and more of them.
    try:
        async with request.form(max_files=math.inf, max_fields=math.inf, max_part_size=sys.maxsize) as form:
            return [await _read_part(name, value) for name, value in form.multi_items()]
    # Some versions of Starlette let the parser's own error through.
    except (MultiPartException, MultipartParseError) as error:
        raise Refusal(UNREADABLE_BODY, f"Could not read the multipart body: {error}") from error


async def _read_part(name: str, value: UploadFile | str) -> Part:
    if isinstance(value, str):
        return Part(name, None, "", value.encode())
    return Part(name, value.filename, value.content_type or "", await value.read())
