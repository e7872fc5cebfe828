"""What goes wrong between the scripts: while it lists, downloads, waits or is told something. The state says so."""

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Event, Fleet, WaveBegan, each, put_content

from .clock import VirtualClock
from .conftest import MakeFleet
from .tenants import code, deploy, running

TROUBLES: dict[str, Fault] = {
    "a token that expires": Fault("refuse", operation="list_scripts", status=403, code=10000, skip=2),
    "a server that is down": Fault("edge", operation="list_scripts", status=502, skip=2, times=None),
    "a backup that cannot be read": Fault("refuse", operation="get_content", status=500, times=None),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_fails_between_the_scripts_pauses(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, name: str
) -> None:
    names = deploy(production, 6)
    plan = fleet.select().plan(put_content(code("new")), reason="a release")
    cloudflare.faults.add(TROUBLES[name])

    paused = plan.start(canary=2)

    assert (paused.state, paused.holder) == ("paused", None)
    assert "GET /accounts/" in str(paused.why)
    assert paused.counts["waiting"] >= 4
    assert fleet.history(plan.id)[-1].verb == "paused"
    cloudflare.faults.clear()
    assert fleet.resume(plan.id).counts == {"done": 6}
    assert running(production, names) == dict.fromkeys(names, "new")


def test_a_where_that_fails_in_the_end_pauses_and_says_so(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 2)
    is_broken = False

    def where(_: Any) -> bool:
        # Any: a script's information.
        if is_broken:
            raise LookupError("a defect of the user's")
        return True

    plan = fleet.select(where=where).plan(put_content(code("new")), reason="a release")
    is_broken = True
    with pytest.raises(LookupError):
        plan.start()

    paused = fleet.status(plan.id)
    assert (paused.state, paused.why) == ("paused", "LookupError: a defect of the user's")
    is_broken = False
    assert fleet.resume(plan.id, where=where).state == "done"


def test_a_pause_while_it_waits_to_be_promoted_keeps_the_process(
    make_fleet: MakeFleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    deploy(production, 6)
    colleague = make_fleet(actor="bert")
    plan = make_fleet().select().plan(put_content(code("new")), reason="a release")
    seen: list[tuple[str, bool]] = []

    def see() -> None:
        rollout = colleague.status(plan.id)
        seen.append((rollout.state, rollout.holder is not None))

    for seconds, do in enumerate((see, colleague.pause, see, colleague.resume, see, colleague.promote), 1):
        clock.after(seconds * 10, do if do is see else lambda do=do: do(plan.id))  # type: ignore[misc]
    rollout = plan.start(canary=2, waves=["100%"], confirm=True)

    assert (rollout.state, rollout.counts) == ("done", {"done": 6})
    assert seen == [("waiting", True), ("paused", True), ("waiting", True)]


def test_what_another_rollout_changes_meanwhile_is_left_to_it(
    make_fleet: MakeFleet, production: tenantry.Namespace, clock: VirtualClock, journal: str
) -> None:
    names = deploy(production, 20)
    urgent = make_fleet(actor="bert", journal=journal)
    fixed: list[str] = []

    def meanwhile() -> None:
        # A minute after the listing of the slow one, and four before its next.
        waiting = [row["script"] for row in urgent.report(plan.id).to_dicts() if row["outcome"] == "waiting"]
        fixed.extend(waiting[:5])
        assert urgent.select(names=fixed).plan(put_content(code("urgent")), reason="a fix").start().state == "done"

    clock.after(60, meanwhile)
    plan = make_fleet(journal=journal).select().plan(put_content(code("new")), reason="a release")
    slow = plan.start(canary=0, rate=0.1, threads=1)

    assert slow.counts == {"done": 15, "changed": 5}
    truth = running(production, names)
    assert {name for name, text in truth.items() if text == "urgent"} == {*fixed}
    assert sum(text == "new" for text in truth.values()) == 15


class Broken(Executor):
    """Takes nothing, as one that cannot pickle what it is given."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Any: it calls and returns nothing."""
        raise TypeError("cannot carry it")


def test_an_executor_that_takes_nothing_pauses(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 3)

    paused = fleet.select().plan(put_content(code("new")), reason="a release").start(executor=Broken())

    assert (paused.state, paused.why, paused.counts) == ("paused", "TypeError: cannot carry it", {"waiting": 3})
    assert fleet.resume(paused.id).counts == {"done": 3}


def test_words_that_no_database_holds_are_written_down_all_the_same(
    make_fleet: MakeFleet, production: tenantry.Namespace, journal: str
) -> None:
    deploy(production, 3)
    fleet = make_fleet(journal=journal, actor="ana\0\udcff")
    words = "\0 \ud800 " + "x" * 1_000_000

    def fail(_: tenantry.Script) -> None:
        raise LookupError(words)

    asked: list[str] = []

    def check(name: str) -> bool | str:
        asked.append(name)
        return len(asked) <= 3 or words

    rolled = fleet.select().plan(each(fail), reason="\0").start(canary_failures=3)

    assert rolled.counts == {"failed": 3}
    assert {row["why"][:24] for row in fleet.report(rolled.id).to_dicts()} == {"LookupError: ? ? xxxxxxx"}
    paused = fleet.select().plan(put_content(code("new")), reason="a release").start(check=check)
    assert "checked in wave 0 are not well, such as shop-0000" in str(paused.why)
    assert "? ? xxxxxx" in {str(row["check"])[:10] for row in fleet.report(paused.id).to_dicts()}


def test_what_nobody_waits_for_is_refused(make_fleet: MakeFleet, production: tenantry.Namespace) -> None:
    deploy(production, 6)
    colleague = make_fleet(actor="bert")
    plan = make_fleet().select().plan(put_content(code("new")), reason="a release")
    refused: list[str] = []

    def steer(*verbs: Callable[[str], object]) -> None:
        for verb in verbs:
            try:
                verb(plan.id)
            except tenantry.NotSent as error:
                refused.append(str(error).removeprefix(f"{plan.id} "))

    def faster(identifier: str) -> None:
        colleague.set_rate(identifier, 1000)

    steer(faster, colleague.promote)

    def again(identifier: str) -> None:
        colleague.resume(identifier, check=lambda _: True)

    def gate() -> bool:
        colleague.pause(plan.id)
        steer(again)
        colleague.resume(plan.id)
        steer(colleague.promote, faster, colleague.abort, colleague.pause, colleague.resume)
        return True

    assert plan.start(gate=gate).state == "aborted"
    steer(faster, colleague.promote)
    never = "was never started: there is nothing to go on with."
    assert refused == [
        *[never] * 2,
        "is at work with its own: resume() without any lets it go on.",
        "is in wave 0, and does not wait for promote().",
        "is being aborted already.",
        "is under way already, in another process.",
        *["is aborted already."] * 2,
    ]


def test_the_canary_is_of_those_that_are_not_so_yet(make_fleet: MakeFleet, production: tenantry.Namespace) -> None:
    names = deploy(production, 40)
    waves: list[int] = []

    def told(event: Event) -> None:
        if isinstance(event, WaveBegan):
            waves.append(event.scripts)

    fleet = make_fleet(on_event=told)
    fleet.select(names=names[:30]).plan(put_content(code("new")), reason="most of them").start(canary=5, waves=[])
    del waves[:]

    plan = fleet.select().plan(put_content(code("new")), reason="all of them")

    assert (plan.unchanged, plan.start(canary=3, waves=["50%"]).state) == (30, "done")
    assert waves == [3, 2, 5]


def test_a_retry_of_a_plan_leaves_it_a_plan(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 2)
    plan = fleet.select().plan(put_content(code("new")), reason="a release")

    with pytest.raises(tenantry.NotSent, match="was never started"):
        fleet.retry(plan.id)

    assert plan.start().counts == {"done": 2}
