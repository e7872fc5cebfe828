"""Uploads static assets: from a folder to the token that a deploy names them by.

https://developers.cloudflare.com/workers/static-assets/direct-upload/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import TypeAlias, TypeVar

from attrs import evolve, field, frozen

from tenantry._arguments.convert import reading_arguments
from tenantry._assets import folder as asset_folder
from tenantry._assets.folder import NO_TYPE
from tenantry._assets.manifest import Asset, Manifest, content
from tenantry._assets.options import Assets
from tenantry._flow import Check, Emit, Flow, Gather, Interruptible, InThread, bad_success, existing, result
from tenantry._flows import asset_manifest
from tenantry._flows.asset_manifest import Tally
from tenantry.errors import BadAnswer, Denied, Error, NotSent, Refused
from tenantry.events import Warned
from tenantry_api import models
from tenantry_api.api import assets as api
from tenantry_api.types import Call, File

T = TypeVar("T")

ScriptPath: TypeAlias = tuple[str, str, str]
"""Account, namespace and script."""

# As many as wrangler 4.164 sends. A bucket is about 50 MiB, so this bounds the memory too.
BUCKETS_AT_ONCE = 3
# How many sessions one deploy opens: a token holds for an hour, and what was uploaded in it counts in the next.
SESSIONS = 3
# What can stand in a header.
_TOKEN = re.compile(r"[!-~]+")


@frozen
class Prepared:
    """A folder that was read and hashed, and how its files are served."""

    manifest: Manifest
    config: models.AssetsConfig
    key: bytes | None = field(repr=False)
    warnings: tuple[str, ...]


def prepare(name: str, assets: Assets) -> Flow[Prepared]:
    """The folder, hashed for this script; sends nothing."""
    folder = yield from Interruptible(partial(asset_folder.read, assets.directory))
    if warning := asset_folder.exposed(folder):
        yield from Emit(Warned(warning, name))
    key = assets.key(name)
    manifest = yield from asset_manifest.manifest(name, folder.files, key)
    return Prepared(manifest, assets.config(folder), key, (warning,) if warning else ())


def store(path: ScriptPath, prepared: Prepared) -> Flow[models.AssetsMetadata]:
    """Upload the files that Cloudflare does not have; the result goes into the metadata of the deploy.

    A session that expires, or that ends without the completion token, is opened anew: Cloudflare then asks only for
    what is still missing. https://github.com/alchemy-run/alchemy/pull/914
    """
    opening = api.create_assets_session.request(*path, body=prepared.manifest.body)
    unfinished = _bad(opening, f"no completion token in {SESSIONS} sessions, although all files are uploaded")
    failure: Error = unfinished
    for _ in range(SESSIONS):
        session = yield from _open(opening, prepared.manifest)
        try:
            token = yield from _complete(path, session, prepared)
        except Refused as refused:
            if not _is_expiry(refused):
                raise
            failure = refused.restated(Denied, f"Cloudflare refuses its own token, in the last of {SESSIONS} sessions.")
        else:
            if token:
                return models.AssetsMetadata(jwt=token, config=prepared.config)
            failure = unfinished
    raise failure


def open_session(path: ScriptPath, manifest: Mapping[str, models.AssetsManifestEntry]) -> Flow[models.AssetsSession]:
    """The raw first step, for those who upload by themselves."""
    body = _session_body(manifest)
    return (yield from existing(api.create_assets_session.request(*path, body=body)))


@reading_arguments
def _session_body(manifest: Mapping[str, models.AssetsManifestEntry]) -> models.CreateAssetsSession:
    if not isinstance(manifest, Mapping) or not all(
        isinstance(entry, models.AssetsManifestEntry) for entry in manifest.values()
    ):
        raise NotSent("manifest is a mapping of paths to models.AssetsManifestEntry(hash_=…, size=…).")
    return models.CreateAssetsSession(manifest=models.AssetsManifest(additional_properties={**manifest}))


def upload_files(
    path: ScriptPath, token: str, files: Mapping[str, bytes], types: Mapping[str, str] | None
) -> Flow[models.AssetsUploaded]:
    """The raw second step: files by their hashes."""
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise NotSent("token is the `jwt` of a session, as create_assets_session() answers it.")
    body = yield from InThread(partial(_raw_body, files, {} if types is None else types))
    call = _authorised(api.upload_assets.request(path[0], body=body, base64=True), token)
    return (yield from result(call)) or models.AssetsUploaded()


@reading_arguments
def _raw_body(files: Mapping[str, bytes], types: Mapping[str, str]) -> models.AssetUpload:
    from pybase64 import b64encode

    if not isinstance(files, Mapping) or not files:
        raise NotSent("files is a mapping of hashes to contents, with one file at least.")
    if unknown := sorted(types.keys() - files.keys()):
        raise NotSent(f"types= names no file: {', '.join(unknown)}.")
    parts = {
        name: File(payload=b64encode(content), file_name=name, mime_type=types.get(name, NO_TYPE))
        for name, content in files.items()
    }
    return models.AssetUpload(additional_properties={**parts})


@frozen
class _Session:
    """What is still to be uploaded, and with which token."""

    token: str = field(repr=False)
    buckets: Sequence[Sequence[Asset]]


def _open(call: Call[models.AssetsSessionEnvelope], manifest: Manifest) -> Flow[_Session]:
    session = yield from existing(call)
    if not isinstance(session.jwt, str) or not _TOKEN.fullmatch(session.jwt):
        raise _bad(call, "no token for the upload")
    buckets = [[_asked(call, manifest, name) for name in bucket] for bucket in session.buckets or () if bucket]
    return _Session(session.jwt, buckets)


def _asked(call: Call[object], manifest: Manifest, name: object) -> Asset:
    if not isinstance(name, str) or name not in manifest.by_hash:
        raise _bad(call, "the wish for a file that is not in the manifest")
    return manifest.by_hash[name]


def _complete(path: ScriptPath, session: _Session, prepared: Prepared) -> Flow[str | None]:
    """The completion token, if there is one once all buckets are uploaded."""
    tally = Tally("stored", path[-1], prepared.manifest.by_hash)
    missing = {asset.hash for bucket in session.buckets for asset in bucket}
    yield from Emit(tally.add(len(prepared.manifest.by_hash) - len(missing)))
    if not session.buckets:
        return session.token
    uploads = (_upload(path[0], session.token, bucket, prepared.key, tally) for bucket in session.buckets)
    tokens = yield from Gather(uploads, limit=min(len(session.buckets), BUCKETS_AT_ONCE))
    return next((token for token in reversed(tokens) if token), None)


def _upload(account: str, token: str, bucket: Sequence[Asset], key: bytes | None, tally: Tally) -> Flow[str | None]:
    """Upload one bucket; after the last one the answer holds the completion token."""
    contents = yield from Interruptible(partial(_contents, bucket, key))
    try:
        uploaded = yield from result(
            _authorised(api.upload_assets.request(account, body=_body(contents), base64=True), token)
        )
        # To free so much memory takes time too.
        yield from InThread(partial(_close, contents))
    finally:
        _close(contents)
    yield from Emit(tally.add(len(bucket)))
    return uploaded.jwt if uploaded else None


def _contents(bucket: Sequence[Asset], key: bytes | None, check: Check) -> dict[Asset, BytesIO]:
    return {asset: content(asset, key, check) for asset in bucket}


def _close(contents: Mapping[Asset, BytesIO]) -> None:
    """Free what was sent.

    An answer of httpx's and its request hold each other: without this, it would stay in memory until Python looks for
    such cycles, which large objects do not make it do.
    """
    for sent in contents.values():
        sent.close()


def _body(contents: Mapping[Asset, BytesIO]) -> models.AssetUpload:
    """A part for each file; its hash is its name and its filename."""
    files = {
        asset.hash: File(payload=encoded, file_name=asset.hash, mime_type=asset.content_type)
        for asset, encoded in contents.items()
    }
    return models.AssetUpload(additional_properties=files)


def _authorised(call: Call[T], token: str) -> Call[T]:
    """The call with the session's token in place of the client's credentials."""
    return evolve(call, arguments={**call.arguments, "headers": {"Authorization": f"Bearer {token}"}})


def _is_expiry(refused: Refused) -> bool:
    """Whether the session's token has expired; a firewall's page says nothing about that."""
    is_denied = refused.status in {401, 403} or any("expired" in error.message.lower() for error in refused.errors)
    return is_denied and "cf-mitigated" not in refused.answer.headers


def _bad(call: Call[object], what: str) -> BadAnswer:
    return bad_success(call, f"{what}. Nothing was deployed; try again.")
