"""The scripts with which shells complete commands and options."""

import subprocess

import pytest

from tenantry_cli.tree import app

from .reference import commands
from .running import TENANTRY

ASK = """
source <("$0" completion bash)
COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$1 COMP_POINT=${#1}
_tenantry
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tenantry sec", {"secret"}),
        ("tenantry secret p", {"put"}),
        ("tenantry rm --exp", {"--expect", "--expect-set"}),
        ("tenantry ns list --nd", {"--ndjson"}),
        ("tenantry completion z", {"zsh"}),
    ],
)
def test_bash_completes_commands_options_and_choices(typed: str, offered: set[str]) -> None:
    ran = subprocess.run(["bash", "-c", ASK, TENANTRY, typed], capture_output=True, encoding="utf-8", check=True)

    assert ({*ran.stdout.split()}, ran.stderr) == (offered, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_knows_every_command(shell: str) -> None:
    script = app.generate_completion(shell=shell)  # type: ignore[arg-type]  # of a parameter, mypy knows the type alone

    assert {words[-1] for words in commands() if words[-1] not in script} == set()
    assert "expect-set" in script
