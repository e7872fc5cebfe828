"""A flow: a generator that yields what it needs done, is given what came of it, and returns a result.

It does no I/O of its own, so that it is written once: a driver, blocking or async, runs it. `yield from` a step gives
its outcome, typed; what goes wrong with a step is raised where it was yielded.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import httpx
from attrs import frozen

from tenantry.errors import Answer, BadAnswer
from tenantry.events import Event
from tenantry_api.types import Call

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@frozen
class InThread(Generic[T]):
    """Work that would hold up an event loop, such as reading a folder."""

    work: Callable[[], T]

    def __iter__(self) -> Generator[InThread[Any], Any, T]:
        done: T = yield self
        return done


class Sink(Protocol):
    """Takes the body of an answer piece by piece, as it is unpacked, in place of memory."""

    is_slow: bool
    """Whether taking a piece would hold up an event loop, as writing to a disk does."""

    def take(self, piece: bytes) -> None: ...

    def end(self) -> object:
        """What came of all pieces."""


Begin: TypeAlias = Callable[[httpx.Response], Sink | None]
"""What takes the body of an answer, by its head; None where it is to be read as a whole."""


@frozen
class Streamed(Generic[T]):
    """A call, the body of whose answer is taken by what `begin` makes of its head.

    `begin` is asked for each attempt that is answered with a success; where it makes nothing the body is read as that
    of any other call, which then has to say what is wrong with it.
    """

    call: Call[Any]
    begin: Begin

    def __iter__(self) -> Generator[Streamed[Any], Any, T]:
        done: T = yield self
        return done


@frozen
class Gather(Generic[T]):
    """Flows that may overlap, at most `limit` at a time; gives their results, in the order of the flows.

    The next flow is taken from the iterable when one has ended, so that memory is bounded. The first failure is raised
    as itself, and no further flow is begun. Those that are running end: at once in an event loop, in threads after the
    request that they wait for.
    """

    flows: Iterable[Flow[T]]
    limit: int

    def __iter__(self) -> Generator[Gather[Any], Any, list[T]]:
        done: list[T] = yield self
        return done


@frozen
class Sleep:
    """A wait that the flow itself wants, such as between two looks at something slow."""

    seconds: float

    def __iter__(self) -> Iterator[Sleep]:
        yield self


@frozen
class Emit:
    """An event for `on_event`."""

    event: Event

    def __iter__(self) -> Iterator[Emit]:
        yield self


# What is sent into a generator has a type for each step; `yield from` restores it, the generator cannot name it.
Step: TypeAlias = Call[Any] | Streamed[Any] | InThread[Any] | Gather[Any] | Sleep | Emit
Flow: TypeAlias = Generator[Step, Any, T]


class Envelope(Protocol[T_co]):
    """A generated envelope, read-only: the type of its result is then covariant and can be inferred."""

    @property
    def result(self) -> T_co: ...


def result(call: Call[Envelope[T]]) -> Flow[T]:
    """What the answer holds, without its envelope."""
    envelope = yield from call
    return envelope.result


def existing(call: Call[Envelope[T | None]]) -> Flow[T]:
    """What the answer holds; an answer that holds nothing is a bad one."""
    found = yield from result(call)
    if found is None:
        raise nothing(call)
    return found


def nothing(call: Call[Any]) -> BadAnswer:
    """The error for a success that holds nothing, where something was asked for."""
    text = f"{call.method} {call.path} answered a success without a result"
    return BadAnswer(text, method=call.method, path=call.path, answer=Answer(200))
