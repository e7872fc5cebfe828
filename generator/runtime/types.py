"""The values that requests and answers are made of: UNSET, File, Call, Response."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, MutableMapping
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar, final

from attrs import define, evolve, field, frozen

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")

# The shapes that httpx takes for one part of a multipart body.
FileContent = IO[bytes] | bytes
FileTypes = tuple[str | None, FileContent, str | None]
RequestFiles = list[tuple[str, FileTypes]]


@final
class Unset:
    """The type of UNSET: a field that is left out, which is something else than None (null).

    There is one UNSET. Copies of it, and what comes back from a pickle, are that same object.
    """

    __slots__ = ()

    def __new__(cls) -> Unset:
        one: Unset = globals().setdefault("UNSET", object.__new__(cls))
        return one

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        # A string tells copy and pickle: the global of this name, not a new object.
        return "UNSET"


UNSET = Unset()


class OpenEnum(StrEnum):
    """Text with known values, which takes unknown ones too: an answer may be newer than this package."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # As Enum makes its members, but not among them: it equals its text, and no list of members grows.
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member


@define
class File:
    """One part of a multipart body, or a body that is not JSON.

    In a request, `mime_type` says how Cloudflare is to read the part. In an answer it is the whole Content-Type
    header, with the boundary when there is one.
    """

    payload: IO[bytes] | bytes = field(repr=False)
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """The part as httpx takes it."""
        return self.file_name, self.payload, self.mime_type


@define
class Response(Generic[T]):
    """An answer of the low-level functions, decoded and raw. Any integer is a status: Cloudflare's go beyond 520."""

    status_code: int
    content: bytes = field(repr=False)
    headers: MutableMapping[str, str] = field(repr=False)
    parsed: T | None


@frozen(repr=False)
class Call(Generic[T_co]):
    """One HTTP request as a value, and how to read its answer; making one sends nothing."""

    operation: str
    """The operation's id in openapi.yaml."""
    parse: Callable[[httpx.Response], T_co]
    """Decodes a success, and raises an `errors.ApiError` for anything else."""
    # Any: these are the arguments of httpx.Client.build_request, each of its own type.
    arguments: dict[str, Any] = field(hash=False)
    """Method, url (the path below the base URL, already encoded), params, headers, and the body."""
    repeatable: bool
    """Whether it may be sent again when the first outcome is unknown."""
    permissions: tuple[str, ...] = ()
    """An API token needs at least one of these."""

    @property
    def method(self) -> str:
        """The HTTP method, in capitals."""
        return str(self.arguments["method"]).upper()

    @property
    def path(self) -> str:
        """The path below the base URL, percent-encoded."""
        return str(self.arguments["url"])

    def build(
        self, client: httpx.Client | httpx.AsyncClient, base_url: str, headers: Mapping[str, str]
    ) -> httpx.Request:
        """A fresh request for one attempt, whatever the base URL of `client` is.

        A multipart body gets a new boundary each time. Headers of the call win over `headers`.
        """
        own: dict[str, str] = self.arguments.get("headers", {})
        taken = {name.lower() for name in own}
        merged = {name: value for name, value in headers.items() if name.lower() not in taken} | own
        url = base_url.rstrip("/") + self.path
        return client.build_request(**{**self.arguments, "url": url, "headers": merged})

    def reading(self, parse: Callable[[httpx.Response], U]) -> Call[U]:
        """The same request, whose answer is read by `parse`."""
        return Call(self.operation, parse, self.arguments, self.repeatable, self.permissions)

    def once(self) -> Call[T_co]:
        """The same call, never to be sent again when its outcome is unknown."""
        return evolve(self, repeatable=False)

    def __iter__(self) -> Generator[Call[Any], Any, T_co]:
        """Lets a flow say `answer = yield from call`, with the type of the answer known."""
        # Any: a driver sends each flow the answers of all its calls; this line gives the answer back its type.
        answer: T_co = yield self
        return answer

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def __repr__(self) -> str:
        # No query, headers or body: they may hold what must not be printed.
        return f"Call({self.operation}: {self})"


__all__ = ["UNSET", "Call", "File", "FileContent", "FileTypes", "OpenEnum", "RequestFiles", "Response", "Unset"]
