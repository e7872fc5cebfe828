"""A Worker as it arrives: multipart, or bare JavaScript in service-worker syntax."""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from . import bindings, bodies
from .checking import property_of
from .json_types import JsonObject, as_object, as_text
from .records import Module
from .refusals import INVALID, UNREADABLE_BODY, WRONG_CONTENT_TYPE, Refusal
from .spec import Operation

MULTIPART = "multipart/form-data"
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


@dataclass(frozen=True)
class Upload:
    """The metadata and the modules; `entry_point` is the module where the Worker begins."""

    metadata: JsonObject
    modules: Sequence[Module]
    entry_point: Module


@dataclass(frozen=True)
class _Part:
    """A part of a multipart body; without a filename it holds no module."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


async def read_upload(request: Request, operation: Operation) -> Upload:
    """The upload in the request's body."""
    content_type = _media_type(request.headers.get("content-type", ""))
    if content_type in SCRIPT_TYPES:
        script = Module(BARE_SCRIPT, BARE_SCRIPT, content_type, await request.body())
        return Upload({"body_part": script.name}, [script], script)
    if content_type != MULTIPART:
        allowed = ", ".join([*SCRIPT_TYPES, MULTIPART])
        raise Refusal(WRONG_CONTENT_TYPE, f"Content-Type must be one of: {allowed}")
    parts = await _parts(request)
    metadata = _metadata(parts, operation)
    modules = list(_modules(parts))
    return Upload(metadata, modules, _entry_point(metadata, modules))


async def _parts(request: Request) -> list[_Part]:
    # Starlette's own limits are for forms that people fill in: a Worker has larger parts, and more of them.
    try:
        async with request.form(max_files=math.inf, max_fields=math.inf, max_part_size=sys.maxsize) as form:
            return [await _part(name, value) for name, value in form.multi_items()]
    except HTTPException as error:
        raise Refusal(UNREADABLE_BODY, f"Could not read the multipart body: {error.detail}") from error
    except MultipartParseError as error:
        # Some versions of Starlette let the parser's own error through.
        raise Refusal(UNREADABLE_BODY, f"Could not read the multipart body: {error}") from error


async def _part(name: str, value: UploadFile | str) -> _Part:
    if isinstance(value, str):
        return _Part(name, None, "", value.encode())
    return _Part(name, value.filename, value.content_type or "", await value.read())


def _metadata(parts: Sequence[_Part], operation: Operation) -> JsonObject:
    """The metadata, wherever it stands: wrangler sends it first, the official SDK last."""
    found = [part.content for part in parts if part.name == "metadata"]
    if len(found) != 1:
        raise Refusal(INVALID, f"Could not read content for part metadata: there are {len(found)} such parts.")
    metadata = bodies.parsed(found[0], INVALID, "content for part metadata")
    bindings.check_all(as_object(metadata).get("bindings"))
    bodies.check(property_of(operation.bodies[MULTIPART], "metadata"), metadata, "The metadata")
    return as_object(metadata)


def _modules(parts: Sequence[_Part]) -> Iterator[Module]:
    """Each part with a filename, which is the module's path."""
    seen = set()
    for part in parts:
        if not part.filename or part.name == "metadata":
            continue
        # Browsers and wrangler write a quote in a filename as %22.
        name = part.filename.replace("%22", '"')
        if name in seen:
            raise Refusal(INVALID, f"There are two parts for the module {name}.")
        if _media_type(part.content_type) not in MODULE_TYPES:
            raise Refusal(INVALID, f"module {name} has unsupported Content-Type {part.content_type}")
        seen.add(name)
        yield Module(name, part.name, part.content_type, part.content)


def _entry_point(metadata: JsonObject, modules: Sequence[Module]) -> Module:
    """The main module, or the script of service-worker syntax. Only the filename counts: all parts may have one name."""
    field = "main_module" if "main_module" in metadata else "body_part"
    wanted = as_text(metadata.get(field))
    if not wanted:
        raise Refusal(INVALID, "The metadata names neither main_module nor body_part.", pointer="/main_module")
    for module in modules:
        if module.name == wanted:
            return module
    there = ", ".join(module.name for module in modules) or "none"
    raise Refusal(INVALID, f"No such module: {wanted} (parts with a filename: {there})", pointer=f"/{field}")


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
