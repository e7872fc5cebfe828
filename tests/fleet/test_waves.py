"""Waves, what is checked in them, and what stops them."""

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Event, Fleet, ScriptEnded, WaveBegan, add_tag, each, put_content
from tenantry_fleet import deploy as deploy_each
from tenantry_fleet.journal import scripts

from .clock import VirtualClock
from .conftest import MakeFleet
from .tenants import code, deploy, running


def roll(fleet: Fleet, **options: Any) -> Any:
    # Any: the arguments of `start`.
    return fleet.select().plan(put_content(code("new")), reason="a release").start(**options)


def news(events: Sequence[Event]) -> list[tuple[int, int]]:
    """Each wave, with how many it is about."""
    return [(event.wave, event.scripts) for event in events if isinstance(event, WaveBegan)]


def test_every_script_is_rolled_once_in_waves(
    make_fleet: MakeFleet, production: tenantry.Namespace, journal: str
) -> None:
    names = deploy(production, 60, builds=2)
    events: list[Event] = []

    rollout = roll(make_fleet(journal=journal, on_event=events.append), canary=5, waves=["20%", "50%", "100%"])

    assert (rollout.state, rollout.counts, rollout.holder) == ("done", {"done": 60}, None)
    assert running(production, names) == dict.fromkeys(names, "new")
    assert news(events) == [(0, 5), (1, 7), (2, 18), (3, 30)]
    assert sorted(event.script for event in events if isinstance(event, ScriptEnded)) == names


def test_those_who_run_it_already_are_known_by_the_canary(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, 20)
    for name in names[:8]:
        production.script(name).put_content(code("new"))

    rollout = roll(fleet, canary=5)

    assert rollout.counts["done"] + rollout.counts["unchanged"] == 20
    assert rollout.counts["unchanged"] > 0


def test_a_bad_build_stops_in_the_canary(fleet: Fleet, production: tenantry.Namespace) -> None:
    names = deploy(production, 50)

    def check(name: str) -> bool | str:
        return production.script(name).get_content()["index.js"] != code("new")["index.js"].encode() or "500"  # type: ignore[union-attr]

    rollout = roll(fleet, canary=5, check=check)

    assert rollout.state == "paused"
    assert "checked in wave 0 are not well" in str(rollout.why)
    assert sum(text == "new" for text in running(production, names).values()) <= 5


def test_a_build_that_turns_bad_is_stopped_within_the_last_wave(fleet: Fleet, production: tenantry.Namespace) -> None:
    names = deploy(production, 300)
    asked: list[str] = []

    def check(name: str) -> bool:
        asked.append(name)
        # All is well before the last wave, and for a third of it.
        return len(asked) < 5 + 5 + 5 + 100 + 30

    rollout = roll(fleet, canary=5, waves=["100%"], check=check, threads=1)

    assert rollout.state == "paused"
    done = sum(text == "new" for text in running(production, names).values())
    # Two of the hundred that are checked, one of which may fail; and those that were under way by then.
    assert 30 < done < 5 + 295 * (30 + 2 + 3) / 100


def test_who_was_unwell_before_does_not_count(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 20)

    rollout = roll(fleet, canary=5, check=lambda name: name != "shop-00003", canary_failures=0)

    assert rollout.state == "done"


def test_an_undo_is_for_those_who_are_unwell_and_counts_who_was_before(
    fleet: Fleet, production: tenantry.Namespace
) -> None:
    names = deploy(production, 20)

    def check(name: str) -> bool:
        return name != "shop-00003" and running(production, [name]) != {name: "new"}

    bad = roll(fleet, canary=20, check=check, canary_failures=20)
    undone = fleet.plan_undo(bad.id).start(canary=20, check=check)

    assert (bad.counts, undone.state, undone.counts) == ({"done": 20}, "done", {"done": 20})
    assert running(production, names) == dict.fromkeys(names, "old 0")


def test_refusals_stop_the_canary_and_beyond_a_share_the_waves(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, 40)
    refuse = Fault("refuse", operation="put_content", status=400, code=10021, times=1)
    cloudflare.faults.add(refuse)

    stopped = roll(fleet, canary=5, threads=1)

    assert (stopped.state, stopped.counts["refused"]) == ("paused", 1)
    assert re.match(r"1 of 1 have failed in wave 0, such as shop-\d+: PUT .*\(10021\)", str(stopped.why))
    # It is let go on, and once more a few are refused; one in a hundred may be.
    cloudflare.faults.add(Fault("refuse", operation="put_content", status=400, code=10021, times=2, skip=10))
    again = fleet.resume(stopped.id)
    assert again.state == "paused"
    assert str(again.why).startswith("2 of 8 have failed in wave 1, such as shop-")
    assert fleet.resume(stopped.id).counts == {"done": 37, "refused": 3}
    assert fleet.report(stopped.id).failures == {10021: 3}
    assert fleet.retry(stopped.id).counts == {"done": 40}
    assert running(production, names) == dict.fromkeys(names, "new")


