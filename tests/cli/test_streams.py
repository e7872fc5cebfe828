"""Streams as they are at worst: closed, full, gone, or of few characters."""

import signal
import subprocess
import sys

import pytest

import tenantry

from .conftest import Command
from .running import TENANTRY, Ran


def shell(command: str, environment: dict[str, str]) -> Ran:
    ran = subprocess.run(
        ["bash", "-c", command.replace("tenantry", str(TENANTRY), 1)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
def test_a_full_disk_is_a_failure_with_its_reason(environment: dict[str, str], production: object) -> None:
    for command in ("ls -n production", "--version", "--help"):
        ran = shell(f"tenantry {command} > /dev/full", environment)

        assert (ran.code, ran.err) == (1, "tenantry: what was found cannot be written: No space left on device\n")


def test_a_reader_that_has_had_enough_is_not_a_failure(environment: dict[str, str], production: object) -> None:
    for command in ("ls -n production --json", "--version", "--help", "completion bash"):
        ran = shell(f"(tenantry {command}; echo $? >&2) | true", environment)

        assert (ran.out, ran.err) == ("", "0\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_is_closed_harms_nothing(environment: dict[str, str], production: object, closed: str) -> None:
    assert shell(f"tenantry ls -n production {closed}", environment).code == 0
    assert shell(f"tenantry rm acme-shop -n production {closed}", environment).code == 64


def test_a_character_that_stdout_lacks_is_escaped(run: Command, production: tenantry.Namespace) -> None:
    production.script("acme-shop").set_tags(["größe"])
    ran = run("tag", "list", "acme-shop", "-n", "production", environment={"PYTHONIOENCODING": "ascii"})

    assert (ran.code, ran.out) == (0, "gr\\xf6\\xdfe\n")


def test_the_emulator_runs_until_it_is_interrupted(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [TENANTRY, "emulator", "--no-workers"], env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(4)]
        process.send_signal(signal.SIGINT)

    assert (process.returncode, said[0][:38]) == (0, "tenantry_emulator listens on http://12")
    assert said[3].startswith("export CLOUDFLARE_BASE_URL=")
