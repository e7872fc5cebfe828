"""Uploads code: a deploy with all that goes with it, a dry run of one, and code alone."""

from __future__ import annotations

from functools import partial

from attrs import frozen

from tenantry._arguments.convert import reading_arguments
from tenantry._arguments.deploy import DeployArguments, Upload, content_upload, without_secrets
from tenantry._assets.manifest import Manifest
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code
from tenantry._flow import Flow, InThread, result
from tenantry._flows import assets
from tenantry.errors import ScriptNotFound
from tenantry_api import models
from tenantry_api.api import scripts, settings
from tenantry_api.types import UNSET, Call


@frozen
class DryRun:
    """What a deploy would send."""

    bundle: Bundle
    """The modules, their types, the main one, and the files that are not modules."""
    metadata: models.ScriptMetadata
    """What is said beside the code; secrets without their values."""
    assets: Manifest | None = None
    """The static assets by their paths; None if no others are to be deployed."""


def deploy(path: assets.ScriptPath, given: DeployArguments) -> Flow[models.Deployed]:
    upload = yield from InThread(given.read)
    stored = None
    if isinstance(upload.assets, Assets):
        # Errors in the rest are found before files go up.
        upload.check()
        folder = yield from assets.prepare(path[-1], upload.assets)
        stored = yield from assets.store(path, folder)
    running = (yield from _running(path)) if given.keep_settings else None
    call = _call(path, upload, running, stored)
    # Not repeated: the second time, the script would have the migration's new tag, and Cloudflare would refuse it.
    answer = yield from call if upload.metadata.migrations is UNSET else call.once()
    return answer.result or models.Deployed(id=path[-1])


def dry_run(name: str, given: DeployArguments) -> Flow[DryRun]:
    """Sends nothing, so that settings which a deploy would read first are not in it."""
    upload = yield from InThread(given.read)
    if not isinstance(upload.assets, Assets):
        return DryRun(upload.bundle, without_secrets(upload.metadata))
    folder = yield from assets.prepare(name, upload.assets)
    body = upload.body(stored=models.AssetsMetadata(config=folder.config))
    return DryRun(upload.bundle, without_secrets(body.metadata), folder.manifest)


def replace_code(path: assets.ScriptPath, code: Code, main: str | None) -> Flow[models.ScriptDetails]:
    bundle = yield from InThread(partial(reading_arguments(Bundle.of), code, main=main))
    call = scripts.put_content.request(*path, body=content_upload(bundle))
    replaced = yield from result(call)
    return replaced or models.ScriptDetails(id=path[-1])


def _running(path: assets.ScriptPath) -> Flow[models.Settings | None]:
    """The settings of the version that runs, if one does."""
    try:
        return (yield from result(settings.get_settings.request(*path)))
    except ScriptNotFound:
        return None


@reading_arguments
def _call(
    path: assets.ScriptPath, upload: Upload, running: models.Settings | None, stored: models.AssetsMetadata | None
) -> Call[models.DeployedEnvelope]:
    return scripts.upload_script.request(*path, body=upload.body(running, stored), bindings_inherit="strict")