def test_it_bakes_and_checks_again(fleet: Fleet, production: tenantry.Namespace, clock: VirtualClock) -> None:
    deploy(production, 10)
    begun = clock.now()

    assert roll(fleet, canary=5, waves=["100%"], bake=300).state == "done"

    assert clock.now() - begun == pytest.approx(600)


def test_a_gate_that_shuts_pauses(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 10)
    answers = iter([True, "an incident", True])

    rollout = roll(fleet, canary=5, waves=["100%"], gate=lambda: next(answers, True))

    assert (rollout.state, rollout.why) == ("paused", "The gate is shut: an incident")
    assert rollout.counts == {"done": 5, "waiting": 5}
    with pytest.raises(tenantry.NotSent, match="pass gate= again"):
        fleet.resume(rollout.id)
    assert fleet.resume(rollout.id, gate=["true"]).state == "done"


def test_a_command_can_be_the_gate(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 3)

    rollout = roll(fleet, gate=["false"])

    assert rollout.why == "The gate is shut: false returned 1."


def test_the_rate_holds_for_the_rollout(fleet: Fleet, production: tenantry.Namespace, clock: VirtualClock) -> None:
    deploy(production, 50)
    begun = clock.now()

    roll(fleet, canary=0, rate=0.5)

    # One each two seconds, and a burst of a second.
    assert 90 <= clock.now() - begun <= 105


