"""Operations on static assets: open a session, bring the files that it asks for.

https://developers.cloudflare.com/workers/static-assets/direct-upload/
"""

import asyncio
import binascii
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from typing import Literal

import pybase64
from starlette.responses import Response

from tenantry_emulator.context.asset_tokens import new_token, session_of
from tenantry_emulator.context.credentials import bearer
from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.store.assets import manifest_of
from tenantry_emulator.store.records import Asset, Session
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import JsonObject, as_object, as_text
from tenantry_emulator.wire.multipart import Part, parts_of
from tenantry_emulator.wire.refusals import BAD_ASSET_PATH, INVALID, UNKNOWN_CREDENTIALS, Refusal
from tenantry_emulator.wire.signed_tokens import LIFE
from tenantry_emulator.wire.turns import Turns, pieces, step_aside

# https://developers.cloudflare.com/workers/platform/limits/#static-assets
MAX_FILES = 100_000
MAX_FILE_BYTES = 25 * 1024 * 1024
# What wrangler calls a file that shall be served without a type.
NO_TYPE = "application/null"


async def create_assets_session(context: RequestContext) -> Response:
    """A session for this script, which asks for the files that no script of the namespace has brought yet."""
    namespace, manifest = context.namespace(), as_object(as_object(context.body)["manifest"])
    listed, sizes = await asyncio.to_thread(_files, manifest, context.guesses.asset_path)
    session = Session(identifiers.new_tag(), namespace.row, context.path["script_name"])
    wanted = await context.store.assets.open_session(session, listed, sizes, LIFE)
    buckets = await asyncio.to_thread(lambda: [*_buckets(context, wanted)])
    purpose: Literal["upload", "complete"] = "upload" if buckets else "complete"
    result: JsonObject = {"jwt": new_token(context.state, purpose, session, context.identity)}
    if buckets or context.guesses.empty_buckets_are_listed:
        result["buckets"] = [[*bucket] for bucket in buckets]
    return await asyncio.to_thread(success, result, nulls=context.guesses.asset_answers_have_nulls)


async def upload_assets(context: RequestContext) -> Response:
    """Files for the session of the token: 202 as long as others are missing, then 201 with the completion token."""
    session = _session(context)
    parts = await parts_of(context.request)
    sizes = [context.store.assets.wanted_size(session, part.name) for part in parts]
    brought = await asyncio.to_thread(lambda: [*map(_asset, parts, sizes)])
    async with context.store.contents.kept({asset.digest: content for asset, content in brought}):
        # Requests of others came in between, and may have ended the session.
        context.store.assets.add(_session(context), [asset for asset, _ in brought])
    nulls = context.guesses.asset_answers_have_nulls
    if not await context.store.assets.is_complete(session):
        return success({}, status=202, nulls=nulls)
    result = {"jwt": new_token(context.state, "complete", session, context.identity)}
    return success(result, status=201, nulls=nulls)


def _session(context: RequestContext) -> Session:
    """The session of the token."""
    session = session_of(context.state, bearer(context.request.headers), "upload")
    if session is None or not context.store.namespaces.belongs(session.namespace, context.account):
        raise Refusal(UNKNOWN_CREDENTIALS, "Authentication error: the upload session is not there any more.")
    return session


def _files(manifest: JsonObject, paths: str) -> tuple[str, list[tuple[str, int]]]:
    """The manifest as the store keeps it, and as hashes with their sizes; `paths` is the pattern of a path."""
    if len(manifest) > MAX_FILES:
        raise Refusal(INVALID, f"{len(manifest)} files are too many: there may be {MAX_FILES}.", pointer="/manifest")
    files: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for path, entry in Turns().between(manifest.items()):
        identifier, size = as_text(as_object(entry)["hash"]), as_object(entry)["size"]
        if not re.fullmatch(paths, path):
            text = f"Invalid manifest: {path!r} has to begin with a slash, and to be URI-encoded."
            raise Refusal(BAD_ASSET_PATH, text, pointer="/manifest")
        if not isinstance(size, int) or size > MAX_FILE_BYTES:
            raise Refusal(INVALID, f"The file {path!r} may have {MAX_FILE_BYTES} bytes.", pointer="/manifest")
        files[path] = identifier
        sizes[identifier] = size
    return manifest_of(files), [*sizes.items()]


def _buckets(context: RequestContext, wanted: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """The missing files, in groups for one request each."""
    bucket: list[str] = []
    filled = 0
    for identifier, size in wanted:
        if bucket and (filled + size > context.guesses.bucket_bytes or len(bucket) >= context.guesses.bucket_files):
            yield bucket
            bucket, filled = [], 0
        bucket.append(identifier)
        filled += size
    if bucket:
        yield bucket


def _asset(part: Part, size: int | None) -> tuple[Asset, bytes]:
    """The file in the part, which is called as its hash, and its content; one that was not asked for is refused."""
    if size is None:
        raise Refusal(INVALID, f"The session asked for no file {part.name!r}.")
    try:
        content = _decoded(part.content)
    except binascii.Error as error:
        raise Refusal(INVALID, f"The file {part.name} is not base64.") from error
    if len(content) != size:
        raise Refusal(INVALID, f"The file {part.name} has {len(content)} bytes, and {size} in the manifest.")
    content_type = None if part.content_type in ("", NO_TYPE) else part.content_type
    return Asset(part.name, content_type, hashlib.sha256(content).hexdigest(), size), content


def _decoded(content: bytes) -> bytes:
    """From base64, in pieces between which other threads have their turn; only the last may be padded."""
    if 0 <= content.find(b"=") < len(content) - 2:
        raise binascii.Error
    decoded = io.BytesIO()
    # Each piece but the last is of whole groups of four.
    for piece in pieces(content):
        decoded.write(pybase64.b64decode(piece, validate=True))
        step_aside()
    return decoded.getvalue()
