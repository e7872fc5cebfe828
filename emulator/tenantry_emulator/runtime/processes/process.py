"""One process of the runtime, from its start to its end."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from tenantry_emulator.runtime.configuration.configuration import Configuration
from tenantry_emulator.runtime.configuration.exports import Exports, told
from tenantry_emulator.runtime.configuration.static_assets import times
from tenantry_emulator.runtime.failure import DidNotStart, TookTooLong
from tenantry_emulator.wire.json_types import JsonObject, as_text, well_formed

DEBUG_PORT = "debug-port"
PING = "ping"
OUT_OF_MEMORY = "Worker exceeded memory limit."
# What surrounds the reason: the service of ours that has it; where the runtime gives up, the place in its own code
# before, and the stack after it; and all that another service of ours complains of then.
FRAME = re.compile(r"^service (?:worker|assets): |^e = \S+: failed: |\nstack: .*|^Worker \"site\"'s .*", re.DOTALL)
LINE_MB = 16
TOO_LONG = f"A message of more than {LINE_MB} MiB is left out.".encode()


@dataclass(frozen=True)
class Line:
    """What the process wrote: of its Worker, or of the runtime itself."""

    level: str
    message: str
    of_worker: bool


@dataclass(frozen=True)
class Program:
    """What is started, and in which process group."""

    path: Path
    group: int


class Process:
    """A process that runs one version of one Worker."""

    def __init__(
        self, program: Program, folder: Path, hear: Callable[[Line], None], sockets: Mapping[str, int]
    ) -> None:
        self.folder = folder
        self.reason: str | None = None
        """Why it was ended, if its callers are to be told."""
        self.exports: Exports | None = None
        """What its Worker exports, if that was told."""
        self.ended: asyncio.Event = asyncio.Event()
        self._hear = hear
        self._listens = asyncio.Event()
        self._complaints: list[str] = []
        taken = [f"--socket-fd={name}={number}" for name, number in sockets.items()]
        self._popen = subprocess.Popen(
            [
                program.path,
                "serve",
                "config.capnp",
                "--experimental",
                "--control-fd=1",
                f"--debug-port=unix:{DEBUG_PORT}",
                *taken,
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[*sockets.values()],
            process_group=program.group,
            # Pass on only these variables, so that no token reaches a tenant.
            env={name: os.environ[name] for name in ("PATH", "TZ", "LANG") if name in os.environ},
        )
        self.pid: int = self._popen.pid
        self._reading = asyncio.create_task(self._read())

    @property
    def listens(self) -> bool:
        """Whether it has started."""
        return self._listens.is_set()

    @property
    def address(self) -> str:
        """Where its debug port listens."""
        return f"unix:{self.folder / DEBUG_PORT}"

    def has_requests(self) -> bool:
        """Whether somebody is connected: each request has a connection of its own, beside the socket that listens."""
        try:
            connections = psutil.Process(self.pid).net_connections("unix")
        except psutil.Error:
            # It has ended.
            return False
        except OSError:
            # Files are open up to the limit, so that nothing can be known.
            return True
        return sum(str(connection.laddr).endswith(DEBUG_PORT) for connection in connections) > 1

    async def started(self, within: float) -> None:
        """Return when it listens; if it does not, end it and say why."""
        waiting = [asyncio.create_task(event.wait()) for event in (self._listens, self.ended)]
        try:
            await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
        if self._listens.is_set() and not self.ended.is_set():
            # It has read the configuration, which holds secrets in the clear.
            await asyncio.to_thread(_remove_configuration, self.folder)
            return
        timed_out = not self.ended.is_set()
        await self.kill()
        if timed_out:
            raise TookTooLong
        raise DidNotStart(
            self.reason or "\n".join(filter(None, self._complaints)) or "The runtime ended without a word."
        )

    async def kill(self) -> None:
        """End it at once, and return when it is gone."""
        if self._popen.returncode is None:
            self._popen.kill()
        # Who waits may be cancelled, and the reading goes on.
        await asyncio.shield(self._reading)

    async def _read(self) -> None:
        """Hear what it writes until it has ended."""
        reader = asyncio.StreamReader(limit=LINE_MB * 2**20)
        loop = asyncio.get_running_loop()
        assert self._popen.stdout
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), self._popen.stdout)
        try:
            while line := await _line(reader):
                self._read_line(line)
        finally:
            transport.close()
            # It has closed its output, so it is ending.
            await asyncio.to_thread(self._popen.wait)
            self.ended.set()
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    def _read_line(self, line: bytes) -> None:
        said = _parsed(line)
        if said.get("event") == "listen":
            if said["socket"] == DEBUG_PORT:
                self._listens.set()
            return
        message, level = well_formed(as_text(said.get("message"))), as_text(said.get("level"))
        if exports := told(message):
            self.exports = exports
            return
        of_worker = "source" not in said
        if not of_worker and "heap limit" in message:
            self.reason = OUT_OF_MEMORY
        if not of_worker and level in ("error", "fatal") and not self._listens.is_set():
            self._complaints.append(FRAME.sub("", message))
        else:
            self._hear(Line(level, message, of_worker))


async def _line(reader: asyncio.StreamReader) -> bytes:
    """The next line, or nothing at the end; what to say instead of one that exceeds the limit."""
    is_too_long = False
    while True:
        try:
            line = await reader.readuntil()
        except asyncio.IncompleteReadError as error:
            return error.partial
        except asyncio.LimitOverrunError as error:
            await reader.readexactly(error.consumed)
            is_too_long = True
        else:
            return TOO_LONG if is_too_long else line


def _parsed(line: bytes) -> JsonObject:
    """The line as JSON; any other text, as a crash writes it, is a message of the runtime."""
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    if isinstance(said, dict):
        return said
    return {"source": "", "level": "error", "message": line.decode(errors="replace").rstrip()}


def write(folder: Path, configuration: Configuration) -> None:
    """Lay the configuration out in a new folder, which only this user may read."""
    folder.mkdir(mode=0o700)
    for name, content in configuration.files.items():
        with (folder / name).open("wb") as file:
            file.writelines(content)
    (folder / "config.capnp").write_text(configuration.text, encoding="utf-8")
    _lay_out(folder / "assets", configuration.assets)


def _lay_out(folder: Path, assets: Mapping[str, bytes]) -> None:
    """Static assets as files, each with the time that says which it is."""
    folder.mkdir()
    for path, time in times(assets).items():
        file = folder / path.lstrip("/")
        if ".." in file.parts:
            raise DidNotStart(f"The asset {path} would lie outside of its folder.")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(assets[path])
            os.utime(file, ns=(time, time))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise DidNotStart(f"The asset {path} cannot be a file here: {reason}.") from error


def _remove_configuration(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name == "config.capnp" or file.name.startswith("part-"):
            file.unlink()
