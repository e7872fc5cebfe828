"""The runtime as a whole: the front door, the processes of tenants, and what they ask of the emulator."""

import asyncio
import contextlib
import logging
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tenantry_emulator.store.namespaces import NAMELESS
from tenantry_emulator.store.records import Namespace, Script, Transfer
from tenantry_emulator.store.store import Store
from tenantry_emulator.wire.json_types import Json, JsonObject, as_text, well_formed

from .bounds import Bounds
from .configuration import brought_bindings
from .configuration.configuration import ProcessOptions
from .configuration.exports import Exports
from .configuration.worker_version import WorkerVersion, version_of
from .extras import Extras, extras_of
from .failure import DidNotStart, Outdated, report
from .front_door import dispatchers
from .front_door.front_door import FrontDoor
from .internal_server import InternalServer
from .logs import Logs
from .processes.binary import Binary
from .processes.guardian import Guardian
from .processes.pool import Pool, WorkerProcess
from .processes.process import Program
from .processes.watchdog import Watchdog
from .products.d1 import Databases

LOG = logging.getLogger("tenantry_emulator")
# What a dispatch Worker is told: https://github.com/cloudflare/workerd/issues/5263
NOT_FOUND = "Worker not found."
NO_SERVICE = "A service binding leads to the Worker {}, which does not exist."
NO_CLASS = "A binding leads to a class of Durable Objects that is not there any more."
PYTHON = "Python Workers do not run in tenantry_emulator: the runtime would fetch their interpreter from the internet."
# Of the path of a Unix socket, which the system bounds to 104 bytes or a few more.
LONGEST_FOLDER = 70


@dataclass(frozen=True)
class RuntimeOptions:
    """What the user wants of it."""

    binary: Binary
    listening: socket.socket
    """Where the front door is."""
    dispatcher: WorkerVersion
    bounds: Bounds
    allow_network: bool
    data: Path | None
    """Folder of what Durable Objects and D1 databases hold; without one it ends with the emulator."""


