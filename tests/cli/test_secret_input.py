"""Secrets come from stdin, a file or a command, are shown nowhere, and are never empty."""

from pathlib import Path

import pytest

from tenantry_cli.exits import CommandError
from tenantry_cli.options import SecretSource
from tenantry_cli.secret_input import read_secret

from .conftest import Command


@pytest.mark.parametrize(
    ("content", "value"), [(b"key\n", "key"), (b"key\r\n", "key"), (b"two\nlines\n\n", "two\nlines\n"), (b" k ", " k ")]
)
def test_a_file_loses_one_newline(tmp_path: Path, content: bytes, value: str) -> None:
    (tmp_path / "key").write_bytes(content)

    assert read_secret("KEY", SecretSource(from_file=tmp_path / "key")) == value


def test_a_command_gives_it_without_a_shell() -> None:
    assert read_secret("KEY", SecretSource(from_command="echo '$HOME;' two")) == "$HOME; two"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (SecretSource(from_file=Path("/dev/null")), "is empty: nothing was set"),
        (SecretSource(from_file=Path("no-such-file")), "no-such-file cannot be read: No such file"),
        (SecretSource(from_command="true"), "is empty"),
        (SecretSource(from_command="false"), "ended with 1: nothing was set"),
        (SecretSource(from_command="no-such-command"), "cannot be run"),
        (SecretSource(from_command="'"), "cannot be run"),
        (SecretSource(from_command="printf '\\xff'"), "is not UTF-8"),
        (SecretSource(from_command="true", from_file=Path("x")), "one of them"),
    ],
)
def test_what_is_not_a_value_is_refused(source: SecretSource, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        read_secret("KEY", source)


def test_a_person_types_it_unseen(run_on_terminal: Command, production: object) -> None:
    ran = run_on_terminal("secret", "put", "acme-shop", "KEY", "-n", "production", typed="hunter2")

    assert ran.code == 0
    assert "Value of KEY, which is not shown: " in ran.out
    assert ran.out.endswith("secret KEY of acme-shop in production set\n")
    assert "hunter2" not in ran.out
