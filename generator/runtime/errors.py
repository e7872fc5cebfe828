"""What can go wrong in this package.

ApiError
├── UnsafePath          a name that would address another resource; nothing was sent
├── ReservedPart        a part of a multipart body with the name of another; nothing was sent
└── AnswerError         an answer came, and is not what the operation documents
    ├── UnexpectedStatus    its status is none that the operation documents
    └── UndecodableAnswer   its body does not have the documented form

Errors of httpx, such as a timeout, pass through the functions that send.
"""

from __future__ import annotations

from collections.abc import Mapping


class ApiError(Exception):
    """The root of this package's own errors."""


class UnsafePath(ApiError, ValueError):
    """A path parameter that is not a name: it would address another resource. Nothing was sent."""


class ReservedPart(ApiError, ValueError):
    """A part of a multipart body that would replace the one of this name. Nothing was sent."""


class AnswerError(ApiError):
    """An answer, as little of it as is safe to keep: never the request, its headers or its body."""

    def __init__(self, message: str, status_code: int, headers: Mapping[str, str], excerpt: str) -> None:
        # All arguments go to Exception, which pickles an error by calling its class with them.
        super().__init__(message, status_code, headers, excerpt)
        self.message = message
        self.status_code = status_code
        self.headers = headers
        """The headers that say what came, and where to ask about it."""
        self.excerpt = excerpt
        """The beginning of the body."""

    def __str__(self) -> str:
        return self.message


class UnexpectedStatus(AnswerError):
    """The operation does not document this status as a success."""


class UndecodableAnswer(AnswerError):
    """The body does not have the form that the operation documents."""


__all__ = ["AnswerError", "ApiError", "ReservedPart", "UndecodableAnswer", "UnexpectedStatus", "UnsafePath"]
