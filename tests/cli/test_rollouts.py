"""Rollouts from the command line: planned, started, stopped, taken back, and how each of it ends."""

import json
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import tenantry
from tenantry_emulator import Emulator, Fault

from .conftest import Command
from .running import PATIENCE, TENANTRY, Ran

WORKER = 'export default { fetch() { return new Response("%s") } }'
COMMON = {"TENANTRY_NAMESPACE": "production", "TENANTRY_JOURNAL": "rollouts.db"}


@pytest.fixture
def shops(production: tenantry.Namespace, tmp_path: Path) -> tenantry.Namespace:
    """Two tenants, and new code for them in `dist`."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.js").write_text(WORKER % "4.2")
    return production


@pytest.fixture
def rollout(run: Command, environment: dict[str, str]) -> Command:
    """`tenantry rollout …`"""

    def rollout(*arguments: str) -> Ran:
        return run("rollout", *arguments, environment=COMMON)

    return rollout


def planned(rollout: Command, *more: str) -> str:
    """The id of a plan for new code."""
    plan = rollout("plan", "put-content", "dist", "--reason", "shim 4.2", "--json", *more)
    assert plan.code == 2, plan.err
    identifier: str = json.loads(plan.out)["id"]
    return identifier


def news(shops: tenantry.Namespace) -> list[str]:
    """Who runs the new code."""
    return [each.name for each in shops.list_scripts() if b"4.2" in shops.script(each.name).get_content()["index.js"]]


def test_a_release_is_planned_started_seen_and_taken_back(rollout: Command, shops: tenantry.Namespace) -> None:
    plan = rollout("plan", "put-content", "dist/", "--tag", "plan-pro", "--reason", "shim 4.2, ticket 881")
    identifier = plan.out.split()[0]

    assert (plan.code, plan.out.splitlines()[0]) == (2, f"{identifier} put_content")
    assert plan.out.splitlines()[1].startswith("1 script · 1 call + 1 to back up 1 build")
    assert f"tenantry rollout start {identifier}" in plan.err
    assert news(shops) == []

    started = rollout("start", identifier)

    assert (started.code, started.out) == (0, f"{identifier} put_content: done · wave 1 of 1 · 1 done\n")
    assert started.err.splitlines()[0] == f"put_content {identifier} running"
    assert news(shops) == ["acme-shop"]
    status = json.loads(rollout("status", identifier, "--json").out)
    assert (status["state"], status["reason"], status["counts"]) == ("done", "shim 4.2, ticket 881", {"done": 1})
    assert [line.split("\t")[2] for line in rollout("history").out.splitlines()] == ["plan", "start", "running", "done"]
    assert rollout("report", identifier).out == "acme-shop\tdone\t\n"

    undone = rollout("undo", identifier, "-n", "production", "--yes")

    assert (undone.code, news(shops)) == (0, [])
    assert rollout("status", "--fields", "operation,state").out == "undo\tdone\nput_content\tdone\n"


def test_the_history_shows_what_was_typed(rollout: Command, shops: tenantry.Namespace) -> None:
    words = ["--canary", "1", "--wave", "50%", "--wave", "100%", "--bake", "0.01", "--gate", "sh -c 'exit 0'"]
    words += ["--max-failures", "2", "--even-if-changed"]
    identifier = planned(rollout)

    assert rollout("start", identifier, *words).code == 0
    started = rollout("history", identifier, "--fields", "verb,detail").out.splitlines()[1]
    assert started == f"start\t{shlex.join(words)}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["deploy", "dist", "--compatibility-date", "2026-11-20"], "deploy"),
        (["settings", "settings.json"], "patch_settings"),
        (["set-tags", "one", "two"], "tags"),
        (["add-tag", "tenantry-hold", "--name", "acme-shop"], "tags"),
        (["remove-tag", "plan-pro", "--names-from", "names"], "tags"),
    ],
)
def test_each_operation_is_planned_and_done(
    rollout: Command, shops: tenantry.Namespace, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "settings.json").write_text('{"compatibility_date": "2026-11-20"}')
    (tmp_path / "names").write_text("acme-shop\n")
    before = shops.script("acme-shop").snapshot()

    plan = json.loads(rollout("plan", *arguments, "--reason", "a try", "--json").out)

    assert plan["operation"] == said
    started = rollout("start", plan["id"], "--quiet")
    assert (started.code, started.out) == (0, ""), started.err
    assert str(shops.script("acme-shop").snapshot().diff(before)) != "Nothing differs."


def test_a_plan_with_nothing_to_do_is_0_and_one_without_a_reason_64(
    rollout: Command, shops: tenantry.Namespace
) -> None:
    nothing = rollout("plan", "add-tag", "plan-pro", "--name", "acme-shop", "--reason", "all are")
    without = rollout("plan", "add-tag", "beta")

    assert (nothing.code, "1 are so already" in nothing.out, nothing.err) == (0, True, "")
    assert (without.code, "--reason" in without.err) == (64, True)
    assert rollout("start", nothing.out.split()[0], "--dry-run").code == 0


def test_a_dry_run_starts_nothing_and_an_undo_wants_consent(rollout: Command, shops: tenantry.Namespace) -> None:
    identifier = planned(rollout)

    assert rollout("start", identifier, "--dry-run").code == 2
    assert rollout("pause", identifier, "--dry-run").err == f"tenantry: {identifier} was never started.\n"
    assert news(shops) == []
    assert rollout("start", identifier, "--quiet").out == ""
    refused = rollout("undo", identifier)
    assert (refused.code, "-n production" in refused.err) == (64, True)
    assert rollout("undo", identifier, "--dry-run").code == 2
    assert news(shops) == ["acme-shop", "blue-shop"]
    wrong = rollout("retry", identifier, "--dry-run")
    assert (wrong.code, "--dry-run is for" in wrong.err) == (64, True)


def test_a_gate_that_is_shut_is_3_and_resumable(rollout: Command, shops: tenantry.Namespace, tmp_path: Path) -> None:
    identifier = planned(rollout)
    quiet = tmp_path / "quiet"
    paused = rollout("start", identifier, "--gate", f"test -e {quiet}")

    assert (paused.code, "The gate is shut: test returned 1." in paused.out) == (3, True)
    assert paused.err.endswith(f"The gate is shut: test returned 1.\ntenantry rollout resume {identifier} goes on.\n")
    assert rollout("status", identifier, "-w").code == 3
    quiet.touch()
    assert rollout("resume", identifier).code == 0
    assert news(shops) == ["acme-shop", "blue-shop"]


def test_an_operators_error_is_3_and_a_retry_does_the_rest(
    rollout: Command, shops: tenantry.Namespace, cloudflare: Emulator
) -> None:
    identifier = planned(rollout)
    cloudflare.faults.add(Fault("refuse", operation="put_content", status=400, code=10021))
    refused = rollout("start", identifier, "--threads", "1")

    assert (refused.code, "1 of 1 have failed in wave 0, such as " in refused.out) == (3, True)
    assert rollout("resume", identifier).err.splitlines()[-1] == f"1 failed: tenantry rollout report {identifier}"
    assert len(news(shops)) == 1
    assert rollout("retry", identifier).code == 0
    assert news(shops) == ["acme-shop", "blue-shop"]


def test_without_permission_nothing_is_done_and_it_is_4(
    run: Command, rollout: Command, shops: tenantry.Namespace, cloudflare: Emulator
) -> None:
    identifier = planned(rollout)
    cloudflare.faults.add(Fault("refuse", status=403, code=10000, message="Authentication error"))

    assert rollout("start", identifier).code == 4
    assert news(shops) == []


@contextmanager
def begun(environment: dict[str, str], folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command at work, in a process of its own, which ends with the test, whatever becomes of that."""
    command = [str(TENANTRY), "rollout", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env={**environment, **COMMON}, cwd=folder, stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(found: str, rollout: Command, identifier: str) -> None:
    """Wait for a state: the journal tells nobody of it."""
    last = time.monotonic() + PATIENCE
    while (state := json.loads(rollout("status", identifier, "--json").out)["state"]) != found:
        assert time.monotonic() < last, state
        time.sleep(0.05)


def test_ctrl_c_is_130_and_it_goes_on_where_it_was(
    rollout: Command, shops: tenantry.Namespace, environment: dict[str, str], tmp_path: Path, cloudflare: Emulator
) -> None:
    identifier = planned(rollout)

    with begun(environment, tmp_path, "start", identifier, "--canary", "1", "--bake", "3600") as process:
        until("running", rollout, identifier)
        while not news(shops):
            time.sleep(0.05)  # The emulator tells nobody what it has.
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 130
    assert f"Paused. tenantry rollout resume {identifier} goes on." in said
    assert len(news(shops)) == 1
    assert json.loads(rollout("status", identifier, "--json").out)["state"] == "paused"


def test_a_second_ctrl_c_does_not_wait_for_a_ban_to_end(
    rollout: Command,
    shops: tenantry.Namespace,
    cloudflare: Emulator,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    cloudflare.faults.add(Fault("rate_limit", operation="put_content", retry_after=3_600))
    identifier = planned(rollout)

    with begun(environment, tmp_path, "start", identifier) as process:
        assert process.stderr
        for expected in ("waits", "stopping"):
            while expected not in (line := process.stderr.readline()):
                assert line
            os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)

    assert "another Ctrl-C does not wait" in line
    assert (process.returncode, said.splitlines()[-1]) == (130, "tenantry: interrupted")
    assert f"Paused. tenantry rollout resume {identifier} goes on." in said
    cloudflare.faults.clear()
    assert rollout("resume", identifier).code == 0
    assert news(shops) == ["acme-shop", "blue-shop"]


def test_others_see_it_pause_it_promote_it_change_its_rate_and_end_it(
    rollout: Command, shops: tenantry.Namespace, environment: dict[str, str], tmp_path: Path
) -> None:
    identifier = planned(rollout)

    with begun(environment, tmp_path, "start", identifier, "--canary", "1", "--wave", "100%", "--confirm") as process:
        until("waiting", rollout, identifier)
        assert rollout("status", identifier, "-w", "--timeout", "0").code == 3
        assert rollout("resume", identifier).code == 64
        slower = rollout("set-rate", identifier, "0.5")
        assert (slower.code, "set to 0.5 calls a second" in slower.out) == (0, True)
        assert rollout("promote", identifier).out == f"rollout {identifier} in production promoted\n"
        assert rollout("status", identifier, "--watch", "--json").code == 0
        assert process.wait(PATIENCE) == 0
    assert news(shops) == ["acme-shop", "blue-shop"]


def test_an_aborted_one_is_1_and_a_process_at_work_ends(
    rollout: Command, shops: tenantry.Namespace, environment: dict[str, str], tmp_path: Path
) -> None:
    identifier = planned(rollout)

    with begun(environment, tmp_path, "start", identifier, "--canary", "1", "--bake", "3600") as process:
        until("running", rollout, identifier)
        promoted = rollout("promote", identifier, "--dry-run")
        assert (promoted.code, "does not wait to be promoted" in promoted.err) == (64, True)
        assert rollout("pause", identifier).code == 0
        until("paused", rollout, identifier)
        assert rollout("abort", identifier, "--dry-run").code == 0
        assert rollout("abort", identifier).code == 0
        assert process.wait(PATIENCE) == 1
    assert rollout("status", identifier, "-w").code == 1
    assert rollout("resume", identifier).code == 64


def test_errors_speak_of_commands(rollout: Command, shops: tenantry.Namespace) -> None:
    identifier = planned(rollout)
    shops.script("acme-shop").add_tag("vip")

    assert "`tenantry rollout status` lists them" in rollout("status", "r0").err
    assert "Plan again, or --even-if-changed." in rollout("start", identifier).err
    assert "--check is a URL in which {name}" in rollout("start", identifier, "--check", "https://x").err
    assert rollout("start", identifier, "--even-if-changed").code == 0
    assert "`tenantry rollout resume` goes on" in rollout("start", identifier).err
    unread = rollout("plan", "add-tag", "beta", "--names-from", "none", "--reason", "x")
    assert unread.err == "tenantry: 'none' cannot be read: No such file or directory.\n"
