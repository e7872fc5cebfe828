"""Everything of a script but its code and assets: what an upload or a change of settings makes of it."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from functools import partial

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec.json_body import check_value
from tenantry_emulator.store.records import DurableClass, Script, ScriptConfig, expected_classes
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text, from_json, texts
from tenantry_emulator.wire.refusals import INVALID, Refusal

from . import migrations
from .inheritance import resolved
from .rules.bindings import check_targets
from .rules.durable_objects import check_classes, check_declared
from .rules.settings import accepted, check_compatibility_date, check_limits
from .rules.variables import check_variables
from .transfers import transfers_of
from .upload import Upload

# https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ has the date.
DEFAULTS: JsonObject = {
    "compatibility_date": "2021-11-02",
    "compatibility_flags": [],
    "logpush": False,
    "tail_consumers": None,
    "usage_model": "standard",
}
SETTINGS = (*DEFAULTS, "limits", "observability", "placement", "cache_options", "exports")


async def uploaded(context: RequestContext, upload: Upload, running: Script | None) -> ScriptConfig:
    """What an upload leaves: of what it brings, and of what was running before."""
    metadata = upload.metadata
    present = context.store.scripts.bindings_json(running) if running else "[]"
    bindings = await asyncio.to_thread(_uploaded_bindings, context, upload, present)
    await check_targets(context, bindings)
    keeps_settings = running is not None and not context.guesses.upload_resets_settings
    keeps_tags = running is not None and not context.guesses.upload_resets_tags
    settings = running.settings if running and keeps_settings else DEFAULTS
    return _config(
        context,
        metadata,
        running,
        ScriptConfig(settings, running.tags if running and keeps_tags else [], bindings, migrations.NONE),
    )


def _uploaded_bindings(context: RequestContext, upload: Upload, present: str) -> list[JsonObject]:
    """The bindings that an upload leaves. There may be many, so that they are for a thread."""
    _refuse_missing_parts(upload)
    bindings = resolved(
        _objects(upload.metadata.get("bindings")),
        _objects(from_json(present.encode())),
        keep=texts(upload.metadata.get("keep_bindings")),
        strict=context.query.get("bindings_inherit") == "strict",
    )
    check_variables(bindings, context.guesses)
    return bindings


async def patched(context: RequestContext, patch: JsonObject, running: Script) -> ScriptConfig:
    """What a change of settings leaves: what it does not name stays, and its bindings are all bindings."""
    present = context.store.scripts.bindings_json(running)
    bindings = await asyncio.to_thread(_patched_bindings, context, patch, present)
    if "bindings" in patch:
        await check_targets(context, bindings)
    return _config(context, patch, running, ScriptConfig(running.settings, running.tags, bindings, running.durable))


def _patched_bindings(context: RequestContext, patch: JsonObject, present: str) -> list[JsonObject]:
    bindings = _objects(from_json(present.encode()))
    if "bindings" in patch:
        bindings = resolved(_objects(patch["bindings"]), bindings, strict=False)
    check_variables(bindings, context.guesses)
    return bindings


def _config(context: RequestContext, wanted: JsonObject, running: Script | None, kept: ScriptConfig) -> ScriptConfig:
    """What is kept, with what is wanted in its place; refused where the classes of Durable Objects do not allow it."""
    namespace, exports = context.namespace(), wanted.get("exports")

    def classes_of(name: str) -> Mapping[str, DurableClass]:
        found = context.store.scripts.get(namespace, name)
        return found.durable.classes if found else {}

    new_key = partial(context.store.new_class_key, context.account, namespace.name, context.path["script_name"])
    check_declared(exports, wanted.get("migrations"), context.guesses)
    before = running.durable if running else migrations.NONE
    migrated = migrations.applied(wanted.get("migrations"), before, classes_of, new_key)
    after = migrations.declared(exports, migrated, new_key)
    settings = {**kept.settings, **{field: wanted[field] for field in SETTINGS if field in wanted}}
    if "exports" in settings:
        settings["exports"] = migrations.live(settings["exports"], after.classes)
    # More may be asked for than an answer can show, such as a mode of placement that does not exist.
    check_value({"$ref": "#/components/schemas/Settings"}, settings, "The metadata")
    check_compatibility_date(wanted, context.state.clock)
    check_limits(wanted, context.guesses)
    check_classes(context, kept.bindings, before, after, expected_classes(settings.get("exports")))
    return ScriptConfig(
        settings=settings,
        tags=accepted(context, texts(wanted["tags"])) if "tags" in wanted else kept.tags,
        bindings=kept.bindings,
        durable=after,
        transfers=transfers_of(context, exports, before, after),
    )


def _objects(value: Json) -> list[JsonObject]:
    return [as_object(each) for each in as_list(value)]


def _refuse_missing_parts(upload: Upload) -> None:
    """Blobs of a service-worker script are bindings that name a part by its own name, not by its filename."""
    there = Counter(module.part for module in upload.modules)
    for index, binding in enumerate(_objects(upload.metadata.get("bindings"))):
        part = binding.get("part")
        if isinstance(part, str) and upload.metadata.get("main_module"):
            text = f"{as_text(binding['name'])} is of a type for service workers; a module imports {part} instead."
            raise Refusal(INVALID, text, pointer=f"/bindings/{index}")
        if isinstance(part, str) and there[part] != 1:
            text = f"The binding {as_text(binding['name'])} needs one part {part}, and there are {there[part]}."
            raise Refusal(INVALID, text, pointer=f"/bindings/{index}/part")
