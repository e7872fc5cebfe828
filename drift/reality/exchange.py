"""What was seen on the wire: a request, an answer, and where the spec does not know them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from drift.findings.finding import Kind


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
class Shown:
    """A place of openapi.yaml that an exchange shows to be real: its operation, its status."""

    pointer: str


@dataclass(frozen=True)
class Value:
    """Something in an exchange that a schema describes: where it stands, and the schema's pointer in openapi.yaml."""

    place: str
    pointer: str
    value: Any = field(repr=False)  # Any: whatever came over the wire


@dataclass(frozen=True)
class Misfit:
    """Where an exchange is not as the spec says; `place` begins with path, query, media_type, body or status.

    `pointer` is where the spec should have it. Names of fields are told, values never: any of them may be a secret.
    """

    operation: str
    place: str
    what: str
    kind: Kind
    pointer: str

    def __str__(self) -> str:
        return f"{self.operation} {self.place}: {self.what}"
