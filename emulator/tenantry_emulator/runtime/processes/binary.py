"""Where the runtime's binary is. It comes from npm, and needs no Node to run."""

import functools
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tenantry_emulator.errors import NotStarted

# Exactly this one: what the configuration needs of it is marked experimental there. The same stands in package.json.
VERSION = "1.20261117.1"
VARIABLE = "TENANTRY_WORKERD"
# In a checkout of this project, the folder that package.json is in.
CHECKOUT = Path(__file__).parents[3]
HOW_TO_INSTALL = f"npm install workerd@{VERSION}"
MACHINES = {"x86_64": "64", "AMD64": "64", "aarch64": "arm64", "arm64": "arm64"}


class NoRuntime(NotStarted):
    """The runtime was not found, or cannot be used; says how to get it."""


@dataclass(frozen=True)
class Binary:
    """The runtime as a program."""

    path: Path
    newest_date: str
    """The newest compatibility date that it knows."""


def found() -> Binary:
    """The binary that the environment names, or that npm has installed in this folder or in one above it."""
    named = os.environ.get(VARIABLE)
    if os.name != "posix":
        raise NoRuntime("Workers are run on Linux and macOS only")
    if named == "":
        raise NoRuntime(f"{VARIABLE} is empty, which says not to")
    path = Path(named) if named else _installed()
    if path is None:
        raise NoRuntime(f"workerd is not there: {HOW_TO_INSTALL}, or name it in {VARIABLE}")
    return _checked(path.absolute())


def package() -> str:
    """What npm calls the package that holds the binary for this machine, in its scope."""
    return f"workerd-{sys.platform}-{MACHINES.get(platform.machine(), platform.machine())}"


def _installed() -> Path | None:
    here = Path.cwd()
    folders = [here, *here.parents]
    if CHECKOUT.parent in folders:
        folders.append(CHECKOUT)
    homes = [folder / "node_modules" / "@cloudflare" / package() for folder in folders]
    return next((path for home in homes if (path := home / "bin" / "workerd").is_file()), None)


@functools.cache
def _checked(path: Path) -> Binary:
    """The binary, if it runs and is the version that is wanted."""
    try:
        with path.open("rb") as file:
            # npm puts such a file into `.bin`. Who ended it would leave the runtime behind.
            if re.match(rb"#!.*\bnode\b", file.readline(200)):
                raise NoRuntime(f"{path} is a script of Node; name the binary: @cloudflare/{package()}/bin/workerd")
        said = subprocess.run([path, "--version"], capture_output=True, check=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise NoRuntime(f"{path} does not run: {error}") from error
    # Another program may say anything.
    line = said.decode(errors="replace").strip().partition("\n")[0][:80]
    date = re.fullmatch(r"workerd (\d{4}-\d{2}-\d{2})", line)
    wanted = re.sub(r"1\.(\d{4})(\d{2})(\d{2})\..*", r"\1-\2-\3", VERSION)
    if date is None or date[1] != wanted:
        raise NoRuntime(f"{path} is {line or 'of no version'}, and workerd {wanted} is wanted: {HOW_TO_INSTALL}")
    return Binary(path, date[1])
