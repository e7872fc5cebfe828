"""What was seen on the wire: a request, an answer, and what is found when the spec looks at them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """One part of a multipart body."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Request:
    """A request; `path` as it was sent, quoted and from the root, and either a body or its parts."""

    method: str
    path: str
    query: str = ""
    media_type: str | None = None
    body: bytes = field(default=b"", repr=False)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An answer."""

    status: int
    media_type: str | None = None
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Finding:
    """Where an exchange is not as the spec says; `pointer` begins with path, query, media_type, body or status.

    Names of fields are told, values never: any of them may be a secret.
    """

    operation: str
    pointer: str
    what: str

    def __str__(self) -> str:
        return f"{self.operation} {self.pointer}: {self.what}"
