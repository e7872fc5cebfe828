"""What surrounds a user Worker's code."""

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.deployment import script_config
from tenantry_emulator.deployment.activation import CodeChange, publish, rehearse
from tenantry_emulator.deployment.rules.bindings import check_bindings
from tenantry_emulator.deployment.transfers import carry_out
from tenantry_emulator.spec import json_body
from tenantry_emulator.spec.schemas import property_of
from tenantry_emulator.store.records import DURABLE, Script
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object
from tenantry_emulator.wire.multipart import MULTIPART, parts_of
from tenantry_emulator.wire.refusals import NO_SETTINGS_PART, Refusal

from .script_json import without_secret


async def get_settings(context: RequestContext) -> Response:
    """Everything but the code."""
    return success(_settings(context, context.script()))


async def patch_settings(context: RequestContext) -> Response:
    """Another value for what the request names."""
    script = context.script()
    patch = await _patch(context)
    config = await script_config.patched(context, patch, script)
    code = CodeChange(await context.store.scripts.code(script), script.durable, config.durable)

    def change(version: VersionId) -> None:
        context.store.scripts.put_config(context.still(script), config, version)
        carry_out(context, config.transfers)

    await publish(await rehearse(context, change, code, config.transfers))
    return success(_settings(context, context.script()))


async def get_bindings(context: RequestContext) -> Response:
    """The bindings alone."""
    return success(_bindings(context, context.script()))


async def _patch(context: RequestContext) -> JsonObject:
    """The part of that name; plain JSON has the wrong type for a body, says Cloudflare."""
    found = [part.content for part in await parts_of(context.request) if part.name == "settings"]
    if not found:
        raise Refusal(NO_SETTINGS_PART, "Missing settings part in multipart upload")
    patch = json_body.part(found[0], "settings", context.guesses.max_metadata_bytes)
    check_bindings(as_object(patch).get("bindings"), context.guesses)
    json_body.check_value(property_of(context.operation.bodies[MULTIPART], "settings"), patch, "The settings")
    return as_object(patch)


def _settings(context: RequestContext, script: Script) -> JsonObject:
    return {"bindings": _bindings(context, script), "tags": [*script.tags], **script.settings}


def _bindings(context: RequestContext, script: Script) -> list[Json]:
    return [_shown(context, script, binding) for binding in context.store.scripts.bindings(script)]


def _shown(context: RequestContext, script: Script, binding: JsonObject) -> JsonObject:
    """Without its secret, and with the identifier of its Durable Objects."""
    found = None
    if binding["type"] == DURABLE:
        found = context.store.class_of(context.account, context.namespace().name, script, binding)
    return without_secret(binding) | ({"namespace_id": found.key} if found else {})
