"""What surrounds a user Worker's code."""

from starlette.responses import Response

from . import bodies, surroundings
from .asked import Asked
from .bindings import check_bindings
from .checking import property_of
from .envelope import success
from .going_live import go_live
from .json_types import Json, JsonObject, as_object
from .multipart import MULTIPART, parts_of
from .records import Script
from .refusals import INVALID, NO_SETTINGS_PART, Refusal
from .shown import without_secret


async def get_settings(asked: Asked) -> Response:
    """Everything but the code."""
    return success(_settings(asked, asked.script()))


async def patch_settings(asked: Asked) -> Response:
    """Another value for what the request names."""
    script = asked.script()
    patch = await _patch(asked)
    around = surroundings.patched(asked, patch, script)
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
    patch = bodies.parsed(found[0], INVALID, "content for part settings")
    check_bindings(as_object(patch).get("bindings"))
    bodies.check(property_of(asked.operation.bodies[MULTIPART], "settings"), patch, "The settings")
    return as_object(patch)


def _settings(asked: Asked, script: Script) -> JsonObject:
    return {"bindings": _bindings(asked, script), "tags": [*script.tags], **script.settings}


def _bindings(asked: Asked, script: Script) -> list[Json]:
    return [without_secret(binding) for binding in asked.store.scripts.bindings(script)]