def test_the_rate_is_of_calls_and_not_of_scripts(
    fleet: Fleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    deploy(production, 10)
    begun = clock.now()

    plan = fleet.select().plan(deploy_each(code("new"), tags=["new"]), reason="a release")
    assert plan.start(canary=0, rate=0.5).counts == {"done": 10}

    # Three calls for each, at one each two seconds.
    assert plan.calls == 30
    assert 50 <= clock.now() - begun <= 65


def test_those_created_meanwhile_are_caught_up_and_all_else_is_left_alone(
    fleet: Fleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    names = deploy(production, 30)

    def meanwhile() -> None:
        production.script("shop-00001").delete()
        production.script("shop-00002").put_content(code("the owner's"))
        production.script("shop-00003").add_tag("tenantry-quarantined")
        for number in range(10):
            production.script(f"new-{number}").deploy(code("onboarded"), compatibility_date="2026-01-01")

    plan = fleet.select().plan(put_content(code("new")), reason="a release")
    clock.after(10, meanwhile)
    first = [name for name in names if name not in ("shop-00001", "shop-00002", "shop-00003")]
    # It happens before the first listing of the rollout, and after that of its start.

    def gate() -> bool:
        clock.wait(20)
        return True

    rollout = plan.start(canary=0, waves=["100%"], gate=gate)

    assert rollout.counts == {"done": 37, "gone": 1, "changed": 2}
    truth = running(production, [*names, *(f"new-{number}" for number in range(10))])
    assert truth.pop("shop-00002") == "the owner's"
    assert truth.pop("shop-00003") == "old 0"
    assert truth == dict.fromkeys([*first, *(f"new-{number}" for number in range(10))], "new")


def test_a_listing_within_a_wave_sees_what_changes_meanwhile(
    make_fleet: MakeFleet, production: tenantry.Namespace
) -> None:
    names = deploy(production, 40)
    ended: list[str] = []

    def told(event: Event) -> None:
        if isinstance(event, ScriptEnded):
            ended.append(event.script)
            if len(ended) == 10:
                for name in last:
                    production.script(name).put_content(code("the owner's"))

    fleet = make_fleet(on_event=told)
    plan = fleet.select().plan(put_content(code("new")), reason="slow")
    with fleet._context.database.begin() as connection:
        last = scripts.waiting_names(connection, plan.id, None)[-5:]
    # One in ten seconds: it takes 400 s, and after 300 s there is a listing.
    rollout = plan.start(canary=0, waves=["100%"], rate=0.1, threads=1)

    truth = running(production, names)
    assert rollout.counts == {"done": 35, "changed": 5}
    assert sorted(name for name in names if truth[name] == "the owner's") == sorted(last)


class Bars:
    """An `on_event` that counts as a bar for each wave does."""

    def __init__(self) -> None:
        self.left: dict[int, int] = {}
        self.ended: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, event: Event) -> None:
        match event:
            case WaveBegan():
                self.left[event.wave] = event.scripts
            case ScriptEnded():
                self.ended.append(event.script)
                # One of a wave that has not begun is not among those that the wave will begin with.
                if event.wave in self.left:
                    self.left[event.wave] -= 1
                if len(self.ended) == 10:
                    self.meanwhile()


def test_each_script_is_told_of_once_and_each_wave_comes_to_its_end(
    make_fleet: MakeFleet, production: tenantry.Namespace
) -> None:
    names, bars = deploy(production, 40), Bars()
    fleet = make_fleet(on_event=bars)
    plan = fleet.select().plan(put_content(code("new")), reason="slow")
    with fleet._context.database.begin() as connection:
        order = scripts.waiting_names(connection, plan.id, None)

    def meanwhile() -> None:
        # Two of each wave.
        for name in (order[28], order[38]):
            production.script(name).put_content(code("the owner's"))
        for name in (order[29], order[39]):
            production.script(name).delete()

    bars.meanwhile = meanwhile
    rollout = plan.start(canary=5, waves=["75%", "100%"], rate=0.05, threads=1)

    assert rollout.counts == {"done": 36, "changed": 2, "gone": 2}
    assert sorted(bars.ended) == names
    assert bars.left == {0: 0, 1: 0, 2: 0}


def test_one_that_another_rollout_takes_is_told_of_too(make_fleet: MakeFleet, production: tenantry.Namespace) -> None:
    names, bars = deploy(production, 12), Bars()
    bars.meanwhile = lambda: make_fleet().select().plan(add_tag("beta"), reason="the other one").start(canary=0)

    rollout = roll(make_fleet(on_event=bars), canary=0, waves=["100%"], rate=1, threads=1)

    assert rollout.counts == {"done": 10, "changed": 2}
    assert (sorted(bars.ended), bars.left) == (names, {0: 0, 1: 0})


def test_an_undo_may_be_without_a_canary(make_fleet: MakeFleet, production: tenantry.Namespace) -> None:
    deploy(production, 10)
    rolled = roll(make_fleet(), canary=0, rate=1)
    begun: list[Event] = []

    undo = make_fleet(on_event=begun.append).plan_undo(rolled.id)

    assert undo.start(canary=0, waves=["50%", "100%"]).counts == {"done": 10}
    assert news(begun) == [(0, 0), (1, 5), (2, 5)]


def test_the_canary_is_checked_again_while_a_wave_is_under_way(
    fleet: Fleet, production: tenantry.Namespace, clock: VirtualClock
) -> None:
    deploy(production, 60)
    begun = clock.now()
    canary: list[str] = []

    def check(name: str) -> bool:
        if len(canary) < 5:
            canary.append(name)
        # The first five that are asked about are the canary; they turn bad after five minutes.
        return name not in canary or clock.now() - begun < 300

    rollout = roll(fleet, canary=5, waves=["100%"], check=check, rate=0.1, threads=1)

    assert rollout.state == "paused"
    assert "of 5 checked in wave 0 are not well" in str(rollout.why)
    assert 25 <= rollout.counts["done"] <= 45


def test_it_runs_in_a_pool_of_the_users_own(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 6)
    threads: set[str] = set()

    with ThreadPoolExecutor(2, thread_name_prefix="mine") as pool:
        plan = fleet.select().plan(each(lambda _: threads.add(threading.current_thread().name)), reason="a look")
        assert plan.start(executor=pool).counts == {"done": 6}

    assert {name.partition("_")[0] for name in threads} == {"mine"}


def test_functions_that_chose_and_checked_are_given_again(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 12)
    answers = iter([True])

    def even(info: tenantry.ScriptInfo) -> bool:
        return int(str(info.name)[-1]) % 2 == 0

    plan = fleet.select(where=even).plan(put_content(code("new")), reason="the even ones")
    paused = plan.start(canary=2, waves=["100%"], check=lambda _: True, gate=lambda: next(answers, "shut"))

    assert paused.counts == {"done": 2, "waiting": 4}
    with pytest.raises(tenantry.NotSent, match="pass check= again"):
        fleet.resume(paused.id, gate=["true"], where=even)
    with pytest.raises(tenantry.NotSent, match="pass where= again"):
        fleet.resume(paused.id, gate=["true"], check=lambda _: True)
    done = fleet.resume(paused.id, gate=["true"], check=lambda _: True, where=even)
    assert done.counts == {"done": 6}
