"""How the runtime is found, and what is said where it is not. These tests need none."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tenantry_emulator import Emulator
from tenantry_emulator.runtime.processes import binary

REPOSITORY = Path(__file__).parents[4]


@pytest.fixture
def emulator() -> None:
    """None is needed here."""


@pytest.fixture(autouse=True)
def no_defect_shows() -> None:
    """These tests have no emulator in which one could show."""


def program(folder: Path, says: str) -> Path:
    """Something that says so when it is asked for its version."""
    path = folder / "workerd"
    path.write_bytes(os.fsencode(f"#!/bin/sh\necho '{says}'\n"))
    path.chmod(0o755)
    return path


def test_npm_and_the_emulator_agree_on_the_version() -> None:
    assert f'"workerd": "{binary.VERSION}"' in (REPOSITORY / "emulator/package.json").read_text(encoding="utf-8")


def test_the_lock_file_has_no_addresses() -> None:
    assert "://" not in (REPOSITORY / "emulator/package-lock.json").read_text(encoding="utf-8")


def test_without_it_the_emulator_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENANTRY_WORKERD", raising=False)
    monkeypatch.chdir(tmp_path)
    with Emulator() as emulator:
        assert emulator.front_door is None
        assert emulator.no_runtime
        assert f"npm install workerd@{binary.VERSION}" in emulator.no_runtime
        with pytest.raises(RuntimeError, match="npm install workerd"):
            emulator.script_url("shop", "production")


def test_who_insists_on_it_gets_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENANTRY_WORKERD", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(binary.NoRuntime, match="npm install workerd"):
        Emulator(runs_workers=True)


def test_an_empty_variable_switches_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENANTRY_WORKERD", "")
    with Emulator() as emulator:
        assert emulator.no_runtime == "TENANTRY_WORKERD is empty, which says not to"


@pytest.mark.parametrize(
    ("says", "complaint"),
    [
        ("workerd 2024-01-01", "is workerd 2024-01-01, and workerd 2026-11-17 is wanted"),
        ("", "is of no version"),
        ("true 9.1\nof another program", "is true 9.1, and workerd"),
        ("\udcff", "is \ufffd, and workerd"),
    ],
)
def test_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, complaint: str) -> None:
    monkeypatch.setenv("TENANTRY_WORKERD", str(program(tmp_path, says)))
    with pytest.raises(binary.NoRuntime, match=re.escape(complaint)):
        binary.found()


def test_a_script_of_node_is_refused_and_the_binary_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "workerd"
    shim.write_text("#!/usr/bin/env node\nconsole.log('workerd 2026-11-17')\n", encoding="utf-8")
    shim.chmod(0o755)
    monkeypatch.setenv("TENANTRY_WORKERD", str(shim))
    with pytest.raises(binary.NoRuntime, match=f"is a script of Node; name the binary: @cloudflare/{binary.package()}"):
        binary.found()


def test_a_program_that_does_not_run_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENANTRY_WORKERD", str(tmp_path / "nothing"))
    with pytest.raises(binary.NoRuntime, match="nothing does not run"):
        binary.found()


def test_it_is_found_in_a_folder_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENANTRY_WORKERD", raising=False)
    package = binary.package()
    home = tmp_path / "node_modules" / "@cloudflare" / package / "bin"
    (tmp_path / "below" / "deep").mkdir(parents=True)
    home.mkdir(parents=True)
    there = program(home, "workerd 2026-11-17")
    monkeypatch.chdir(tmp_path / "below" / "deep")

    assert binary.found() == binary.Binary(there, "2026-11-17")


def test_the_command_says_in_a_line_that_it_runs_no_workers() -> None:
    environment = {**os.environ, "TENANTRY_WORKERD": "", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "tenantry_emulator"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(9)]
        process.terminate()
        process.wait()

    assert "Workers are not run: TENANTRY_WORKERD is empty, which says not to.\n" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_the_command_says_in_a_line_that_its_address_cannot_be_written() -> None:
    with Path("/dev/full").open("wb") as full:
        arguments = [sys.executable, "-m", "tenantry_emulator", "--no-workers"]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30, check=False)

    complaint = "tenantry_emulator: its address cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, complaint)
