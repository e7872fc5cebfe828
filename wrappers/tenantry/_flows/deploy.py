"""Uploads code: a deploy with all that goes with it, a dry run of one, and code alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import evolve, frozen

from tenantry._arguments.convert import reading_arguments
from tenantry._arguments.deployment.deploy import DeployArguments, Upload, content_upload, without_secrets
from tenantry._arguments.deployment.running import Running
from tenantry._arguments.keep import KEEP
from tenantry._assets.manifest import Manifest
from tenantry._assets.options import Assets
from tenantry._code.bundle import Bundle, Code
from tenantry._flow import Flow, InThread, result
from tenantry._flows import assets, settings
from tenantry._flows.scripts import get as get_script
from tenantry._public import public
from tenantry.errors import Denied, Invalid, NotSent, ScriptNotFound
from tenantry_api import models
from tenantry_api.api import scripts
from tenantry_api.display import Value
from tenantry_api.types import UNSET, Call

_NOTHING_TO_INHERIT = 10057


@public
@frozen
class DryRun(Value):
    """What a deploy would send."""

    bundle: Bundle
    """The modules, their types, the main one, and the files that are not modules; empty for static assets alone."""
    metadata: models.ScriptMetadata
    """What is said beside the code; secrets without their values."""
    assets: Manifest | None = None
    """The static assets by their paths; None if no others are to be deployed."""
    kept: tuple[str, ...] = ()
    """Settings that a deploy reads first and sends again as they are."""
    warnings: tuple[str, ...] = ()
    """What is likely a mistake, such as a `.env` among the static assets."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that is said beside the code, by field; KEEP for what a deploy reads first. Any: JSON, or KEEP."""
        return {**self.metadata.to_dict(), **dict.fromkeys(self.kept, KEEP)}

    def __repr__(self) -> str:
        return f"DryRun({self.bundle!r}, settings={self.settings!r}, assets={self.assets!r})"


def deploy(path: assets.ScriptPath, given: DeployArguments) -> Flow[models.Deployed]:
    upload = yield from InThread(given.read)
    running = yield from _running(path, upload)
    metadata = _dated(upload, running)
    stored = None
    if isinstance(upload.assets, Assets):
        folder = yield from assets.prepare(path[-1], upload.assets)
        stored = yield from assets.store(path, folder)
    try:
        answer = yield from _call(path, upload, metadata, stored)
    except Invalid as refusal:
        if refusal.code != _NOTHING_TO_INHERIT or running is None:
            raise
        # A binding that was read may have been deleted meanwhile.
        again = _dated(upload, (yield from _running(path, upload)))
        if again == metadata:
            raise
        answer = yield from _call(path, upload, again, stored)
    deployed = answer.result or models.Deployed()
    return deployed if deployed.id else evolve(deployed, id=path[-1])


def dry_run(name: str, given: DeployArguments) -> Flow[DryRun]:
    """Sends nothing, so that settings which a deploy would read first are not in it."""
    upload = yield from InThread(given.read)
    metadata = without_secrets(upload.over(None))
    if not isinstance(upload.assets, Assets):
        return DryRun(upload.bundle, metadata, kept=upload.read_first)
    folder = yield from assets.prepare(name, upload.assets)
    metadata.assets = models.AssetsMetadata(config=folder.config)
    return DryRun(upload.bundle, metadata, folder.manifest, upload.read_first, folder.warnings)


def replace_code(path: assets.ScriptPath, code: Code, main: str | None) -> Flow[models.ScriptDetails]:
    bundle = yield from InThread(partial(reading_arguments(Bundle.of), code, main=main))
    call = scripts.put_content.request(*path, body=content_upload(bundle))
    replaced = (yield from result(call)) or models.ScriptDetails()
    return replaced if replaced.id else evolve(replaced, id=path[-1])


def _running(path: assets.ScriptPath, upload: Upload) -> Flow[Running | None]:
    """What runs now, as far as it is to be kept; None where nothing runs, or nothing is to be read."""
    if upload.creates and not upload.keeps_settings:
        return None
    try:
        now = yield from settings.whole(*path)
        tag = (yield from get_script(*path)).migration_tag if upload.migrations and upload.keeps_settings else None
    except ScriptNotFound:
        if not upload.creates:
            raise
        return None
    except Denied as refusal:
        if upload.keeps_settings:
            refusal.hint_also("deploy() reads the settings to keep them; with keep_settings=False, give all of them.")
        raise
    return Running(now, tag)


def _dated(upload: Upload, running: Running | None) -> models.ScriptMetadata:
    """The metadata, with a compatibility date."""
    metadata = upload.over(running)
    if metadata.compatibility_date is UNSET and "compatibility_date" not in metadata:
        why = "the script does not exist yet" if running is None else "the settings of the script have none"
        raise NotSent(f"A compatibility_date is needed, such as '2026-01-31': {why}.")
    return metadata


@reading_arguments
def _call(
    path: assets.ScriptPath, upload: Upload, metadata: models.ScriptMetadata, stored: models.AssetsMetadata | None
) -> Call[models.DeployedEnvelope]:
    body = models.ScriptUpload(metadata=metadata if stored is None else evolve(metadata, assets=stored))
    body.additional_properties = {**upload.parts}
    call = scripts.upload_script.request(*path, body=body, bindings_inherit="strict")
    # Not repeated: the second time, the script would have the migration's new tag, and Cloudflare would refuse it.
    return call if metadata.migrations is UNSET else call.once()
