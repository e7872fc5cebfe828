"""What goes wrong between the scripts: while it lists, downloads, waits or is told something. The state says so."""

from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Fleet, put_content

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


def test_a_retry_of_a_plan_leaves_it_a_plan(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 2)
    plan = fleet.select().plan(put_content(code("new")), reason="a release")

    with pytest.raises(tenantry.NotSent, match="was never started"):
        fleet.retry(plan.id)

    assert plan.start().counts == {"done": 2}
