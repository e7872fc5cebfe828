"""What a selection chooses, and what a plan says of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Fleet, add_tag, put_content

from .conftest import MakeFleet
from .tenants import Counter, code, deploy


def names(selection: object) -> list[str | None]:
    return [info.name for info in selection]  # type: ignore[attr-defined]


def some_tags(number: int) -> list[str]:
    tags = ["plan-pro"] if number % 2 == 0 else []
    reserved = {2: ["tenantry-hold"], 4: ["tenantry-quarantined"]}
    return tags + reserved.get(number, [])


def test_a_selection_chooses_by_all_that_it_is_given(
    fleet: Fleet, production: tenantry.Namespace, tmp_path: Path
) -> None:
    deploy(production, 6, builds=3, tags=some_tags)
    (tmp_path / "names").write_text("shop-00001\n\nshop-00002\n")
    first = production.script("shop-00000").get()

    assert names(fleet.select(tags={"plan-pro": True})) == ["shop-00000"]
    assert names(fleet.select(tags={"plan-pro": False})) == ["shop-00001", "shop-00003", "shop-00005"]
    assert names(fleet.select(names=tmp_path / "names")) == ["shop-00001", "shop-00002"]
    assert names(fleet.select(etag=first.etag)) == ["shop-00000", "shop-00003"]
    assert names(fleet.select(where=lambda info: info.name == "shop-00003")) == ["shop-00003"]
    assert first.modified_on is not None
    assert "shop-00000" not in names(fleet.select(modified_before=first.modified_on))
    assert names(fleet.select(tags={"tenantry-quarantined": True})) == ["shop-00004"]


def test_scripts_on_hold_are_left_out_unless_they_are_named(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 6, tags=some_tags)

    assert names(fleet.select()) == ["shop-00000", "shop-00001", "shop-00003", "shop-00005"]
    assert names(fleet.select(names=["shop-00002"])) == ["shop-00002"]


def test_a_plan_reads_only_and_says_what_it_takes(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    deploy(production, 30, builds=3)
    puts = Counter(cloudflare, "put_content")

    plan = fleet.select().plan(put_content(code("new")), reason="a try")

    assert (plan.scripts, plan.unchanged, plan.calls, plan.backups) == (30, 0, 30, 3)
    assert str(plan) == "30 scripts · 30 calls + 3 to back up 3 builds + 6 to look again · about 1 min at 3/s"
    assert puts.count == 0
    assert fleet.plan(plan.id) == plan
    plan.start()
    assert (fleet.plan(plan.id).calls, fleet.plan(plan.id).listings) == (0, plan.listings)


def test_a_plan_knows_who_runs_the_build_already(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 10)
    fleet.select(names=["shop-00001"]).plan(put_content(code("new")), reason="one").start()

    plan = fleet.select().plan(put_content(code("new")), reason="all")

    assert (plan.scripts, plan.unchanged, plan.calls, plan.backups) == (10, 1, 9, 0)
    back = fleet.select().plan(put_content(code("old 0")), reason="back")
    assert (back.unchanged, back.calls, back.backups) == (9, 1, 0)


def test_a_tag_that_is_there_costs_nothing(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 6, tags=lambda number: ["beta"] if number < 2 else [])

    plan = fleet.select().plan(add_tag("beta"), reason="all are")

    assert (plan.unchanged, plan.calls, plan.backups) == (2, 4, 0)


def test_names_that_are_not_there_are_said(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 2)

    plan = fleet.select(names=["shop-00001", "shop-99999"]).plan(add_tag("beta"), reason="two")

    assert plan.missing == ("shop-99999",)
    assert str(plan).endswith("not among them: shop-99999")


CHANGES: dict[str, tuple[Callable[[tenantry.Script], object], str]] = {
    "changed": (lambda script: script.put_content(code("the tenant's")), "1 changed (shop-00001)"),
    "tagged": (lambda script: script.add_tag("vip"), "1 changed (shop-00001)"),
    "gone": (lambda script: script.delete(), "1 gone (shop-00001)"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_plan_starts_only_on_the_state_it_was_made_from(
    fleet: Fleet, production: tenantry.Namespace, change: str
) -> None:
    deploy(production, 3)
    plan = fleet.select().plan(put_content(code("new")), reason="all")
    act, said = CHANGES[change]
    act(production.script("shop-00001"))

    with pytest.raises(tenantry.NotSent) as refused:
        plan.start()

    assert said in str(refused.value)
    assert plan.start(even_if_changed=True).counts == {"done": 2, "gone" if change == "gone" else "changed": 1}


class Twice(httpx.HTTPTransport):
    """Lists each script twice, as paging may while others come and go."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.method == "GET" and request.url.path.endswith("/scripts"):
            said = json.loads(response.read())
            said["result"] *= 2
            response.close()
            return httpx.Response(response.status_code, json=said)
        return response


def test_a_script_that_is_listed_twice_is_one(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    deploy(production, 3)
    options: dict[str, Any] = {"account_id": cloudflare.account_id, "base_url": cloudflare.url, "rate": None}
    with httpx.Client(transport=Twice()) as http:
        client = tenantry.Client(api_token=cloudflare.api_token, http_client=http, **options)
        fleet = make_fleet(namespace=client.namespace("production"))

        assert fleet.select().plan(put_content(code("new")), reason="all").start().counts == {"done": 3}


def test_a_plan_that_fails_half_way_can_be_told_from_others(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    cloudflare.faults.add(Fault("refuse", operation="list_scripts", status=403, code=10000))

    with pytest.raises(tenantry.Denied):
        fleet.select().plan(put_content(code("new")), reason="all")

    (failed,) = fleet.rollouts()
    assert (failed.state, failed.why) == ("aborted", "It was not planned to its end: Denied")
    with pytest.raises(tenantry.NotSent, match="was never planned to its end"):
        fleet.plan(failed.id).start()


def test_a_reason_is_needed(fleet: Fleet) -> None:
    with pytest.raises(tenantry.NotSent, match="reason="):
        fleet.select().plan(add_tag("beta"), reason=" ")


def test_a_plan_starts_once(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 1)
    plan = fleet.select().plan(add_tag("beta"), reason="all")
    plan.start()

    with pytest.raises(tenantry.NotSent, match="was started already"):
        plan.start()
