"""The emulator as a command, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

import tenantry_emulator

from .conftest import NO_CERTIFICATES


@contextmanager
def command(*arguments: str, limit: str = "") -> Iterator[tuple["subprocess.Popen[str]", dict[str, str]]]:
    """The command, once it has said what to export; `limit` is an option of `ulimit`, such as `-n 50`."""
    limited = ["sh", "-c", f'ulimit {limit}; exec "$0" "$@"'] if limit else []
    root = Path(tenantry_emulator.__file__).parents[1]
    with subprocess.Popen(
        [*limited, sys.executable, "-W", "error", "-m", "tenantry_emulator", *arguments],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process, exports(process)
        finally:
            process.kill()


def exports(process: "subprocess.Popen[str]") -> dict[str, str]:
    """The variables that the command prints, up to its last line."""
    assert process.stdout
    found = {}
    for line in process.stdout:
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").strip().partition("=")
            found[name] = value
        if line.startswith("Ctrl-C"):
            break
    return found


def create(variables: dict[str, str], name: str) -> httpx.Response:
    url = (
        f"{variables['CLOUDFLARE_BASE_URL']}/accounts/{variables['CLOUDFLARE_ACCOUNT_ID']}/workers/dispatch/namespaces"
    )
    headers = {"Authorization": f"Bearer {variables['CLOUDFLARE_API_TOKEN']}"}
    return httpx.post(url, json={"name": name}, headers=headers, trust_env=False, verify=NO_CERTIFICATES)
