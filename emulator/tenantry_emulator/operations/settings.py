"""What surrounds a user Worker's code."""

from starlette.responses import Response

from tenantry_emulator.context.request import Asked
from tenantry_emulator.deployment import script_config
from tenantry_emulator.deployment.activation import go_live
from tenantry_emulator.deployment.rules.bindings import check_bindings
from tenantry_emulator.spec import json_body
from tenantry_emulator.spec.schemas import property_of
from tenantry_emulator.store.records import Script
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object
from tenantry_emulator.wire.multipart import MULTIPART, parts_of
from tenantry_emulator.wire.refusals import INVALID, NO_SETTINGS_PART, Refusal

from .script_json import without_secret


async def get_settings(asked: Asked) -> Response:
    """Everything but the code."""
    return success(_settings(asked, asked.script()))


async def patch_settings(asked: Asked) -> Response:
    """Another value for what the request names."""
    script = asked.script()
    patch = await _patch(asked)
    around = script_config.patched(asked, patch, script)
    await go_live(asked, lambda version: asked.store.scripts.put_surroundings(script, around, version))
    return success(_settings(asked, asked.script()))


async def get_bindings(asked: Asked) -> Response:
    """The bindings alone."""
    return success(_bindings(asked, asked.script()))


async def _patch(asked: Asked) -> JsonObject:
    """The part of that name; plain JSON has the wrong type for a body, says Cloudflare."""
    found = [part.content for part in await parts_of(asked.request) if part.name == "settings"]
    if not found:
        raise Refusal(NO_SETTINGS_PART, "Missing settings part in multipart upload")
    patch = json_body.parsed(found[0], INVALID, "content for part settings")
    check_bindings(as_object(patch).get("bindings"))
    json_body.check(property_of(asked.operation.bodies[MULTIPART], "settings"), patch, "The settings")
    return as_object(patch)


def _settings(asked: Asked, script: Script) -> JsonObject:
    return {"bindings": _bindings(asked, script), "tags": [*script.tags], **script.settings}


def _bindings(asked: Asked, script: Script) -> list[Json]:
    return [without_secret(binding) for binding in asked.store.scripts.bindings(script)]
