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

from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text

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
    return Configured(main, {**metadata, "main_module": main.name, "bindings": [*_bindings(said)]})


def _found(folder: Path) -> Path:
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        raise Unreadable(f"{folder} has no {', '.join(NAMES[:-1])} or {NAMES[-1]}")
    return path


def _bindings(said: JsonObject) -> Iterator[JsonObject]:
    for name, value in as_object(said.get("vars")).items():
        yield {"type": "plain_text", "name": name, "text": value} if isinstance(value, str) else _json(name, value)
    for section, (kind, fields) in LISTS.items():
        for row in map(as_object, as_list(said.get(section))):
            yield _row(row, kind, fields)
    for row in map(as_object, as_list(as_object(said.get("queues")).get("producers"))):
        yield {"type": "queue", "name": row["binding"], "queue_name": row["queue"]}
    for row in map(as_object, as_list(as_object(said.get("durable_objects")).get("bindings"))):
        # Its own class may be named so too.
        script = {"script_name": ""} if row.get("script_name") == said.get("name") else {}
        yield {**row, **script, "type": "durable_object_namespace"}
    for section, kind in SINGLE.items():
        if name := as_text(as_object(said.get(section)).get("binding")):
            yield {"type": kind, "name": name}
    for row in map(as_object, as_list(as_object(said.get("unsafe")).get("bindings"))):
        yield {"type": f"{row.get('type')} (unsafe)", "name": row.get("name")}
    if name := as_text(as_object(said.get("assets")).get("binding")):
        yield {"type": "assets of a dispatch Worker", "name": name}


def _json(name: str, value: Json) -> JsonObject:
    return {"type": "json", "name": name, "json": value}


def _row(row: JsonObject, kind: str, fields: Mapping[str, str]) -> JsonObject:
    name = as_text(row.get("binding")) or as_text(row.get("name"))
    binding: JsonObject = {"type": kind, "name": name}
    for theirs, ours in fields.items():
        value = row.get(theirs) or (name if ours in IDENTIFIERS else None)
        if value:
            binding[ours] = _outbound(as_object(value)) if theirs == "outbound" else value
    return binding


def _outbound(said: JsonObject) -> JsonObject:
    """The outbound Worker as an upload has it; wrangler's configuration says it in fewer words."""
    if "service" not in said:
        return said
    worker: JsonObject = {field: said[field] for field in ("service", "environment") if field in said}
    return {"worker": worker, "params": [{"name": name} for name in as_list(said.get("parameters"))]}


def _plain(value: object) -> Json:
    """What TOML says, as JSON: its dates and times become texts, as wrangler sends them."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return cast(Json, value)
