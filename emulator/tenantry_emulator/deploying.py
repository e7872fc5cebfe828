"""What an upload makes of a script: of what it brings, and of what was running before."""

import hashlib
import re

from . import bindings, tags
from .asked import Asked
from .json_types import JsonObject, as_list, as_object, as_text, texts
from .records import Module, NewScript, Script
from .refusals import INVALID, NOT_IMPLEMENTED, WRONG_MIGRATION_TAG, Refusal
from .uploads import Upload

# https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ has the date.
DEFAULTS: JsonObject = {
    "compatibility_date": "2021-11-02",
    "compatibility_flags": [],
    "logpush": False,
    "tail_consumers": None,
    "usage_model": "standard",
}
SETTINGS = (*DEFAULTS, "limits", "observability", "placement", "cache_options", "exports")

HANDLERS = ("fetch", "scheduled", "queue", "email", "tail", "tailStream", "trace", "alarm", "test")


def new_script(asked: Asked, upload: Upload, running: Script | None) -> NewScript:
    """The script that the upload leaves."""
    metadata = upload.metadata
    _refuse_assets(metadata)
    _refuse_missing_parts(upload)
    return NewScript(
        etag=_etag(upload),
        entry_point=upload.entry_point.name,
        has_modules="main_module" in metadata,
        handlers=_handlers(upload.entry_point),
        settings=_settings(asked, metadata, running),
        migration_tag=_migration_tag(metadata, running),
        tags=_tags(asked, metadata, running),
        bindings=_bindings(asked, metadata, running),
        modules=upload.modules,
    )


def _settings(asked: Asked, metadata: JsonObject, running: Script | None) -> JsonObject:
    before = DEFAULTS if running is None or asked.guesses.upload_resets_settings else running.settings
    return {**before, **{field: metadata[field] for field in SETTINGS if field in metadata}}


def _tags(asked: Asked, metadata: JsonObject, running: Script | None) -> list[str]:
    if "tags" in metadata:
        return tags.accepted(asked, texts(metadata["tags"]))
    return [] if running is None or asked.guesses.upload_resets_settings else running.tags


def _bindings(asked: Asked, metadata: JsonObject, running: Script | None) -> list[JsonObject]:
    return bindings.resolved(
        [as_object(binding) for binding in as_list(metadata.get("bindings"))],
        asked.store.bindings(running) if running else [],
        keep=texts(metadata.get("keep_bindings")),
        strict=asked.query.get("bindings_inherit") == "strict",
    )


def _migration_tag(metadata: JsonObject, running: Script | None) -> str | None:
    """The tag behind the migrations; they are refused when they do not start from the present one."""
    present = running.migration_tag if running else None
    if "migrations" not in metadata:
        return present
    migrations = as_object(metadata["migrations"])
    old_tag = as_text(migrations.get("old_tag"))
    if old_tag != (present or ""):
        text = f"Migration tag precondition failed, got tag '{old_tag}' when expected tag is '{present or ''}'"
        raise Refusal(WRONG_MIGRATION_TAG, text, pointer="/migrations/old_tag")
    return as_text(migrations.get("new_tag")) or present


def _refuse_assets(metadata: JsonObject) -> None:
    """Static assets need an upload session, and no session can have been opened here."""
    if "assets" in metadata:
        text = "tenantry_emulator does not implement static assets yet: it never gave out this assets token"
        raise Refusal(NOT_IMPLEMENTED, text, pointer="/assets")
    if any(as_object(binding).get("type") == "assets" for binding in as_list(metadata.get("bindings"))):
        raise Refusal(INVALID, "Cannot use an assets binding without assets", pointer="/bindings")


def _refuse_missing_parts(upload: Upload) -> None:
    """Blobs of a service-worker script are bindings that name a part by its own name, not by its filename."""
    there = {module.part for module in upload.modules}
    for index, binding in enumerate(map(as_object, as_list(upload.metadata.get("bindings")))):
        part = binding.get("part")
        if isinstance(part, str) and part not in there:
            text = f"The binding {as_text(binding['name'])} needs a part {part}, which is not there."
            raise Refusal(INVALID, text, pointer=f"/bindings/{index}/part")


def _etag(upload: Upload) -> str:
    """A hash of the code alone; how Cloudflare makes it is not known."""
    digest = hashlib.sha256(upload.entry_point.name.encode())
    for module in sorted(upload.modules, key=lambda module: module.name):
        for part in (module.name.encode(), module.content_type.encode(), module.content):
            digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _handlers(entry_point: Module) -> list[str]:
    """Names of handlers that the entry point seems to have: a guess, for the code is not run."""
    code = entry_point.content.decode(errors="replace")
    return [
        name for name in HANDLERS if re.search(rf"\b(?:on_)?{name}\s*[(:=]|addEventListener\(\s*[\"']{name}\b", code)
    ]