class Runtime:
    """Runs Workers. Made anywhere; used in the event loop of the server alone."""

    def __init__(self, store: Store, logs: Logs, failures: list[str], options: RuntimeOptions) -> None:
        self.store = store
        self.logs = logs
        self.failures = failures
        self._options = options
        # Only this user may enter these: a debug port gives full control of the Worker behind it.
        self._folder = Path(tempfile.mkdtemp(prefix="tenantry-", dir=_short(tempfile.gettempdir())))
        self._data = options.data or self._folder / "data"
        with contextlib.ExitStack() as undoing:
            undoing.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._data.mkdir(mode=0o700, exist_ok=True)
            self._guardian = Guardian(self._folder)
            undoing.pop_all()
        self.databases: Databases = Databases(self._data / "d1", options.bounds.d1_mb * 2**20)
        self._internal_server = InternalServer(self, self._folder / "emulator")
        self._pool = Pool(
            Program(options.binary.path, self._guardian.group),
            self._folder,
            options.bounds,
            logs.hear,
            self._with_files,
            self._is_current,
            failures,
        )
        self._dispatcher = dispatchers.led(options.dispatcher, store)
        self._front_door = FrontDoor(
            self._pool, self._dispatcher, self._process_options(front_door=True), options.listening, failures
        )
        self._watchdog: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the front door."""
        await self._internal_server.open()
        try:
            await self._front_door.open()
        except DidNotStart:
            await self.stop()
            raise
        self._watchdog = asyncio.create_task(
            Watchdog(self._pool, self._options.bounds, self.failures).run(), name="watchdog"
        )
        report(self._watchdog, self.failures)

    async def stop(self) -> None:
        """End every process."""
        self._front_door.close()
        if self._watchdog:
            self._watchdog.cancel()
        await self._pool.close()
        await asyncio.to_thread(self.databases.close)
        self._internal_server.close()

    def discard(self) -> None:
        """Remove processes and files; may be called twice."""
        self._guardian.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            # Nothing was stored.
            self._data.rmdir()

    def _process_options(self, *, front_door: bool = False, durable: Path | None = None) -> ProcessOptions:
        return ProcessOptions(
            emulator=self._internal_server.address,
            newest_date=self._options.binary.newest_date,
            heap_mb=self._options.bounds.memory_mb,
            allow_network=self._options.allow_network,
            durable=str(durable) if durable else None,
            front_door=front_door,
            front_door_port=self._options.listening.getsockname()[1],
        )

    def _lasting_options(self, version: WorkerVersion) -> ProcessOptions:
        """Where a version runs so that the data of its Durable Objects lasts."""
        if not version.classes:
            return self._process_options()
        folder = self._durable(version.tag)
        folder.mkdir(parents=True, exist_ok=True)
        return self._process_options(durable=folder)

    async def start_candidate(self, version: WorkerVersion) -> tuple[WorkerProcess | None, Exports | None]:
        """Start a version that nobody is sent to yet; its process, and what it says that it exports.

        Its process is None if it cannot serve requests later on: with Durable Objects, which kept nothing in it, and in
        Python, which does not run here. An error says why the version does not start.
        """
        if version.is_python:
            return None, None
        if (date := as_text(version.settings.get("compatibility_date"))) > self._options.binary.newest_date:
            LOG.warning(
                "%s is of %s, and runs as of %s, the runtime's own date",
                version.name,
                date,
                self._options.binary.newest_date,
            )
        worker = await self._pool.start(version, self._process_options())
        exports = worker.process.exports
        if not version.classes:
            return worker, exports
        await self._pool.end([worker])
        return None, exports

    def switch_to(self, worker: WorkerProcess | None) -> None:
        """Send requests to this process, if there is one, and retire the processes of versions that are not current."""
        if worker:
            self._pool.adopt(worker)
        self._pool.retire_outdated()

    @asynccontextmanager
    async def handing_over(self, namespace: Namespace, name: str, transfers: Sequence[Transfer]) -> AsyncIterator[None]:
        """A block that writes down what becomes of the script's classes of Durable Objects.

        What they hold goes with them at its end; of those that are deleted it is forgotten.
        """
        there = self._folders_of(namespace, name)
        going = [each for each in transfers if each.giver != each.taker]
        before = {name: self._durable_of(namespace, name) for each in going for name in (each.giver, each.taker)}
        async with self._pool.unused(str(folder) for folder in before.values() if folder):
            yield
            for each in going:
                key, giver, taker = each.durable_class.key, before[each.giver], self._durable_of(namespace, each.taker)
                if giver and taker and (giver / key).exists():
                    taker.mkdir(parents=True, exist_ok=True)
                    (giver / key).rename(taker / key)
        for key in there.keys() - self._folders_of(namespace, name).keys() - {each.durable_class.key for each in going}:
            await asyncio.to_thread(shutil.rmtree, there[key], ignore_errors=True)

    def _folders_of(self, namespace: Namespace, name: str) -> dict[str, Path]:
        """Where the Durable Objects of each of the script's classes are, by its key."""
        if script := self.store.scripts.get(namespace, name):
            return {each.key: self._durable(script.tag) / each.key for each in script.durable.classes.values()}
        return {}

    def _durable_of(self, namespace: Namespace, name: str) -> Path | None:
        script = self.store.scripts.get(namespace, name)
        return self._durable(script.tag) if script else None

    def _durable(self, tag: str) -> Path:
        """Where the Durable Objects of a script are, for each class a folder."""
        return self._data / "durable" / tag

    async def discard_candidate(self, worker: WorkerProcess | None) -> None:
        """The candidate is not wanted after all."""
        if worker:
            await self._pool.end([worker])

    def _is_current(self, version: WorkerVersion) -> bool:
        found = self.store.found(version.account, version.namespace, version.script)
        return found is not None and found[1].version == version.id

    async def forget(self) -> None:
        """End every tenant, and forget what they have stored and written."""
        await self._pool.end([worker for worker in self._pool if worker is not self._front_door.worker])
        await self._front_door.begin_anew()
        self.logs.clear()
        await asyncio.to_thread(self.databases.clear)
        await asyncio.to_thread(shutil.rmtree, self._data / "durable", ignore_errors=True)

    async def route(self, target: JsonObject) -> JsonObject:
        """Where the Worker runs that the target names; it is started if it does not."""
        return await _of_current(lambda: self._route(target))

    async def _route(self, target: JsonObject) -> JsonObject:
        named = (as_text(target.get(part)) for part in ("account", "namespace", "script"))
        account, namespace, name = map(well_formed, named)
        find = self.store.bound if target.get("is_service") is True else self.store.found
        found = find(account, namespace, name)
        if found is None:
            return {"error": NO_SERVICE.format(name) if target.get("is_service") else NOT_FOUND}
        extras = extras_of(account, target)
        answer = await self._running(account, *found, extras)
        if extras.brought:
            answer["entrypoint"] = brought_bindings.ENTRYPOINT
        return {**answer, "trusted": found[0].trusted_workers or found[0].name == NAMELESS}

    async def object_route(self, key: str) -> JsonObject:
        """Where the Durable Objects live whose data belongs to this key, whichever script has their class by now."""
        return await _of_current(lambda: self._object_route(key))

    async def _object_route(self, key: str) -> JsonObject:
        owner = self.store.scripts.with_class(key)
        found = self.store.found(*owner) if owner else None
        if owner is None or found is None:
            return {"error": dispatchers.missing_class(self._dispatcher, key) or NO_CLASS}
        names = [name for name, each in found[1].durable.classes.items() if each.key == key]
        return {**await self._running(owner[0], *found, extras_of(owner[0], {})), "class_name": names[0]}

    async def _running(self, account: str, namespace: Namespace, script: Script, extras: Extras) -> JsonObject:
        """The process that runs the script now for who brings these extras; or why there is none."""
        key = f"{script.version} {extras.key}" if extras else script.version
        try:
            worker = await self._pool.get(key, lambda: self._to_start(account, namespace, script, extras))
        except DidNotStart as error:
            return {"error": str(error)}
        return {"address": worker.process.address, "service": worker.entry, "process": worker.number}

    async def _to_start(
        self, account: str, namespace: Namespace, script: Script, extras: Extras
    ) -> tuple[WorkerVersion, ProcessOptions]:
        version = version_of(self.store, account, namespace, script, ())
        version = replace(version, modules=await self.store.scripts.modules(script))
        if version.entry_point and not version.modules:
            raise DidNotStart(NOT_FOUND)
        if version.is_python:
            raise DidNotStart(PYTHON)
        if not extras:
            return version, self._lasting_options(version)
        return extras.added_to(version), replace(self._process_options(), outbound=extras.outbound or None)

    async def _with_files(self, version: WorkerVersion) -> WorkerVersion:
        """The version with its static assets."""
        namespace = self.store.namespaces.get(version.account, version.namespace) if version.manifest else None
        if namespace is None:
            return version
        files = await self.store.assets.files(namespace, version.manifest)
        contents = await self.store.contents.read(asset.digest for asset in files.values())
        return replace(version, files=files, contents=contents)

    async def reason(self, process: Json) -> str | None:
        """Why the process of this number has ended, if it has."""
        return await self._pool.reason(process) if isinstance(process, int) else None

    def hear_tail(self, identifier: str, events: JsonObject) -> None:
        """What the tail of a Worker of this version has."""
        for worker in self._pool:
            if worker.version.id == identifier:
                self.logs.hear_tail(worker.version, events)
                return


async def _of_current(ask: Callable[[], Awaitable[JsonObject]]) -> JsonObject:
    """What is answered of a version that has not been replaced while it started."""
    while True:
        with contextlib.suppress(Outdated):
            return await ask()


def _short(folder: str) -> str:
    """The folder, or `/tmp` if paths in it would be too long for sockets."""
    return folder if len(os.fsencode(folder)) <= LONGEST_FOLDER else "/tmp"
