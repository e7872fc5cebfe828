"""Flows that overlap: how many, in which order their results come, and what a failure does to the others."""

import contextvars
import threading
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from tenantry._flow import Emit, Flow, Gather, InThread, Sleep
from tenantry._rate_limit.pacer import LocalPacer
from tenantry._transport.config import ClientConfig
from tenantry.errors import NotSent
from tenantry.events import Event, Progressed
from tenantry_api.api.namespaces import get_namespace
from tests.client.servers.faults import SILENT, faulty
from tests.client.support.running import Make, run

Run = Callable[[Make[Any]], Any]


def doubled(number: int) -> Flow[int]:
    return (yield from InThread(lambda: number * 2))


def together(*flows: Flow[int], limit: int = 3) -> Flow[list[int]]:
    return (yield from Gather(flows, limit))


def test_results_come_in_the_order_of_the_flows(running: Run) -> None:
    first_may_end = threading.Event()

    def first() -> Flow[str]:
        yield from InThread(first_may_end.wait)
        return "first"

    def second() -> Flow[str]:
        yield from InThread(first_may_end.set)
        return "second"

    def both() -> Flow[list[str]]:
        return (yield from Gather([first(), second()], 2))

    assert running(both) == ["first", "second"]


def test_no_flows_give_no_results(running: Run) -> None:
    assert running(together) == []


@pytest.mark.parametrize("limit", [1, 3])
def test_at_most_so_many_run_at_once_and_a_flow_is_made_when_a_worker_is_free(running: Run, limit: int) -> None:
    lock = threading.Lock()
    full = threading.Barrier(limit, timeout=10)
    made, ended, most = 0, 0, 0

    def flow() -> Flow[None]:
        nonlocal ended
        yield from InThread(full.wait)
        with lock:
            ended += 1

    def flows() -> Iterator[Flow[None]]:
        nonlocal made, most
        for _ in range(48):
            with lock:
                made += 1
                most = max(most, made - ended)
            yield flow()

    def all_of_them() -> Flow[list[None]]:
        return (yield from Gather(flows(), limit))

    assert len(running(all_of_them)) == 48
    assert most == limit


def test_the_first_failure_is_raised_as_itself_and_no_other_flow_begins(running: Run) -> None:
    begun = []

    def failing() -> Flow[int]:
        yield from InThread(lambda: None)
        raise NotSent("the first")

    def flows() -> Iterator[Flow[int]]:
        yield failing()
        for number in range(100):
            begun.append(number)
            yield doubled(number)

    def all_of_them() -> Flow[list[int]]:
        return (yield from Gather(flows(), 1))

    with pytest.raises(NotSent, match="the first"):
        running(all_of_them)
    assert begun == []


def test_a_flow_can_go_on_after_a_failure_among_others(running: Run) -> None:
    def failing() -> Flow[int]:
        yield from InThread(lambda: None)
        raise NotSent("no")

    def recovering() -> Flow[list[int]]:
        try:
            return (yield from together(doubled(1), failing()))
        except NotSent:
            return (yield from together(doubled(2), doubled(3)))

    assert running(recovering) == [4, 6]


def test_those_under_way_end_when_another_fails_however_deep_they_are(running: Run) -> None:
    both_are_there = threading.Barrier(2)
    ended = threading.Event()

    def waiting() -> Flow[int]:
        try:
            yield from InThread(both_are_there.wait)
            yield from Sleep(3_600)
        finally:
            ended.set()
        return 1

    def deeper() -> Flow[int]:
        (one,) = yield from together(waiting())
        return one

    def failing() -> Flow[int]:
        yield from InThread(both_are_there.wait)
        raise NotSent("the first")

    with pytest.raises(NotSent, match="the first"):
        running(lambda: together(deeper(), failing()))
    assert ended.is_set()


def test_a_failure_among_those_inside_is_not_one_of_those_around(running: Run) -> None:
    def failing() -> Flow[int]:
        yield from InThread(lambda: None)
        raise NotSent("no")

    def recovering() -> Flow[int]:
        try:
            return sum((yield from together(failing(), doubled(1))))
        except NotSent:
            return (yield from doubled(2))

    assert running(lambda: together(recovering(), doubled(3))) == [4, 6]


def test_a_request_that_is_under_way_ends_when_another_fails(flavour: str, config: ClientConfig) -> None:
    """Where it did not, the server would keep this test waiting until the timeout."""
    with faulty() as server:
        server.will(SILENT)

        def asking() -> Flow[Any]:
            return (yield from get_namespace.request("an-account", "production"))

        def failing() -> Flow[Any]:
            yield from InThread(server.heard.wait)
            raise NotSent("the other")

        patient = attrs.evolve(config, base_url=server.url, timeout=600.0, pacer=LocalPacer(rate=None))
        with pytest.raises(NotSent, match="the other"):
            run(flavour, lambda: together(asking(), failing()), patient)


def test_an_error_that_is_not_ours_comes_out_as_itself_too(running: Run) -> None:
    def wrong() -> Flow[int]:
        yield from InThread(lambda: None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        running(lambda: together(doubled(1), wrong()))


def test_workers_have_the_context_of_their_caller(running: Run) -> None:
    span = contextvars.ContextVar("span", default="none")

    def look() -> Flow[str]:
        yield from InThread(lambda: None)
        return span.get()

    def both() -> Flow[list[str]]:
        return (yield from Gather([look(), look()], 2))

    span.set("mine")
    assert running(both) == ["mine", "mine"]


def test_a_flow_tells_an_event(flavour: str, config: ClientConfig) -> None:
    told: list[Event] = []

    def telling() -> Flow[None]:
        yield from Emit(Progressed("hashed", 1, 2))

    run(flavour, telling, attrs.evolve(config, on_event=told.append))
    assert told == [Progressed("hashed", 1, 2)]


def test_a_flow_waits_by_the_sleep_of_its_driver(flavour: str, config: ClientConfig) -> None:
    waits: list[float] = []

    async def asleep(seconds: float) -> None:
        waits.append(seconds)

    def waiting() -> Flow[None]:
        yield from Sleep(12.5)

    sleep = (lambda _, seconds: waits.append(seconds)) if flavour == "blocking" else asleep
    run(flavour, waiting, config, sleep=sleep)
    assert waits == [12.5]
