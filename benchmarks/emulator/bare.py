"""Bare workerd: a process for each Worker, as the emulator has them, with a port of its own and nothing around it."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

CONFIGURATION = """
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "worker", worker = (
    modules = [(name = "index.js", esModule = embed "index.js")],
    compatibilityDate = "2026-11-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
"""


@dataclass(frozen=True)
class Running:
    """A process that answers."""

    url: str
    pid: int


@contextmanager
def running(program: Path, code: str) -> Iterator[Running]:
    """One process, from when it listens."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index.js").write_text(code, encoding="utf-8")
        (Path(folder) / "config.capnp").write_text(CONFIGURATION, encoding="utf-8")
        command = [str(program), "serve", "config.capnp", "--control-fd=1"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8") as process:
            assert process.stdout
            try:
                port = json.loads(process.stdout.readline())["port"]
                yield Running(f"http://127.0.0.1:{port}", process.pid)
            finally:
                process.kill()


@contextmanager
def many(program: Path, code: str, number: int) -> Iterator[list[Running]]:
    """So many processes at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(running(program, code)) for _ in range(number)]
