"""Many scripts: none is lost, the plan told what it takes, and memory stays flat."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import tenantry
from tenantry_emulator import Emulator
from tenantry_fleet import Fleet, put_content

from .clock import VirtualClock
from .scale import part
from .tenants import Counter, code, deploy, running

ROOT = Path(__file__).parents[2]
# Of interpreters that give memory back late.
MOST_MEMORY_KIB = 150 * 1024


def test_none_is_lost_and_the_plan_told_what_it_takes(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, clock: VirtualClock
) -> None:
    names = deploy(production, part(20_000), builds=3, tags=lambda number: ["plan-pro"] if number % 10 else [])
    chosen = [name for number, name in enumerate(names) if number % 10]

    plan = fleet.select(tags={"plan-pro": True}).plan(put_content(code("new")), reason="a release")
    requests = Counter(cloudflare, None)
    begun = clock.now()
    # As fast as Cloudflare lets bulk go: hours, which pass at once.
    rollout = plan.start(rate=3.0)

    assert rollout.counts == {"done": len(chosen)}
    assert plan.calls + plan.backups + plan.listings == pytest.approx(requests.count, rel=0.02)
    assert clock.now() - begun == pytest.approx(plan.seconds, rel=0.05)
    truth = running(production, names)
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
