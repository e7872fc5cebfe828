"""What people do to a rollout that is under way: elsewhere, while it runs."""

import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest

import tenantry
from tenantry_fleet import Fleet, each, put_content
from tenantry_fleet.events import Event, StateChanged

from .clock import VirtualClock
from .conftest import MakeFleet
from .tenants import code, deploy, running


class Colleague:
    """Does something from another machine, once so many scripts are done."""

    def __init__(self, fleet: Fleet, production: tenantry.Namespace) -> None:
        self.fleet = fleet
        deploy(production, 30)
        self.plan = fleet.select().plan(put_content(code("new")), reason="a release")

    def at(self, count: int, do: Any) -> Any:
        """An `on_event`. Any: what is done to the rollout of this id, and events."""
        seen: list[object] = []

        def told(event: Any) -> None:
            if type(event).__name__ == "ScriptEnded":
                seen.append(event)
                if len(seen) == count:
                    do(self.plan.id)

        return told


def test_it_pauses_for_a_colleague_and_goes_on(
    make_fleet: MakeFleet, production: tenantry.Namespace, clock: VirtualClock, journal: str
) -> None:
    colleague = Colleague(make_fleet(actor="bert", journal=journal), production)
    states: list[str] = []

    def pause(rollout: str) -> None:
        colleague.fleet.pause(rollout)
        clock.after(100, lambda: states.append(colleague.fleet.status(rollout).state))
        clock.after(200, lambda: colleague.fleet.resume(rollout))

    mine = make_fleet(on_event=colleague.at(10, pause), journal=journal)
    rollout = mine.plan(colleague.plan.id).start(canary=0, threads=1)

    assert (rollout.state, rollout.counts, states) == ("done", {"done": 30}, ["paused"])
    assert mine.history(rollout.id)[1].detail == '{"canary": 0, "threads": 1}'
    said = [(entry.actor, entry.verb) for entry in mine.history(rollout.id)]
    assert said == [
        ("bert", "plan"),
        ("ana", "start"),
        ("ana", "running"),
        ("bert", "pause"),
        ("ana", "paused"),
        ("bert", "resume"),
        ("ana", "running"),
        ("ana", "done"),
    ]


def test_it_is_aborted_by_a_colleague(make_fleet: MakeFleet, production: tenantry.Namespace, journal: str) -> None:
    colleague = Colleague(make_fleet(actor="bert", journal=journal), production)
    mine = make_fleet(on_event=colleague.at(10, colleague.fleet.abort), journal=journal)

    rollout = mine.plan(colleague.plan.id).start(canary=0, threads=1)

    assert (rollout.state, rollout.ended is None) == ("aborted", False)
    # The one that was under way has ended, too.
    assert rollout.counts == {"done": 11, "waiting": 19}
    for verb in (mine.resume, mine.retry, mine.pause, mine.abort):
        with pytest.raises(tenantry.NotSent, match="aborted"):
            verb(rollout.id)


