"""Calls on their way through a world without time: it passes as they wait, and no thread or socket is there."""

import heapq
import itertools
import math
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from tenantry._arguments.credentials import Credentials
from tenantry._flow import InThread, Sleep
from tenantry._rate_limit.pacer import LocalPacer, RetryBudget
from tenantry._transport.attempt import Attempt, Failed
from tenantry._transport.config import ClientConfig
from tenantry._transport.retry_loop import RetryLoop
from tenantry.errors import Error
from tenantry.events import Event
from tenantry_api.api.namespaces import get_namespace
from tenantry_api.types import Call

TOKEN = "a-token-that-nobody-must-see-in-any-text"

# What a server makes of a request that is sent at a time: an answer, or why there is none.
Server = Callable[[float], httpx.Response | Failed]


def succeed(_: float) -> httpx.Response:
    return httpx.Response(200, json={"success": True, "errors": [], "messages": [], "result": {}})


def limited(**headers: str) -> httpx.Response:
    """An answer 429, with such headers."""
    return httpx.Response(429, headers={name.replace("_", "-"): value for name, value in headers.items()})


def a_call() -> Call[Any]:
    return get_namespace.request("an-account", "production")


def knowing(pacer: LocalPacer) -> LocalPacer:
    """The pacer, as one that has learned that there is room."""
    pacer._queue.known_until = math.inf
    return pacer


@dataclass
class World:
    """A server that answers after `latency` seconds, and what was sent to it, when, and what came of it."""

    server: Server = succeed
    latency: float = 0.25
    time: float = 0.0
    sent: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    """When each answer arrived."""
    events: list[Event] = field(default_factory=list)
    outcomes: list[object] = field(default_factory=list)
    """Results and errors, in the order in which they came."""
    ended: list[float] = field(default_factory=list)
    """When each of them came."""

    def config(self, rate: float | None = 3.8, **options: Any) -> ClientConfig:
        """Options whose clock is this world's; its pacer need not learn first how much is left."""
        fixed: dict[str, Any] = {"pacer": knowing(LocalPacer(rate=rate)), "retry_budget": RetryBudget()}
        fixed |= {"chance": lambda: 0.5, "now": lambda: self.time, "on_event": self.events.append}
        return ClientConfig(base_url="https://host", credentials=Credentials({}, TOKEN), **{**fixed, **options})

    def run(self, calls: Iterable[Call[Any]], config: ClientConfig, workers: int) -> None:
        """Send the calls, each worker one after another."""
        numbers = itertools.count()
        waiting_calls = iter(calls)
        worker: list[tuple[float, int, Iterator[Any], Any]] = []
        for _ in range(workers):
            worker.append((self.time, next(numbers), self._worker(waiting_calls, config), None))
        heapq.heapify(worker)
        while worker:
            self.time, _, steps, outcome = heapq.heappop(worker)
            if (later := self._advance(steps, outcome)) is not None:
                seconds, outcome = later
                heapq.heappush(worker, (self.time + seconds, next(numbers), steps, outcome))

    def _worker(self, calls: Iterator[Call[Any]], config: ClientConfig) -> Generator[Any, Any, None]:
        for call in calls:
            outcome: object
            try:
                outcome = yield from RetryLoop(call, config, self.time + config.deadline).flow()
            except Error as error:
                outcome = error
            self.outcomes.append(outcome)
            self.ended.append(self.time)

    def _advance(self, steps: Any, outcome: object) -> tuple[float, object] | None:
        """Until the worker waits for something: how long, and for what."""
        failure: Error | None = None
        while True:
            try:
                step = steps.throw(failure) if failure else steps.send(outcome)
            except StopIteration:
                return None
            failure = None
            match step:
                case Sleep(seconds):
                    return seconds, None
                case InThread(work):
                    try:
                        outcome = work()
                    except Error as error:
                        failure = error
                case Attempt():
                    self.sent.append(self.time)
                    self.answered.append(self.time + self.latency)
                    return self.latency, self.server(self.time)

    def most_within(self, seconds: float) -> int:
        """The most requests in any span of so many seconds."""
        most, begin = 0, 0
        for end, time in enumerate(self.sent):
            while self.sent[begin] <= time - seconds:
                begin += 1
            most = max(most, end - begin + 1)
        return most

    @property
    def errors(self) -> list[Error]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, Error)]
