"""What a terminal shows of a rollout, from its first frame to its last: nothing wraps, and nothing is left behind."""

import json
from pathlib import Path

import pytest

from tenantry_emulator import Emulator

from .conftest import Command
from .picture import lines, prepare, screens
from .running import TENANTRY

SCRIPTS = 200


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=str)
def test_a_rollout_in_a_terminal(
    size: tuple[int, int], run: Command, cloudflare: Emulator, environment: dict[str, str], tmp_path: Path
) -> None:
    prepare(cloudflare, tmp_path, SCRIPTS)
    common = {"TENANTRY_NAMESPACE": "production", "TENANTRY_JOURNAL": "rollouts.db"}
    plan = run("rollout", "plan", "put-content", "dist", "--reason", "4.2", "--json", environment=common)
    identifier = json.loads(plan.out)["id"]
    command = [str(TENANTRY), "rollout", "start", identifier, "--rate", "1000"]

    seen = [lines(screen) for screen in screens(command, {**environment, **common}, tmp_path, size)]

    title = f"put_content {identifier} running"
    frames = [screen for screen in seen if screen and screen[0] == title]
    assert len(frames) > 2
    for frame in frames:
        # The title, a bar for each wave that has begun, and the outcomes in one line.
        bars = [line for line in frame[1:] if " of " in line]
        assert [line.split()[0] for line in bars] == ["canary", "wave", "wave"][: len(bars)]
        assert len(frame) <= 1 + len(bars) + 1
    assert [screen[:1] for screen in seen if screen and screen[0] != title][-1:] == [[f"put_content {identifier} done"]]
    assert seen[-1][-1] == f"{identifier} put_content: done · wave 2 of 2 · 200 done"
    assert seen[-1][-2] == "200 done"
