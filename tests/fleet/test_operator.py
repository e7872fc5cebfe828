"""What goes wrong for everybody pauses a rollout, and counts for no script."""

import random
from datetime import timedelta
from typing import Any

import httpx

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Fleet, put_content

from .conftest import MakeFleet
from .cut_off import CutOff
from .scale import part
from .tenants import Counter, code, deploy, running


def with_token(cloudflare: Emulator, token: str) -> tenantry.Namespace:
    options: dict[str, Any] = {"account_id": cloudflare.account_id, "base_url": cloudflare.url, "rate": None}
    return tenantry.Client(api_token=token, **options).namespace("production")


def test_a_token_that_expires_pauses_and_another_goes_on(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, 30)
    cloudflare.register_token("brief", expires_on=cloudflare.clock.now() + timedelta(hours=1))
    cloudflare.register_token("long")
    ended: list[object] = []

    def told(event: Any) -> None:
        # Any: whatever is told.
        ended.append(event)
        if sum(type(event).__name__ == "ScriptEnded" for event in ended) == 9:
            cloudflare.clock.advance(7200)

    fleet = make_fleet(namespace=with_token(cloudflare, "brief"), on_event=told)
    paused = fleet.select().plan(put_content(code("new")), reason="a release").start(canary=0)

    assert paused.state == "paused"
    assert "(10000)" in str(paused.why)
    assert {*paused.counts} == {"done", "waiting"}
    other = make_fleet(namespace=with_token(cloudflare, "long"))
    puts = Counter(cloudflare, "put_content", names)
    assert other.resume(paused.id).counts == {"done": 30}
    assert puts.count == paused.counts["waiting"]
    assert running(with_token(cloudflare, "long"), names) == dict.fromkeys(names, "new")


# Of what fails by the way, each in its turn; a success that says it was none is a refusal.
FAULTS: list[dict[str, Any]] = [
    {"kind": "reset", "when": "before"},
    {"kind": "reset", "when": "after"},
    {"kind": "edge", "status": 502},
    {"kind": "refuse", "status": 503},
    {"kind": "edge", "status": 520, "format": "json"},
]


def test_what_fails_by_the_way_is_repeated_and_the_report_is_true(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, part(4_000))
    chance = random.Random(1)
    faults = chance.sample(range(len(names)), len(names) // 20)
    connections = CutOff(faults[::6])
    for number, skip in enumerate(faults):
        if number % 6 == 0:
            continue
        cloudflare.faults.add(Fault(operation="put_content", skip=skip, **FAULTS[number % len(FAULTS)]))
    cloudflare.faults.add(Fault("rate_limit", operation="put_content", skip=len(names) // 2, retry_after=1))
    refused = chance.sample(names, len(names) // 200)
    for number, name in enumerate(refused):
        status = 400 if number else 200
        path = f"*/{name}/*"
        cloudflare.faults.add(
            Fault("refuse", operation="put_content", path=path, status=status, code=10021, times=None)
        )

    options: dict[str, Any] = {"account_id": cloudflare.account_id, "base_url": cloudflare.url, "rate": None}
    http_client = httpx.Client(transport=connections)
    client = tenantry.Client(api_token=cloudflare.api_token, http_client=http_client, **options)
    fleet = make_fleet(namespace=client.namespace("production"))
    plan = fleet.select().plan(put_content(code("new")), reason="a bad day")
    rollout = plan.start(canary_failures=2, max_failures="2%")

    assert connections.cut == len(faults[::6])
    http_client.close()
    truth = running(production, names)
    report = {row["script"]: row for row in fleet.report(rollout.id).to_dicts()}
    assert rollout.state == "done"
    assert sorted(name for name, text in truth.items() if text != "new") == sorted(refused)
    assert {name: row["outcome"] for name, row in report.items()} == {
        name: "done" if text == "new" else "refused" for name, text in truth.items()
    }
    assert {report[name]["code"] for name in refused} == {10021}


def test_an_answer_that_never_comes_is_settled_by_reading(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator
) -> None:
    names = deploy(production, 3)
    # Each attempt of the client is cut after it happened, until it gives up; and the next ones too.
    cut = Fault("reset", operation="put_content", path="*/shop-00001/*", when="after", times=None)
    cloudflare.faults.add(cut)

    rollout = fleet.select().plan(put_content(code("new")), reason="cut off").start()

    assert rollout.counts == {"done": 3}
    assert running(production, names) == dict.fromkeys(names, "new")


def test_a_server_that_is_not_there_pauses(fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator) -> None:
    deploy(production, 3)
    cloudflare.faults.add(Fault("refuse", operation="put_content", status=403, code=10023, message="No access."))

    paused = fleet.select().plan(put_content(code("new")), reason="not bought").start(threads=1)

    assert (paused.state, paused.counts) == ("paused", {"waiting": 3})
    assert fleet.resume(paused.id).counts == {"done": 3}


def test_machine_and_journal_lost_another_finds_the_build_and_takes_it_back(
    make_fleet: MakeFleet, production: tenantry.Namespace, tmp_path: Any
) -> None:
    # Any: a path.
    names = deploy(production, 20)
    lost = make_fleet(journal=tmp_path / "lost.db")
    lost.select().plan(put_content(code("bad")), reason="a release").start(canary=6, waves=["100%"], gate=_once())
    bad = next(build for build in production.builds() if len(build.names) == 6)

    fleet = make_fleet(journal=tmp_path / "new.db")
    back = fleet.select(etag=bad.etag).plan(put_content(code("old 0")), reason="the machine is lost").start()

    assert back.counts == {"done": 6}
    assert running(production, names) == dict.fromkeys(names, "old 0")


def _once() -> Any:
    # Any: a gate that is open at the canary, and shut at the first wave.
    answers = iter([True])
    return lambda: next(answers, "shut")
