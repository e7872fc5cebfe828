"""The Worker at the front door: ours, which dispatches by host name, or a dispatch Worker of the user's own."""

import json
from collections.abc import Sequence
from importlib.resources import files as package_files
from pathlib import Path

from tenantry_emulator.json_types import JsonObject, as_list, as_object, as_text
from tenantry_emulator.records import Module

from .version import Version

METADATA = "metadata.json"
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


class NoDispatcher(Exception):
    """The folder holds no dispatch Worker; says what is missing."""


def chosen(account: str, folder: Path | str | None) -> Version:
    """The dispatch Worker in the folder, or ours without one."""
    return _ours(account) if folder is None else _of_folder(account, Path(folder))


def _ours(account: str) -> Version:
    """The one that comes with the emulator; addresses without an account are of this one."""
    source = (package_files("tenantry_emulator") / "runtime" / "workers" / "front_door.js").read_bytes()
    bindings: Sequence[JsonObject] = [
        {"type": "emulator_front_door", "name": "DISPATCH"},
        {"type": "plain_text", "name": "ACCOUNT", "text": account},
    ]
    metadata: JsonObject = {"main_module": "front_door.js", "bindings": [*bindings], "compatibility_date": "2026-11-01"}
    return _version(account, metadata, [Module("front_door.js", "front_door.js", MODULE, source)])


def _of_folder(account: str, folder: Path) -> Version:
    """One of the user's own: its modules, and its metadata as an upload has them."""
    try:
        metadata = as_object(json.loads((folder / METADATA).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        text = (
            f"{folder / METADATA} cannot be read: it has main_module, bindings and compatibility_date, as in an upload"
        )
        raise NoDispatcher(f"{text} ({error})") from error
    if not as_text(metadata.get("compatibility_date")):
        raise NoDispatcher(f"{folder / METADATA} has no compatibility_date")
    paths = sorted(path for path in folder.rglob("*") if path.suffix in TYPES and path != folder / METADATA)
    names = [path.relative_to(folder).as_posix() for path in paths]
    if as_text(metadata.get("main_module")) not in names:
        raise NoDispatcher(
            f"{folder / METADATA} names no main_module that is there: {', '.join(names) or 'nothing is'}"
        )
    modules = [
        Module(name, name, TYPES[path.suffix], path.read_bytes()) for name, path in zip(names, paths, strict=True)
    ]
    return _version(account, metadata, modules)


def _version(account: str, metadata: JsonObject, modules: Sequence[Module]) -> Version:
    return Version(
        account=account,
        namespace="",
        script="(front door)",
        tag="front-door",
        id="front-door",
        created_on="",
        entry_point=as_text(metadata["main_module"]),
        has_modules=True,
        modules=modules,
        bindings=[as_object(binding) for binding in as_list(metadata.get("bindings"))],
        settings=metadata,
        classes={},
        files={},
        assets_config=None,
    )