def test_each_wave_waits_to_be_promoted(
    make_fleet: MakeFleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    colleague = Colleague(make_fleet(actor="bert"), production)
    seen: list[tuple[str, int]] = []

    def promote() -> None:
        rollout = colleague.fleet.status(colleague.plan.id)
        seen.append((rollout.state, rollout.counts.get("done", 0)))
        colleague.fleet.promote(rollout.id)

    clock.after(50, promote)
    clock.after(100, promote)
    rollout = make_fleet().plan(colleague.plan.id).start(canary=3, waves=["50%", "100%"], confirm=True)

    assert (rollout.state, seen) == ("done", [("waiting", 3), ("waiting", 15)])


def test_it_is_paused_while_it_waits_to_be_promoted(
    make_fleet: MakeFleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    colleague = Colleague(make_fleet(actor="bert"), production)
    rollout, states = colleague.plan.id, list[str]()

    clock.after(50, lambda: colleague.fleet.pause(rollout))
    clock.after(100, lambda: states.append(colleague.fleet.status(rollout).state))
    clock.after(150, lambda: colleague.fleet.resume(rollout))
    clock.after(200, lambda: states.append(colleague.fleet.status(rollout).state))
    clock.after(250, lambda: colleague.fleet.promote(rollout))
    done = make_fleet().plan(rollout).start(canary=3, waves=["100%"], confirm=True)

    assert (done.state, done.counts, states) == ("done", {"done": 30}, ["paused", "waiting"])


def test_the_rate_changes_while_it_runs(
    make_fleet: MakeFleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    colleague = Colleague(make_fleet(actor="bert"), production)
    faster = colleague.at(10, lambda rollout: colleague.fleet.set_rate(rollout, 1000))
    begun = clock.now()

    make_fleet(on_event=faster).plan(colleague.plan.id).start(canary=0, rate=0.1)

    assert 90 <= clock.now() - begun <= 120


def test_a_process_that_was_taken_over_stops(
    make_fleet: MakeFleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    # Its machine slept: no sign of life for longer than a minute, and somebody goes on with it.
    mine = make_fleet()
    names = deploy(production, 20)
    plan = mine.select().plan(put_content(code("new")), reason="asleep")
    later = VirtualClock()
    later.wait(3600)
    taken: list[object] = []

    def take_over() -> bool:
        if not taken:
            taken.append(None)
            taken.append(make_fleet(actor="bert", clock=later).resume(plan.id, gate=["true"]))
        return True

    with pytest.raises(tenantry.NotSent, match="taken this rollout over"):
        plan.start(gate=take_over)

    assert running(production, names) == dict.fromkeys(names, "new")
    assert mine.status(plan.id).state == "done"


@pytest.mark.parametrize("verb", ["pause", "abort"])
def test_a_process_that_slept_while_somebody_ended_it_does_not_go_on(
    make_fleet: MakeFleet, production: tenantry.Namespace, verb: str
) -> None:
    mine = make_fleet()
    names = deploy(production, 20)
    plan = mine.select().plan(put_content(code("new")), reason="asleep")
    later = VirtualClock()
    later.wait(3600)
    other = make_fleet(actor="bert", clock=later)
    gates = iter([True])

    def stop() -> bool:
        if not next(gates, False):
            with pytest.raises(tenantry.NotSent, match="is under way"):
                other.plan_undo(plan.id)
            getattr(other, verb)(plan.id)
            assert other.plan_undo(plan.id).start().counts == {"done": 5}
        return True

    with pytest.raises(tenantry.NotSent, match="or has ended it"):
        plan.start(canary=5, gate=stop)

    assert mine.status(plan.id).state == f"{verb}ed".replace("ee", "e")
    assert running(production, names) == dict.fromkeys(names, "old 0")


def test_ctrl_c_pauses_and_what_was_under_way_is_noted(make_fleet: MakeFleet, production: tenantry.Namespace) -> None:
    colleague = Colleague(make_fleet(actor="bert"), production)

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_fleet(on_event=colleague.at(10, interrupt)).plan(colleague.plan.id).start(canary=0)

    paused = colleague.fleet.status(colleague.plan.id)
    assert (paused.state, paused.why, paused.holder) == ("paused", "Ctrl-C", None)
    assert {*paused.counts} == {"done", "waiting"}
    assert colleague.fleet.resume(paused.id).counts == {"done": 30}


def test_a_second_ctrl_c_does_not_wait_for_what_is_under_way(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 6)
    over, entered = threading.Event(), threading.Semaphore(0)

    def stay(_: tenantry.Script) -> None:
        entered.release()
        over.wait()

    def interrupt_twice() -> None:
        for _ in range(6):
            entered.acquire()
        over.wait(0.5)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        # The first has it wait for those that are under way, which has no end.
        over.wait(0.5)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    plan = fleet.select().plan(each(stay), reason="it hangs")
    thread = threading.Thread(target=interrupt_twice)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            plan.start(canary=0)
        paused = fleet.status(plan.id)
    finally:
        over.set()
        thread.join()

    assert (paused.state, paused.why, paused.holder, paused.counts) == ("paused", "Ctrl-C", None, {"sent": 6})


def test_a_second_ctrl_c_counts_while_the_first_one_is_being_told(
    make_fleet: MakeFleet, production: tenantry.Namespace
) -> None:
    deploy(production, 2)
    over, entered = threading.Event(), threading.Semaphore(0)

    def stay(_: tenantry.Script) -> None:
        entered.release()
        # Far longer than it takes to be interrupted; whoever is waited for ends as done.
        over.wait(30)

    def interrupt(event: Event) -> None:
        if isinstance(event, StateChanged) and event.state == "stopping":
            raise KeyboardInterrupt

    def interrupt_first() -> None:
        # When both are under way, one is known to be.
        for _ in range(2):
            entered.acquire()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    fleet = make_fleet(on_event=interrupt)
    plan = fleet.select().plan(each(stay), reason="it hangs")
    thread = threading.Thread(target=interrupt_first)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            plan.start(canary=0)
        paused = fleet.status(plan.id)
    finally:
        over.set()
        thread.join()

    assert (paused.state, paused.counts) == ("paused", {"sent": 2})


def test_an_on_event_that_fails_is_logged_and_stops_nothing(
    make_fleet: MakeFleet, production: tenantry.Namespace, caplog: pytest.LogCaptureFixture
) -> None:
    colleague = Colleague(make_fleet(actor="bert"), production)

    def fail(_: str) -> None:
        raise LookupError("a defect of the user's")

    rollout = make_fleet(on_event=colleague.at(10, fail)).plan(colleague.plan.id).start()

    assert rollout.counts == {"done": 30}
    assert "a defect of the user's" in caplog.text


def test_what_was_never_started_can_be_neither_paused_nor_resumed(fleet: Fleet, production: tenantry.Namespace) -> None:
    plan = fleet.select().plan(put_content(code("new")), reason="a plan")

    for verb in (fleet.pause, fleet.abort, fleet.resume):
        with pytest.raises(tenantry.NotSent, match="was never started"):
            verb(plan.id)
    of_none: list[Callable[[str], object]] = [fleet.status, fleet.pause, fleet.report, fleet.plan_undo, fleet.plan]
    for ask in of_none:
        with pytest.raises(tenantry.NotSent, match="has no rollout 'r0'"):
            ask("r0")


def test_a_rollout_of_another_namespace_is_refused(
    make_fleet: MakeFleet, production: tenantry.Namespace, client: tenantry.Client
) -> None:
    client.namespace("staging").create()
    plan = make_fleet().select().plan(put_content(code("new")), reason="a plan")

    with pytest.raises(tenantry.NotSent, match="/staging"):
        make_fleet(namespace=client.namespace("staging")).plan(plan.id)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a share": ({"max_failures": "many"}, "max_failures takes a number"),
    "a share that is more than all": ({"canary_failures": "200%"}, "canary_failures takes a number"),
    "waves that go back": ({"waves": ["50%", "10%"]}, "none is smaller than the one before"),
    "no threads": ({"threads": 0}, "threads is a whole number from 1"),
    "no rate": ({"rate": 0}, "rate is a number"),
    "a check of nobody": ({"check": "https://example.com"}, "check= is a function, or a URL"),
    "a gate of nothing": ({"gate": []}, "gate= is a function, a command"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_options_are_refused_before_anything_is_sent(
    fleet: Fleet, production: tenantry.Namespace, name: str
) -> None:
    deploy(production, 2)
    plan = fleet.select().plan(put_content(code("new")), reason="a plan")
    options, said = WRONG[name]

    with pytest.raises(tenantry.NotSent, match=said):
        plan.start(**options)

    assert plan.start().counts == {"done": 2}
