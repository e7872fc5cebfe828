"""Runs a flow as each kind of client would: in the calling thread, under asyncio and under trio."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import anyio

from tenantry._flow import Flow
from tenantry._transport.async_driver import AsyncDriver
from tenantry._transport.blocking_driver import Driver
from tenantry._transport.config import ClientConfig
from tenantry._transport.connections import AsyncPool, Pool

from .flavours import async_connections, connections

T = TypeVar("T")

# Makes a new flow: a generator runs once.
Make = Callable[[], Flow[T]]


def run(flavour: str, make: Make[T], config: ClientConfig, **driver: Any) -> T:
    """Run the flow with new connections, and return what it returns."""
    if flavour == "blocking":
        with connections() as http_client:
            return Driver(config, Pool(http_client), **driver).run(make())
    return anyio.run(_awaited, make, config, driver, backend=flavour)


async def _awaited(make: Make[T], config: ClientConfig, driver: dict[str, Any]) -> T:
    async with async_connections() as http_client:
        return await AsyncDriver(config, AsyncPool(http_client), **driver).run(make())


class Clock:
    """A clock that goes only while somebody sleeps: what it shows is the sum of all sleeps."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._time = 0.0
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        return self._time

    def sleep(self, halted: threading.Event, seconds: float) -> None:
        with self._lock:
            self._time += seconds
            self.sleeps.append(seconds)

    async def asleep(self, seconds: float) -> None:
        self._time += seconds
        self.sleeps.append(seconds)
