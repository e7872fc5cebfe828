"""Checks and gates that do not do what one hopes: they hang, answer without end, or say nothing."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import tenantry
from tenantry_fleet import Fleet, put_content
from tenantry_fleet.engine import probes

from .clock import VirtualClock
from .conftest import MakeFleet
from .tenants import code, deploy, running


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not answer is waited for in real time, since it is in another thread."""
    monkeypatch.setattr(probes, "SILENCE", 0.2)
    monkeypatch.setattr(probes, "_LISTEN", 0.05)


@pytest.fixture
def endless() -> Iterator[Callable[..., bool]]:
    """A function that does not return before the test is over."""
    over = threading.Event()
    yield lambda *_: over.wait() or True
    over.set()


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server whose every connection is answered by a function; its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection = listening.accept()[0]
                except OSError:
                    return
                with connection:
                    connection.recv(65_536)
                    answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def roll(fleet: Fleet, **options: Any) -> Any:
    # Any: the arguments of `start`.
    return fleet.select().plan(put_content(code("new")), reason="a release").start(**options)


def test_a_check_that_finds_nobody_well_before_pauses_and_can_be_overruled(
    fleet: Fleet, production: tenantry.Namespace
) -> None:
    names = deploy(production, 12)

    def check(_: str) -> bool:
        """Whoever wrote it forgot what it returns."""
        return None  # type: ignore[return-value]

    paused = roll(fleet, canary=3, check=check)

    assert (paused.state, paused.counts) == ("paused", {"waiting": 12})
    assert "The check finds nobody well before anything is done, such as shop-" in str(paused.why)
    assert fleet.resume(paused.id, check=check).counts == {"done": 12}
    assert running(production, names) == dict.fromkeys(names, "new")


def test_a_check_that_hangs_is_unwell(
    fleet: Fleet, production: tenantry.Namespace, endless: Callable[..., bool]
) -> None:
    deploy(production, 12)
    asked: list[str] = []

    def check(name: str) -> bool:
        asked.append(name)
        return len(asked) <= 3 or endless()

    paused = roll(fleet, canary=3, check=check)

    assert (paused.state, paused.counts) == ("paused", {"done": 3, "waiting": 9})
    assert "not well, such as" in str(paused.why)
    assert "It has not answered for" in str(paused.why)


def test_a_check_that_hangs_does_not_keep_others_from_stopping_it(
    make_fleet: MakeFleet,
    production: tenantry.Namespace,
    endless: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(probes, "SILENCE", 1e9)
    deploy(production, 6)
    colleague = make_fleet(actor="bert")
    plan = make_fleet().select().plan(put_content(code("new")), reason="a release")

    def check(_: str) -> bool:
        colleague.abort(plan.id)
        return endless()

    assert plan.start(check=check).state == "aborted"


def test_a_check_that_begins_to_hang_within_a_wave_stops_it(
    fleet: Fleet, production: tenantry.Namespace, clock: VirtualClock, endless: Callable[..., bool]
) -> None:
    deploy(production, 60)
    asked: list[str] = []

    def check(name: str) -> bool:
        asked.append(name)
        # The canary before and after it, and the wave before it.
        return len(asked) <= 2 + 2 * 2 + 58 or endless()

    def go() -> None:
        # Virtual time passes at once, and silence is real.
        threading.Event().wait(0.02)
        clock.after(1, go)

    clock.after(1, go)
    paused = roll(fleet, canary=2, waves=["100%"], check=check, rate=1, max_failures=1)

    assert paused.state == "paused"
    assert paused.counts["waiting"] > 10


def test_a_gate_that_hangs_is_shut(fleet: Fleet, production: tenantry.Namespace, endless: Callable[..., bool]) -> None:
    deploy(production, 3)

    paused = roll(fleet, gate=endless)

    assert (paused.state, paused.counts) == ("paused", {"waiting": 3})
    assert "The gate is shut: It has not answered for" in str(paused.why)


def test_a_command_that_leaves_others_behind_is_not_waited_for(
    fleet: Fleet, production: tenantry.Namespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(production, 3)
    monkeypatch.setattr(probes, "SILENCE", 2.0)
    monkeypatch.setattr(probes, "_PATIENCE", 0.2)

    paused = roll(fleet, gate=["sh", "-c", "sleep 4 & wait"])

    assert "timed out" in str(paused.why)


def test_an_answer_without_end_is_read_as_far_as_its_status(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 3)

    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                connection.sendall(bytes(1 << 20))
        except OSError:
            return

    with server(answer) as url:
        assert roll(fleet, check=f"{url}/{{name}}", gate=url).counts == {"done": 3}


def test_a_url_that_answers_in_drips_is_unwell(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 3)
    over = threading.Event()

    def answer(connection: socket.socket) -> None:
        try:
            while not over.wait(0.05):
                connection.sendall(b"H")
        except OSError:
            return

    with server(answer) as url:
        paused = roll(fleet, gate=url)
        over.set()

    assert "It has not answered for" in str(paused.why)


def test_a_proxy_that_cannot_be_used_says_so(
    fleet: Fleet, production: tenantry.Namespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(production, 3)
    plan = fleet.select().plan(put_content(code("new")), reason="a release")
    monkeypatch.setenv("ALL_PROXY", "nonsense://nowhere")

    paused = plan.start(gate="http://127.0.0.1:9/")

    assert paused.state == "paused"
    assert "ValueError: Unknown scheme for proxy URL" in str(paused.why)


def test_a_function_is_waited_for_while_others_answer(
    fleet: Fleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    deploy(production, 20)
    slow = threading.Event()

    # Two at a time, none of them late by itself; all of them together take longer than silence is borne.
    assert roll(fleet, canary=20, threads=2, check=lambda _: not slow.wait(0.06)).state == "done"


def test_who_was_unwell_when_it_was_let_go_on_does_not_count(fleet: Fleet, production: tenantry.Namespace) -> None:
    names = deploy(production, 12)
    asked: list[str] = []

    def check(name: str) -> bool:
        asked.append(name)
        # One turns bad with the new code.
        return name != names[3] or asked.count(name) == 1

    paused = roll(fleet, check=check)
    gone_on = fleet.resume(paused.id, check=check)

    # How many were checked by then is a matter of threads.
    assert re.match(r"1 of \d+ checked in wave 0 are not well, such as shop-00003", str(paused.why))
    assert (gone_on.state, gone_on.counts) == ("done", {"done": 12})


def test_an_undo_checks_those_of_whom_it_is_known_how_they_were(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 150)
    before: list[str] = []
    after: list[str] = []

    def check(name: str) -> bool:
        """All are unwell but the first 60 that are asked about."""
        before.append(name)
        return name in before[:60]

    def check_after(name: str) -> bool:
        after.append(name)
        return name in before[:60]

    rolled = roll(fleet, canary=0, waves=["100%"], check=check, rate=1)
    undone = fleet.plan_undo(rolled.id).start(canary=0, waves=["100%"], check=check_after)

    assert (rolled.state, undone.state, undone.counts) == ("done", "done", {"done": 150})
    assert len({*before}) == 100
    assert {*after} == {*before}
