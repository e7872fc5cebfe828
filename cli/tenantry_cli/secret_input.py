"""The value of a secret: from stdin, a file or a command, and never from the command line, where others can read it."""

from __future__ import annotations

import getpass
import shlex
import subprocess
import sys

from .exits import CommandError, Exit
from .options import SecretSource


def read_secret(name: str, source: SecretSource) -> str:
    """The value, without the newline at its end; on a terminal it is typed, and not shown."""
    if source.from_file and source.from_command:
        raise CommandError("--from-file and --from-command: the value comes from one of them.", Exit.USAGE)
    try:
        value = _bytes(name, source).decode()
    except UnicodeDecodeError:
        raise CommandError(f"The value of {name} is not UTF-8.", Exit.USAGE) from None
    value = value.removesuffix("\n").removesuffix("\r")
    if not value:
        raise CommandError(f"The value of {name} is empty: nothing was set.", Exit.USAGE)
    return value


def _bytes(name: str, source: SecretSource) -> bytes:
    if source.from_file:
        try:
            return source.from_file.read_bytes()
        except OSError as error:
            raise CommandError(f"{source.from_file} cannot be read: {error.strerror}.", Exit.USAGE) from None
    if source.from_command:
        return _output(source.from_command)
    if sys.stdin.isatty():
        try:
            return getpass.getpass(f"Value of {name}, which is not shown: ", stream=sys.stderr).encode()
        except EOFError:
            return b""
    return sys.stdin.buffer.read()


def _output(command: str) -> bytes:
    """What a command prints; its own errors go to where ours go."""
    try:
        ran = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, check=False)
    except (OSError, ValueError) as error:
        raise CommandError(f"--from-command cannot be run: {error}.", Exit.USAGE) from None
    if ran.returncode:
        raise CommandError(f"--from-command ended with {ran.returncode}: nothing was set.")
    return ran.stdout
