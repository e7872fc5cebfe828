"""A Worker as it arrives: multipart, or bare JavaScript in service-worker syntax.

It may be large, so that it is looked at in a thread.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec import json_body
from tenantry_emulator.spec.schemas import property_of
from tenantry_emulator.store.records import Module
from tenantry_emulator.wire.connection import body_of
from tenantry_emulator.wire.json_types import JsonObject, as_object, as_text
from tenantry_emulator.wire.multipart import MULTIPART, Part, media_type, parts_of
from tenantry_emulator.wire.refusals import INVALID, TOO_LARGE, Refusal
from tenantry_emulator.wire.turns import Turns

from .rules.bindings import check_bindings

SCRIPT_TYPES = ("application/javascript", "text/javascript")
# https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ and what wrangler 4.164.0 sends
MODULE_TYPES = {
    "application/javascript+module",
    "text/javascript+module",
    "application/javascript",
    "text/javascript",
    "application/wasm",
    "application/octet-stream",
    "application/json",
    "application/source-map",
    "text/plain",
    "text/x-python",
    "text/x-python-requirement",
}
# A bare script has no name of its own.
BARE_SCRIPT = "worker.js"
# What may stand in a header instead of the metadata when only code is uploaded: the name of a part.
BEGINNINGS = {"CF-WORKER-MAIN-MODULE-PART": "main_module", "CF-WORKER-BODY-PART": "body_part"}


@dataclass(frozen=True)
class Upload:
    """The metadata and the modules; `entry_point` is the module where the Worker begins."""

    metadata: JsonObject
    modules: Sequence[Module]
    entry_point: Module | None
    """None where there are static assets alone."""


async def read_upload(context: RequestContext) -> Upload:
    """A whole Worker in the request's body."""
    content_type = media_type(context.request.headers.get("content-type"))
    if content_type in SCRIPT_TYPES:
        script = Module(BARE_SCRIPT, BARE_SCRIPT, content_type, await body_of(context.request))
        return Upload({"body_part": script.name}, [script], script)
    return await asyncio.to_thread(_upload, context, await parts_of(context.request, others=SCRIPT_TYPES))


def _upload(context: RequestContext, parts: Sequence[Part]) -> Upload:
    metadata = _metadata(context, parts)
    modules = _modules(context, parts)
    if not modules and not _beginning(metadata)[1] and "assets" in metadata:
        return Upload(metadata, [], None)
    return Upload(metadata, modules, _entry_point(metadata, modules))


async def read_content(context: RequestContext) -> Upload:
    """The code alone in the request's body; a header may say where it begins."""
    return await asyncio.to_thread(_content, context, await parts_of(context.request))


def _content(context: RequestContext, parts: Sequence[Part]) -> Upload:
    modules = _modules(context, parts)
    for header, field in BEGINNINGS.items():
        if wanted := context.request.headers.get(header):
            names = [module.name for module in modules if wanted in (module.part, module.name)]
            metadata: JsonObject = {field: names[0] if names else wanted}
            return Upload(metadata, modules, _entry_point(metadata, modules))
    metadata = _metadata(context, parts)
    return Upload(metadata, modules, _entry_point(metadata, modules))


def _metadata(context: RequestContext, parts: Sequence[Part]) -> JsonObject:
    """The metadata, wherever it stands: wrangler sends it first, the official SDK last."""
    found = [part.content for part in parts if part.name == "metadata"]
    if len(found) != 1:
        raise Refusal(INVALID, f"Could not read content for part metadata: there are {len(found)} such parts.")
    metadata = json_body.part(found[0], "metadata", context.guesses.max_metadata_bytes)
    check_bindings(as_object(metadata).get("bindings"), context.guesses)
    json_body.check_value(property_of(context.operation.bodies[MULTIPART], "metadata"), metadata, "The metadata")
    return as_object(metadata)


def _modules(context: RequestContext, parts: Sequence[Part]) -> list[Module]:
    modules = list(_each_module(parts))
    size, most = sum(len(module.content) for module in modules), context.guesses.max_script_bytes
    if size > most:
        raise Refusal(TOO_LARGE, f"The script has {size} bytes, and may have {most}.")
    return modules


def _each_module(parts: Sequence[Part]) -> Iterator[Module]:
    """Each part with a filename, which is the module's path."""
    seen = set()
    for part in Turns().between(parts):
        if not part.filename or part.name == "metadata":
            continue
        # Browsers and wrangler write a quote in a filename as %22.
        name = part.filename.replace("%22", '"')
        if name in seen:
            raise Refusal(INVALID, f"There are two parts for the module {name}.")
        if media_type(part.content_type) not in MODULE_TYPES:
            raise Refusal(INVALID, f"module {name} has unsupported Content-Type {part.content_type}")
        seen.add(name)
        yield Module(name, part.name, part.content_type, part.content)


def _beginning(metadata: JsonObject) -> tuple[str, str]:
    """The field that says where the Worker begins, and what it says."""
    field = "main_module" if "main_module" in metadata else "body_part"
    return field, as_text(metadata.get(field))


def _entry_point(metadata: JsonObject, modules: Sequence[Module]) -> Module:
    """The main module, or the script of service-worker syntax, by its filename: all parts may have the same name."""
    field, wanted = _beginning(metadata)
    if not wanted:
        raise Refusal(INVALID, "The metadata names neither main_module nor body_part.", pointer="/main_module")
    for module in modules:
        if module.name == wanted:
            return module
    there = ", ".join(module.name for module in modules) or "none"
    raise Refusal(INVALID, f"No such module: {wanted} (parts with a filename: {there})", pointer=f"/{field}")
