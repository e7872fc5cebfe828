"""Flows side by side in threads: a few workers take them one after another, and the first failure stops them all."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from threading import Lock
from typing import Generic, TypeVar

from tenantry._flow import Flow
from tenantry._transport.network.sockets import Cancellation, Cancelled

T = TypeVar("T")


class WorkerThreads(Generic[T]):
    """Runs each flow by `run`, at most `limit` at a time; once `cancelled` is set, none goes on."""

    def __init__(
        self, flows: Iterable[Flow[T]], limit: int, run: Callable[[Flow[T]], T], cancelled: Cancellation
    ) -> None:
        self._flows = enumerate(flows)
        self._limit = limit
        self._run = run
        self._cancelled = cancelled
        self._lock = Lock()
        self._results: dict[int, T] = {}
        self._failure: BaseException | None = None

    def results(self) -> list[T]:
        """All results in the order of the flows; raises the first failure."""
        with ThreadPoolExecutor(self._limit, "tenantry") as threads:
            try:
                wait([threads.submit(copy_context().run, self._work) for _ in range(self._limit)])
            except BaseException:
                # Such as KeyboardInterrupt, which is raised once the workers have ended.
                self._cancelled.set()
                raise
        if self._failure is not None:
            raise self._failure
        return [self._results[number] for number in sorted(self._results)]

    def _work(self) -> None:
        try:
            while (numbered := self._next()) is not None:
                number, flow = numbered
                self._results[number] = self._run(flow)
        except BaseException as failure:  # noqa: BLE001  # it is raised where the results are asked for
            with self._lock:
                self._failure = self._failure or failure
            self._cancelled.set()

    def _next(self) -> tuple[int, Flow[T]] | None:
        with self._lock:
            if self._cancelled.is_set():
                raise Cancelled
            return next(self._flows, None)
