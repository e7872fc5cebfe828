"""A PostgreSQL server of the test's own, at a socket in a folder that goes with it."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# PostgreSQL refuses to run as root; Debian's package brings this user.
_USER = "postgres"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, which Debian keeps out of PATH."""
    found = [Path(path).parent for path in filter(None, [shutil.which("initdb")])]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((path for path in found if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


def can_run() -> bool:
    """Whether there is a server, and a user to run it."""
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        return os.geteuid() != 0 and programs() is not None
    return programs() is not None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server; the URL of its database."""
    bin = programs()
    assert bin is not None
    user = _USER if os.geteuid() == 0 else None
    data = folder / "data"
    if user:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        # Into a file: a pipe would be held open by the server.
        with (folder / "said").open("w+") as said:
            ran = subprocess.run(command, check=False, user=user, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
            said.seek(0)
            assert ran.returncode == 0, said.read()

    run(str(bin / "initdb"), "-D", str(data), "-A", "trust", "-U", "tenantry", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(str(bin / "pg_ctl"), "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://tenantry@/postgres?host={folder}"
    finally:
        run(str(bin / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
