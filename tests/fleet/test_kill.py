"""A rollout whose process is killed, again and again, at seeded requests."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Fleet, Held, put_content

from .conftest import MakeFleet
from .scale import part
from .tenants import Counter, code, deploy, running

ROOT = Path(__file__).parents[2]
SCRIPTS = part(400)
KILLS = part(50)


def rolling(cloudflare: Emulator, journal: str, rollout: str) -> subprocess.Popen[bytes]:
    """A process at work on the rollout."""
    command = [sys.executable, "-m", "tests.fleet.rolling", journal, rollout]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **cloudflare.environment})


def has_met(cloudflare: Emulator, identifier: int) -> bool:
    """Whether a request has met this fault."""
    return next(each for each in cloudflare.faults.list() if each.id == identifier).met > 0


def killed_at(cloudflare: Emulator, process: subprocess.Popen[bytes], identifier: int) -> bool:
    """Kill the process once a request meets this fault; False where it ended before."""
    try:
        while process.poll() is None:
            if has_met(cloudflare, identifier):
                return True
            time.sleep(0.005)  # The emulator tells nobody that a fault was met.
        return False
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("seed", [1])
def test_every_script_ends_new_and_none_is_sent_twice_but_those_under_way(
    make_fleet: MakeFleet, production: tenantry.Namespace, cloudflare: Emulator, journal: str, seed: int
) -> None:
    names = deploy(production, SCRIPTS, builds=3)
    fleet = make_fleet(journal=journal)
    rollout = fleet.select().plan(put_content(code("new")), reason="killed").id
    # A request that a process is killed at stays at the server for a while, which then goes on with it.
    numbers = sorted(random.Random(seed).sample(range(SCRIPTS), KILLS))
    faults = [cloudflare.faults.add(Fault("latency", path="*", skip=number, seconds=1.0)) for number in numbers]
    puts = Counter(cloudflare, "put_content", names)
    under_way, kills = set[str](), 0

    for identifier in faults:
        kills += killed_at(cloudflare, rolling(cloudflare, journal, rollout), identifier)
        under_way |= {row["script"] for row in fleet.report(rollout).to_dicts() if row["outcome"] == "sent"}
    last = rolling(cloudflare, journal, rollout)

    assert (last.wait(), kills) == (0, KILLS)
    assert fleet.status(rollout).counts == {"done": SCRIPTS}
    assert running(production, names) == dict.fromkeys(names, "new")
    assert len(under_way) > 0
    assert {name for name, count in puts.by_name.items() if count > 1} <= under_way


def test_a_live_process_refuses_the_second_and_a_dead_one_does_not(
    fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator, tmp_path: Path
) -> None:
    deploy(production, 20)
    rollout = fleet.select().plan(put_content(code("new")), reason="twice").id
    identifier = cloudflare.faults.add(Fault("latency", operation="put_content", seconds=5.0))
    process = rolling(cloudflare, str(tmp_path / "rollouts.db"), rollout)
    while not has_met(cloudflare, identifier):
        assert process.poll() is None
        time.sleep(0.005)  # The emulator tells nobody that a fault was met.

    # The journal has the time of that process, and this one a clock of its own.
    other = Fleet(production, journal=tmp_path / "rollouts.db", actor="bert")
    assert other.status(rollout).holder == f"process {process.pid} on {os.uname().nodename}"
    with pytest.raises(Held):
        other.resume(rollout)
    process.kill()
    process.wait()
    cloudflare.faults.clear()

    assert other.status(rollout).holder is None
    assert other.resume(rollout).counts == {"done": 20}
    other.close()
