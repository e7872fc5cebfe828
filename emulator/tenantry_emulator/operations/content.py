"""Operations on a Worker's code alone: replace it, and return it byte for byte."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Sequence

from starlette.responses import Response, StreamingResponse

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.deployment import inspection
from tenantry_emulator.deployment.activation import CodeChange, publish, rehearse
from tenantry_emulator.deployment.upload import read_content
from tenantry_emulator.store.records import Module, Script
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.turns import PIECE, pieces

from .script_json import as_json


async def put_content(context: RequestContext) -> Response:
    """Other code; bindings, settings, tags and assets stay."""
    script = context.script()
    code = await asyncio.to_thread(inspection.code_of, await read_content(context))
    whole = CodeChange(code, script.durable, script.durable)

    def change(version: VersionId) -> None:
        context.store.scripts.put_code(context.still(script), code, modules, version)

    async with context.store.scripts.kept(code.modules) as modules:
        await publish(await rehearse(context, change, whole))
    return success(as_json(context.script()))


async def get_content(context: RequestContext) -> Response:
    """Multipart for a Worker made of modules, JavaScript for one in service-worker syntax."""
    script = context.script()
    modules = await context.store.scripts.modules(script)
    return _multipart(script, modules) if script.has_modules else _bare(script, modules)


def _bare(script: Script, modules: Sequence[Module]) -> Response:
    """The script alone; what its bindings hold as parts is not given back, which is a guess.

    Nothing, which is another, for a Worker that is made of static assets alone.
    """
    code = [module.content for module in modules if module.name == script.entry_point]
    return _streamed(code, "application/javascript")


def _multipart(script: Script, modules: Sequence[Module]) -> Response:
    """One part per module, source maps included, which is a guess.

    `cf-entrypoint` names the main module: https://github.com/cloudflare/workers-sdk/issues/3088
    """
    boundary = secrets.token_hex(16)
    parts = [piece for module in modules for piece in (_head(boundary, module), module.content, b"\r\n")]
    response = _streamed([*parts, f"--{boundary}--\r\n".encode()], f"multipart/form-data; boundary={boundary}")
    # Starlette writes header values in Latin-1, and modules may be called anything.
    response.raw_headers.append((b"cf-entrypoint", _one_line(script.entry_point).encode()))
    return response


def _streamed(contents: Sequence[bytes], content_type: str) -> Response:
    """These, one behind the other: in pieces, for to put them together, or to write all at once, takes a while."""
    length = sum(map(len, contents))
    headers = {"content-type": content_type, "content-length": str(length)}
    return StreamingResponse(_joined(deque(contents)), headers=headers)


async def _joined(contents: deque[bytes]) -> AsyncIterator[bytes]:
    waiting = bytearray()
    while contents:
        for piece in pieces(contents.popleft()):
            waiting += piece
            if len(waiting) >= PIECE:
                yield bytes(waiting)
                waiting.clear()
    yield bytes(waiting)


def _head(boundary: str, module: Module) -> bytes:
    name = _one_line(module.name).replace('"', "%22")
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        f"Content-Type: {module.content_type}\r\n\r\n"
    )
    return head.encode()


def _one_line(name: str) -> str:
    return name.replace("\r", "%0D").replace("\n", "%0A")
