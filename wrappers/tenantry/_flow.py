"""A flow: a generator that yields what it needs done, is given what came of it, and returns a result.

It does no I/O of its own, so that it is written once: a driver, blocking or async, runs it. `yield from` a step gives
its outcome, typed; what goes wrong with a step is raised where it was yielded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeAlias, TypeVar

import httpx
from attrs import frozen

from tenantry.errors import Answer, BadAnswer, Error, NotSent
from tenantry_api.display import Rows
from tenantry_api.types import Call

if TYPE_CHECKING:
    from tenantry.events import Event

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _Yielded(Generic[T_co]):
    """`yield from` a step gives its outcome."""

    def __iter__(self) -> Generator[Self, Any, T_co]:
        # Any: a driver sends each flow the outcomes of all its steps; this line gives the outcome back its type.
        outcome: T_co = yield self
        return outcome


@frozen(eq=False, repr=False)
class InThread(_Yielded[T]):
    """Work that would hold up an event loop, such as reading a folder."""

    work: Callable[[], T]


Check: TypeAlias = Callable[[], object]
"""Raises once nobody waits any more: the deadline has passed, or the flow is cancelled."""


@frozen(eq=False, repr=False)
class Interruptible(_Yielded[T]):
    """Work in a thread that may take long, which calls what it is given from time to time."""

    work: Callable[[Check], T]


class Sink(Protocol):
    """Takes the body of an answer piece by piece, as it is unpacked, in place of memory."""

    is_slow: bool
    """Whether taking a piece would hold up an event loop, as writing to a disk does."""

    def take(self, piece: bytes) -> None: ...

    def end(self) -> object:
        """What the pieces make up."""


Begin: TypeAlias = Callable[[httpx.Response], Sink | None]
"""Makes a sink for the body of an answer, by its head; None where it is to be read as a whole."""


@frozen(eq=False, repr=False)
class Streamed(_Yielded[T]):
    """A call whose answer is read piece by piece, by the sink that `begin` makes of the answer's head.

    `begin` is asked for each attempt that is answered with a success; where it makes nothing the body is read as that
    of any other call, which then has to say what is wrong with it.
    """

    call: Call[Any]
    begin: Begin


@frozen(eq=False, repr=False)
class Gather(_Yielded[list[T]], Generic[T]):
    """Flows that may overlap, at most `limit` at a time; gives their results, in the order of the flows.

    The next flow is taken from the iterable when one has ended, so that memory is bounded. The first failure is raised
    as itself, and no further flow is begun. Those that are running end, with the requests that they wait for.
    """

    flows: Iterable[Flow[T]]
    limit: int


@frozen(eq=False, repr=False)
class Sleep(_Yielded[None]):
    """Wait for so many seconds."""

    seconds: float


@frozen(eq=False, repr=False)
class Emit(_Yielded[None]):
    """An event for `on_event`."""

    event: Event


Step: TypeAlias = Call[Any] | Streamed[Any] | InThread[Any] | Interruptible[Any] | Gather[Any] | Sleep | Emit
Flow: TypeAlias = Generator[Step, Any, T]


class Envelope(Protocol[T_co]):
    """A generated envelope. Read-only, so that the type of its result is covariant and can be inferred."""

    @property
    def result(self) -> T_co: ...


def result(call: Call[Envelope[T]]) -> Flow[T]:
    """What the answer holds, without its envelope."""
    envelope = yield from call
    return envelope.result


def existing(call: Call[Envelope[T | None]]) -> Flow[T]:
    """What the answer holds; raises BadAnswer where it holds nothing."""
    envelope = yield from call
    if envelope.result is None:
        raise nothing(call)
    return envelope.result


def written(call: Call[Envelope[T | None]], read: Flow[T]) -> Flow[T]:
    """What the answer to a write holds or, where it holds nothing, what is read afterwards."""
    found = yield from result(call)
    if found is not None:
        return found
    try:
        return (yield from read)
    except Error as error:
        # Whatever fails now, the write was done.
        error._mark_unknown()
        raise


def listed(call: Call[Envelope[list[T] | None]]) -> Flow[Rows[T]]:
    """The list that the answer holds: null is an empty one; raises BadAnswer where it is not even null."""
    has_result = False

    def parse(response: httpx.Response) -> Envelope[list[T] | None]:
        nonlocal has_result
        envelope = call.parse(response)
        has_result = envelope.result is not None or "result" in response.json()
        return envelope

    envelope = yield from call.reading(parse)
    if not has_result:
        raise nothing(call)
    return Rows(envelope.result or ())


# An example of each, and what it consists of.
_FORMS = {
    "method": ("GET", r"[A-Z]+"),
    "path": ("/accounts?page=2", r"/[!-\"$-~]*"),
    "content_type": ("application/json", r"[ -~]+"),
}


def body(method: str, path: str, content: bytes, content_type: str) -> Flow[bytes]:
    """The body of the answer to a request that no operation describes."""
    for name, given in (("method", method), ("path", path), ("content_type", content_type)):
        example, form = _FORMS[name]
        if not isinstance(given, str) or not re.fullmatch(form, given):
            raise NotSent(f"{name} is a text such as {example!r}; what was given cannot be sent.")
    if not isinstance(content, bytes):
        raise NotSent(f"content is bytes, not {type(content).__name__}.")
    # Any: arguments of httpx, each of its own type.
    arguments: dict[str, Any] = {"method": method, "url": path}
    if content:
        arguments |= {"content": content, "headers": {"Content-Type": content_type}}
    # https://datatracker.ietf.org/doc/html/rfc9110#section-9.2.2
    return (yield from Call("any", _unrefused, arguments, method in {"GET", "HEAD", "PUT", "DELETE"}))


def _unrefused(response: httpx.Response) -> bytes:
    """Raises ValueError for what says that it is not a success."""
    if response.headers.get("content-type", "").startswith("application/json"):
        said = response.json()
        if isinstance(said, dict) and said.get("success") is False:
            raise ValueError
    return response.content


def nothing(call: Call[Any]) -> BadAnswer:
    """The error for a success that holds nothing, where something was asked for."""
    return bad_success(call, "a success without a result")


def bad_success(call: Call[Any], what: str) -> BadAnswer:
    """The error for a success that cannot be what Cloudflare documents."""
    text = f"{call} answered {what}"
    return BadAnswer(text, method=call.method, path=call.path, answer=Answer(200))
