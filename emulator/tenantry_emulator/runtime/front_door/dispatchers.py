"""The Worker at the front door: ours, which dispatches by host name, or a dispatch Worker of the user's own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files as package_files
from pathlib import Path

from tenantry_emulator.errors import NotStarted
from tenantry_emulator.runtime.configuration.worker_version import WorkerVersion
from tenantry_emulator.store.namespaces import NAMELESS
from tenantry_emulator.store.records import DURABLE, DurableClass, Module
from tenantry_emulator.store.store import Store
from tenantry_emulator.wire.json_types import JsonObject, as_list, as_object, as_text

from . import wrangler_configuration
from .wrangler_configuration import Unreadable

OURS = "emulator_front_door"
MODULE = "application/javascript+module"
TYPES = {
    ".js": MODULE,
    ".mjs": MODULE,
    ".cjs": "application/javascript",
    ".wasm": "application/wasm",
    ".txt": "text/plain",
    ".html": "text/plain",
    ".sql": "text/plain",
    ".json": "application/json",
    ".bin": "application/octet-stream",
}
SCRIPTS = (".js", ".mjs", ".cjs")


class NoDispatcher(NotStarted):
    """The folder holds no dispatch Worker; says what is missing."""


def chosen(account: str, folder: Path | str | None) -> WorkerVersion:
    """The dispatch Worker in the folder, or ours without one."""
    return _ours(account) if folder is None else _of_folder(account, Path(folder))


def _ours(account: str) -> WorkerVersion:
    """The one that comes with the emulator; addresses without an account are of this one."""
    source = (package_files("tenantry_emulator") / "runtime" / "workers" / "front_door.js").read_bytes()
    bindings: Sequence[JsonObject] = [
        {"type": OURS, "name": "DISPATCH"},
        {"type": "plain_text", "name": "ACCOUNT", "text": account},
    ]
    metadata: JsonObject = {"main_module": "front_door.js", "bindings": [*bindings], "compatibility_date": "2026-11-01"}
    return _version(account, metadata, [Module("front_door.js", "front_door.js", MODULE, source)])


def is_ours(version: WorkerVersion) -> bool:
    """Whether it is the one that comes with the emulator, which keeps nothing."""
    return any(binding["type"] == OURS for binding in version.bindings)


def _of_folder(account: str, folder: Path) -> WorkerVersion:
    """One of the user's own, as its configuration for wrangler describes it. Nothing is bundled."""
    try:
        configured = wrangler_configuration.read(folder)
    except OSError as error:
        raise NoDispatcher(f"{error.filename} cannot be opened: {error.strerror}") from error
    except Unreadable as error:
        raise NoDispatcher(str(error)) from error
    main, base = configured.main, configured.main.parent
    if main.suffix not in SCRIPTS or not main.is_file():
        text = (
            "is not an existing JavaScript file; "
            "`wrangler deploy --dry-run --outdir` makes one of TypeScript and packages"
        )
        raise NoDispatcher(f"{main} {text}")
    try:
        return _version(account, configured.metadata, [*_modules(base)])
    except OSError as error:
        raise NoDispatcher(f"{error.filename} cannot be read: {error.strerror}") from error


def led(version: WorkerVersion, store: Store) -> WorkerVersion:
    """The dispatch Worker with bindings that lead to Durable Objects of other scripts, which may be deployed later."""
    foreign = [binding for binding in version.bindings if binding["type"] == DURABLE and binding.get("script_name")]
    keys = {as_text(each["name"]): store.promised_class(version.account, NAMELESS, each) for each in foreign}
    return replace(version, elsewhere=keys)


def missing_class(version: WorkerVersion, key: str) -> str | None:
    """What to say where the class that has this key is not there, if a binding of the dispatch Worker leads to it."""
    names = [name for name, each in version.elsewhere.items() if each == key]
    for binding in version.bindings:
        if binding["name"] in names:
            whose = f"of the script '{binding['script_name']}', which is not there"
            return f"The binding {binding['name']} leads to the class '{binding['class_name']}' {whose}."
    return None


def _modules(base: Path) -> Iterator[Module]:
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base)
        is_hidden = any(part.startswith(".") or part == "node_modules" for part in name.parts)
        if path.suffix in TYPES and path.is_file() and not is_hidden:
            yield Module(name.as_posix(), name.as_posix(), TYPES[path.suffix], path.read_bytes())


def _version(account: str, metadata: JsonObject, modules: Sequence[Module]) -> WorkerVersion:
    bindings = [as_object(binding) for binding in as_list(metadata.get("bindings"))]
    own = [as_text(binding.get("class_name")) for binding in bindings if not binding.get("script_name")]
    return WorkerVersion(
        account=account,
        namespace="",
        script="(front door)",
        tag="front-door",
        id="front-door",
        created_on="",
        entry_point=as_text(metadata["main_module"]),
        has_modules=True,
        modules=modules,
        bindings=bindings,
        settings=metadata,
        classes={name: DurableClass("sqlite", name) for name in own if name},
        elsewhere={},
        manifest="",
        assets_config=None,
    )
