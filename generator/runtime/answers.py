"""Turns answers of the API into values, or into errors that hold no secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import UndecodableAnswer, UnexpectedStatus
from .types import File
from .wire import MISFIT

if TYPE_CHECKING:
    import httpx

try:
    import orjson

    _loads: Callable[[bytes], Any] = orjson.loads
except ImportError:
    _loads = json.loads

T = TypeVar("T")

KEPT_HEADERS = ("content-type", "cf-ray", "retry-after")
EXCERPT = 200
# As long as an API token, or longer. A JWT in a JSON body is one too.
_TOKEN = re.compile(r"[\w.+~=-]{36,}")


def loads(content: bytes) -> Any:
    """JSON as it is; read by orjson where that is installed, and by json what orjson does not take, such as NaN."""
    try:
        return _loads(content)
    except ValueError:
        pass
    return json.loads(content)


def success(response: httpx.Response, decode: Callable[[Any], T]) -> T:
    """The decoded body of any 2xx; an empty one decodes as an empty object."""
    _expect_success(response)
    return decoded(response, decode)


def content(response: httpx.Response) -> File:
    """The body of any 2xx as it is, with its Content-Type."""
    _expect_success(response)
    return File(payload=response.content, mime_type=response.headers.get("content-type"))


def decoded(response: httpx.Response, decode: Callable[[Any], T]) -> T:
    """The decoded body, whatever the status."""
    try:
        return decode(loads(response.content or b"{}"))
    except (*MISFIT, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"
    # Raised outside of the except, so that its traceback does not lead to what `loads` and the decoders held.
    raise UndecodableAnswer(
        _message(response, f"does not have the documented form ({reason[:EXCERPT]})"), *_scrubbed(response)
    )


def unexpected(response: httpx.Response) -> UnexpectedStatus:
    """The error for a status that the operation does not document."""
    return UnexpectedStatus(_message(response, "is not a documented success"), *_scrubbed(response))


def _expect_success(response: httpx.Response) -> None:
    if not response.is_success:
        raise unexpected(response)


def _message(response: httpx.Response, what: str) -> str:
    status, headers, excerpt = _scrubbed(response)
    return f"the answer {status} ({headers.get('content-type', 'no content type')}) {what}; it begins {excerpt!r}"


def _scrubbed(response: httpx.Response) -> tuple[int, dict[str, str], str]:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    # 64 KiB: more than enough for an excerpt, even one that begins with long tokens.
    text = _TOKEN.sub("[…]", response.content[:65_536].decode(errors="replace"))
    return response.status_code, headers, text[:EXCERPT]
