"""The flow of a deploy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from attrs import frozen

from tenantry._asset_manifest import Manifest
from tenantry._assets import Assets
from tenantry._bundle import Bundle
from tenantry._flow import Flow, InThread, result
from tenantry._flows import storing
from tenantry._upload import Upload
from tenantry.errors import Error, NotSent, ScriptNotFound
from tenantry_api import models
from tenantry_api.api.scripts import upload_script
from tenantry_api.api.settings import get_settings
from tenantry_api.types import Call

T = TypeVar("T")


@frozen
class DryRun:
    """What a deploy would send."""

    bundle: Bundle
    """The modules, their types, the main one, and the files that are no modules."""
    metadata: models.ScriptMetadata
    """What is said beside the code; the values of secrets are in it, and not in its repr."""
    assets: Manifest | None = None
    """The static assets by their paths; None if no others are to be deployed."""


def deploy(account: str, namespace: str, name: str, given: Upload) -> Flow[models.Deployed]:
    upload, bundle = yield from InThread(lambda: _prepared(lambda: (given.settled(), given.bundle())))
    stored = None
    if isinstance(upload.assets, Assets):
        # What is wrong with the rest is found before files go up.
        _prepared(lambda: _call(account, namespace, name, upload.body(bundle)))
        prepared = yield from storing.prepare(name, upload.assets)
        stored = yield from storing.store((account, namespace, name), prepared)
    running = (yield from _running(account, namespace, name)) if upload.keep_settings else None
    call = _prepared(lambda: _call(account, namespace, name, upload.body(bundle, running, stored)))
    # The second time, the script has the migration's new tag already: Cloudflare would refuse what it has done.
    deployed = yield from result(call if upload.migrations is None else call.once())
    return deployed or models.Deployed(id=name)


def dry_run(name: str, given: Upload) -> Flow[DryRun]:
    """Sends nothing, so that settings which a deploy would read first are not in it."""
    upload, bundle = yield from InThread(lambda: _prepared(lambda: (given.settled(), given.bundle())))
    if not isinstance(upload.assets, Assets):
        return DryRun(bundle, _prepared(lambda: upload.body(bundle).metadata))
    prepared = yield from storing.prepare(name, upload.assets)
    said = models.AssetsMetadata(config=prepared.config)
    return DryRun(bundle, _prepared(lambda: upload.body(bundle, assets=said).metadata), prepared.manifest)


def _running(account: str, namespace: str, name: str) -> Flow[models.Settings | None]:
    """The settings of the version that runs, if one does."""
    try:
        return (yield from result(get_settings.request(account, namespace, name)))
    except ScriptNotFound:
        return None


def _call(account: str, namespace: str, name: str, body: models.ScriptUpload) -> Call[models.DeployedEnvelope]:
    return upload_script.request(account, namespace, name, body=body, bindings_inherit="strict")


def _prepared(work: Callable[[], T]) -> T:
    """What the work makes of the arguments, which may be objects of the user's: whatever they raise, it is NotSent."""
    try:
        return work()
    except Error:
        raise
    except Exception as error:  # noqa: BLE001
        why = f"{type(error).__name__}: {error}"
    raise NotSent(f"What is given cannot be sent: {why}")
