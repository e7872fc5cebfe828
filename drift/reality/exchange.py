"""What went over the wire: a request, an answer, and what of them openapi.yaml describes or does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from drift.findings.finding import Kind


@dataclass(frozen=True)
class Part:
    """One part of a multipart body."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class HttpRequest:
    """A request; `path` as it was sent, quoted and from the root. It has a body, or the parts of one."""

    method: str
    path: str
    query: str = ""
    media_type: str | None = None
    body: bytes = field(default=b"", repr=False)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class HttpResponse:
    """The answer to a request."""

    status: int
    media_type: str | None = None
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Shown:
    """A place of openapi.yaml that an exchange used: its operation, its status."""

    pointer: str


@dataclass(frozen=True)
class DescribedValue:
    """A value in an exchange: its place there, and the pointer to the schema in openapi.yaml that describes it."""

    place: str
    pointer: str
    value: Any = field(repr=False)  # Any: whatever came over the wire


@dataclass(frozen=True)
class Misfit:
    """Where an exchange is not as the spec says; `place` begins with path, query, media_type, body or status.

    `pointer` is where openapi.yaml should have it. `what` has names of fields, never values: each may be a secret.
    """

    operation: str
    place: str
    what: str
    kind: Kind
    pointer: str

    def __str__(self) -> str:
        return f"{self.operation} {self.place}: {self.what}"


def part_name(disposition: str) -> str:
    """The name of a part, from its Content-Disposition; ValueError if it has none."""
    header = Message()
    header["Content-Disposition"] = disposition
    name = header.get_param("name", header="Content-Disposition")
    if name is None:
        raise ValueError("a part has no name")
    return str(name)
