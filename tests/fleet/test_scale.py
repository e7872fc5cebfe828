"""Many scripts: none is lost, the plan told what it takes, and memory stays flat."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry.events import Answered, Event
from tenantry_emulator import Emulator, Limit
from tenantry_fleet import Fleet, put_content

from .clock import OnVirtualTime, VirtualClock
from .scale import part
from .tenants import Counter, code, deploy, running

ROOT = Path(__file__).parents[2]
# Of interpreters that give memory back late.
MOST_MEMORY_KIB = 150 * 1024


PLAN = ["plan-pro"]


@pytest.fixture
def limited() -> Iterator[Emulator]:
    """It holds Cloudflare's own limit."""
    with Emulator(runs_workers=False, limit=Limit()) as running:
        yield running
        assert running.failures == []


class EmulatorsClock(VirtualClock):
    """The emulator's clock, so that a slow machine, whose real seconds count there, changes no pace."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__(also=emulator.clock.advance)
        self._emulator = emulator

    def now(self) -> float:
        return self._emulator.clock.seconds()


def test_none_is_lost_no_call_is_refused_and_the_plan_told_what_it_takes(limited: Emulator, tmp_path: Path) -> None:
    count, told = part(20_000), list[Event]()
    options: dict[str, Any] = {"account_id": limited.account_id, "base_url": limited.url}
    with tenantry.Client(**options, api_token="theirs", rate=None) as client:
        onboarding = client.namespace("production")
        onboarding.create()
        names: list[str] = []
        while len(names) < count:
            some = min(1_000, count - len(names))
            names += deploy(
                onboarding, some, first=len(names), builds=3, tags=lambda number: PLAN if number % 10 else []
            )
            limited.clock.advance(300)
    clock = EmulatorsClock(limited)
    pacer = OnVirtualTime(tenantry.LocalPacer(), clock)
    with (
        tenantry.Client(**options, api_token="ours", pacer=pacer, on_event=told.append) as client,
        Fleet(client.namespace("production"), journal=tmp_path / "rollouts.db", clock=clock) as fleet,
    ):
        plan = fleet.select(tags={"plan-pro": True}).plan(put_content(code("new")), reason="a release")
        begun, requests = clock.now(), Counter(limited, None)
        rollout = plan.start(threads=1)
        took, sent = clock.now() - begun, requests.count

        chosen = [name for number, name in enumerate(names) if number % 10]
        assert rollout.counts == {"done": len(chosen)}
        assert {event.status for event in told if isinstance(event, Answered)} == {200}
        assert plan.calls + plan.backups + plan.listings == pytest.approx(sent, rel=0.02)
        assert took == pytest.approx(plan.seconds, rel=0.02)
        truth = running(client.namespace("production"), names)
        assert [name for name, text in truth.items() if text == "new"] == chosen
        assert len(truth) == len(names)


def test_memory_stays_flat(production: tenantry.Namespace, cloudflare: Emulator, tmp_path: Path) -> None:
    deploy(production, part(2_000), builds=4)
    command = [sys.executable, "-m", "tests.fleet.memory", str(tmp_path / "rollouts.db")]

    ran = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **cloudflare.environment}, check=True, stdout=subprocess.PIPE
    )

    said = json.loads(ran.stdout)
    assert said["counts"] == {"done": part(2_000)}
    assert said["most"] - said["imported"] <= MOST_MEMORY_KIB
