"""Flows that upload code."""

from __future__ import annotations

from attrs import frozen

from tenantry._arguments.deploy import DeployArguments, content_upload, shown
from tenantry._assets.manifest import Manifest
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code
from tenantry._flow import Flow, InThread, prepared, result
from tenantry._flows import assets as storing
from tenantry.errors import ScriptNotFound
from tenantry_api import models
from tenantry_api.api import scripts, settings
from tenantry_api.types import Call


@frozen
class DryRun:
    """What a deploy would send."""

    bundle: Bundle
    """The modules, their types, the main one, and the files that are no modules."""
    metadata: models.ScriptMetadata
    """What is said beside the code; secrets without their values."""
    assets: Manifest | None = None
    """The static assets by their paths; None if no others are to be deployed."""


def deploy(account: str, namespace: str, name: str, given: DeployArguments) -> Flow[models.Deployed]:
    upload, bundle = yield from InThread(lambda: prepared(lambda: (given.settled(), given.bundle())))
    stored = None
    if isinstance(upload.assets, Assets):
        # What is wrong with the rest is found before files go up.
        prepared(lambda: _call(account, namespace, name, upload.body(bundle)))
        folder = yield from storing.prepare(name, upload.assets)
        stored = yield from storing.store((account, namespace, name), folder)
    running = (yield from _running(account, namespace, name)) if upload.keep_settings else None
    call = prepared(lambda: _call(account, namespace, name, upload.body(bundle, running, stored)))
    # The second time, the script has the migration's new tag already: Cloudflare would refuse what it has done.
    deployed = yield from result(call if upload.migrations is None else call.once())
    return deployed or models.Deployed(id=name)


def dry_run(name: str, given: DeployArguments) -> Flow[DryRun]:
    """Sends nothing, so that settings which a deploy would read first are not in it."""
    upload, bundle = yield from InThread(lambda: prepared(lambda: (given.settled(), given.bundle())))
    if not isinstance(upload.assets, Assets):
        return DryRun(bundle, prepared(lambda: shown(upload.body(bundle).metadata)))
    folder = yield from storing.prepare(name, upload.assets)
    said = models.AssetsMetadata(config=folder.config)
    return DryRun(bundle, prepared(lambda: shown(upload.body(bundle, assets=said).metadata)), folder.manifest)


def replace_code(account: str, namespace: str, name: str, code: Code, main: str | None) -> Flow[models.ScriptDetails]:
    bundle = yield from InThread(lambda: prepared(lambda: Bundle.of(code, main=main)))
    call = prepared(lambda: scripts.put_content.request(account, namespace, name, body=content_upload(bundle)))
    replaced = yield from result(call)
    return replaced or models.ScriptDetails(id=name)


def _running(account: str, namespace: str, name: str) -> Flow[models.Settings | None]:
    """The settings of the version that runs, if one does."""
    try:
        return (yield from result(settings.get_settings.request(account, namespace, name)))
    except ScriptNotFound:
        return None


def _call(account: str, namespace: str, name: str, body: models.ScriptUpload) -> Call[models.DeployedEnvelope]:
    return scripts.upload_script.request(account, namespace, name, body=body, bindings_inherit="strict")
