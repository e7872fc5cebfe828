"""Flows side by side in threads: a few lanes take them one after another, and the first failure stops them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from threading import Event, Lock
from typing import Generic, TypeVar
from weakref import WeakSet

from tenantry._flow import Flow

T = TypeVar("T")


class Halted(Exception):
    """The flow is not wanted any more: another one failed. No caller sees this."""


class Halt:
    """Tells a lane, and the lanes that it has opened itself, to end at its next step; wakes it if it waits."""

    def __init__(self, above: Halt | None = None) -> None:
        self.event = Event()
        self._below: WeakSet[Halt] = WeakSet()
        self._lock = Lock()
        if above is not None:
            above._reaches(self)

    def _reaches(self, below: Halt) -> None:
        with self._lock:
            self._below.add(below)
            called = self.event.is_set()
        if called:
            below.call()

    def call(self) -> None:
        with self._lock:
            self.event.set()
            below = [*self._below]
        for halt in below:
            halt.call()

    def check(self) -> None:
        if self.event.is_set():
            raise Halted


class Lanes(Generic[T]):
    """Runs each flow by `run`, at most `limit` at a time."""

    def __init__(self, flows: Iterable[Flow[T]], limit: int, run: Callable[[Flow[T]], T], halt: Halt) -> None:
        self._flows = enumerate(flows)
        self._limit = limit
        self._run = run
        self._halt = halt
        self._lock = Lock()
        self._results: dict[int, T] = {}
        self._failure: BaseException | None = None

    def results(self) -> list[T]:
        """All results in the order of the flows; raises the first failure."""
        with ThreadPoolExecutor(self._limit, "tenantry") as threads:
            lanes = [threads.submit(copy_context().run, self._lane) for _ in range(self._limit)]
            try:
                wait(lanes)
            except BaseException:
                # Such as KeyboardInterrupt: the lanes end, and only then does it go on its way.
                self._halt.call()
                raise
        if self._failure is not None:
            raise self._failure
        return [self._results[number] for number in sorted(self._results)]

    def _lane(self) -> None:
        try:
            while (numbered := self._next()) is not None:
                number, flow = numbered
                self._results[number] = self._run(flow)
        except BaseException as failure:  # noqa: BLE001  # it is raised where the results are asked for
            self._fail(failure)

    def _next(self) -> tuple[int, Flow[T]] | None:
        with self._lock:
            self._halt.check()
            return next(self._flows, None)

    def _fail(self, failure: BaseException) -> None:
        with self._lock:
            self._failure = self._failure or failure
        self._halt.call()
