"""What starting the command loads: counted, since times depend on the machine."""

import subprocess
import sys

import pytest

PRINT_MODULES = """
import atexit, sys
sys.argv = ["tenantry", *sys.argv[1:]]
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from tenantry_cli.__main__ import main
sys.exit(main())
"""
CLIENT = {"httpx", "asyncio", "sqlalchemy", "tenantry_fleet", "tenantry_emulator"}


def loaded(*arguments: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", PRINT_MODULES, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert ran.stdout
    return {*ran.stderr.split()}


def test_the_version_needs_neither_the_parser_nor_a_client() -> None:
    assert not loaded("--version") & {*CLIENT, "cyclopts", "rich", "attrs", "importlib.metadata", "tenantry_cli.run"}


@pytest.mark.parametrize("arguments", [["--help"], ["ns", "--help"]], ids=" ".join)
def test_help_needs_no_command_and_no_client(arguments: list[str]) -> None:
    modules = loaded(*arguments)

    assert "tenantry_cli.tree" in modules
    assert not modules & {*CLIENT, "markdown_it", "docutils", "pygments"}
    assert not [name for name in modules if name.startswith("tenantry_cli.commands.")]


def test_the_help_of_a_command_loads_that_one_and_no_client() -> None:
    modules = loaded("rm", "--help")

    assert {name for name in modules if name.startswith("tenantry_cli.commands.")} == {"tenantry_cli.commands.removal"}
    assert not modules & CLIENT


def test_a_list_off_a_terminal_needs_no_tables_and_no_fleet() -> None:
    modules = loaded("completion", "bash")

    assert not modules & {"rich.table", "sqlalchemy", "tenantry._transport"}
