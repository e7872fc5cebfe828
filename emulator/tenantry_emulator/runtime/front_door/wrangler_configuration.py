"""Reads wrangler's configuration of a dispatch Worker, and turns it into the metadata of an upload.

https://developers.cloudflare.com/workers/wrangler/configuration/
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import cast

import json5

from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, as_text

# Where there are several, wrangler takes the first.
NAMES = ("wrangler.json", "wrangler.jsonc", "wrangler.toml")
# Fields by their names in an upload. A resource without an identifier is new, and named like its binding.
LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "kv_namespaces": ("kv_namespace", {"id": "namespace_id"}),
    "d1_databases": ("d1", {"database_id": "database_id"}),
    "services": ("service", {"service": "service", "entrypoint": "entrypoint", "props": "props"}),
    "dispatch_namespaces": ("dispatch_namespace", {"namespace": "namespace", "outbound": "outbound"}),
    "r2_buckets": ("r2_bucket", {}),
    "vectorize": ("vectorize", {}),
    "hyperdrive": ("hyperdrive", {}),
    "analytics_engine_datasets": ("analytics_engine", {}),
    "mtls_certificates": ("mtls_certificate", {}),
    "pipelines": ("pipelines", {}),
    "secrets_store_secrets": ("secrets_store_secret", {}),
    "send_email": ("send_email", {}),
    "ratelimits": ("ratelimit", {}),
    "workflows": ("workflow", {}),
}
NEEDED = {"services": ("service",), "dispatch_namespaces": ("namespace",)}
SINGLE = {"ai": "ai", "browser": "browser", "images": "images", "version_metadata": "version_metadata"}
IDENTIFIERS = ("namespace_id", "database_id")
SETTINGS = ("compatibility_date", "compatibility_flags", "limits")


class Unreadable(Exception):
    """The folder has no such configuration; says what is missing."""


@dataclass(frozen=True)
class Configured:
    """A Worker as its configuration describes it."""

    main: Path
    """Its main module, which is not bundled; the others are those in the same folder."""
    metadata: JsonObject
    """As an upload has it."""


def read(path_or_folder: Path) -> Configured:
    """The Worker whose configuration this file is, or is in this folder."""
    path = _found(path_or_folder) if path_or_folder.is_dir() else path_or_folder
    try:
        text = path.read_text(encoding="utf-8")
        said = as_object(_plain(tomllib.loads(text)) if path.suffix == ".toml" else json5.loads(text))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from error
    for field in ("main", "compatibility_date"):
        if not as_text(said.get(field)):
            raise Unreadable(f"{path} has no {field}")
    main = path.parent / as_text(said["main"])
    metadata: JsonObject = {field: said[field] for field in SETTINGS if field in said}
    try:
        return Configured(main, {**metadata, "main_module": main.name, "bindings": [*_bindings(said)]})
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error


def _found(folder: Path) -> Path:
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        raise Unreadable(f"{folder} has no {', '.join(NAMES[:-1])} or {NAMES[-1]}")
    return path


def _bindings(said: JsonObject) -> Iterator[JsonObject]:
    for name, value in as_object(said.get("vars")).items():
        yield {"type": "plain_text", "name": name, "text": value} if isinstance(value, str) else _json(name, value)
    for section, (kind, fields) in LISTS.items():
        for row in _rows(said, section):
            yield _row(section, row, kind, fields)
    for row in _rows(as_object(said.get("queues")), "producers"):
        yield {"type": "queue", "name": _named(row, "queues", "binding"), "queue_name": _named(row, "queues", "queue")}
    for row in _rows(as_object(said.get("durable_objects")), "bindings"):
        # Its own class may be named so too.
        script = {"script_name": ""} if row.get("script_name") == said.get("name") else {}
        names = {field: _named(row, "durable_objects", field) for field in ("name", "class_name")}
        yield {**row, **names, **script, "type": "durable_object_namespace"}
    for section, kind in SINGLE.items():
        if name := as_text(as_object(said.get(section)).get("binding")):
            yield {"type": kind, "name": name}
    for row in _rows(as_object(said.get("unsafe")), "bindings"):
        yield {"type": f"{row.get('type')} (unsafe)", "name": _named(row, "unsafe", "name")}
    if name := as_text(as_object(said.get("assets")).get("binding")):
        yield {"type": "assets of a dispatch Worker", "name": name}


def _json(name: str, value: Json) -> JsonObject:
    return {"type": "json", "name": name, "json": value}


def _rows(said: JsonObject, section: str) -> list[JsonObject]:
    rows = said.get(section) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable(f"{section} is not a list of bindings")
    return [as_object(row) for row in rows]


def _row(section: str, row: JsonObject, kind: str, fields: Mapping[str, str]) -> JsonObject:
    name = _named(row, section, "binding" if "binding" in row else "name")
    binding: JsonObject = {"type": kind, "name": name}
    for theirs, ours in fields.items():
        value = row.get(theirs) or (name if ours in IDENTIFIERS else None)
        if theirs == "outbound" and theirs in row:
            value = _outbound(as_object(row[theirs]))
        if value:
            binding[ours] = value
    for field in NEEDED.get(section, ()):
        _named(row, section, field)
    return binding


def _named(row: JsonObject, section: str, field: str) -> str:
    if not (name := as_text(row.get(field))):
        raise Unreadable(f"a binding of {section} has no {field}, or one that is not a text")
    return name


def _outbound(said: JsonObject) -> JsonObject:
    """The outbound Worker as an upload has it; wrangler's configuration says it in fewer words."""
    if "worker" in said:
        return said
    _named(said, "dispatch_namespaces, outbound,", "service")
    if not isinstance(parameters := said.get("parameters", []), list):
        raise Unreadable("the parameters of outbound are not a list")
    worker: JsonObject = {field: said[field] for field in ("service", "environment") if field in said}
    return {"worker": worker, "params": [{"name": name} for name in parameters]}


def _plain(value: object) -> Json:
    """What TOML says, as JSON: its dates and times become texts, as wrangler sends them."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return cast(Json, value)
