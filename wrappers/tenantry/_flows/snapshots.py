"""Takes snapshots of scripts, and restores them."""

from __future__ import annotations

from functools import partial
from typing import Literal

from tenantry._arguments.convert import reading_arguments
from tenantry._arguments.deployment.running import Running
from tenantry._flow import Flow, InThread, bad_success, result
from tenantry._flows import download, scripts, settings
from tenantry._flows.assets import ScriptPath
from tenantry._snapshots.restoration import Restored, check_resources, restoration
from tenantry._snapshots.snapshot import Snapshot
from tenantry.errors import Answer, Conflict, Error, NotSent, ScriptNotFound
from tenantry_api import models
from tenantry_api.api import scripts as api

MissingSecrets = Literal["refuse", "skip"]


def take(path: ScriptPath) -> Flow[Snapshot]:
    """Read all of a script, and once more if it was changed meanwhile."""
    before = yield from scripts.get(*path)
    for _ in range(2):
        present = yield from settings.whole(*path)
        code = yield from download.bundle(*path)
        after = yield from scripts.get(*path)
        if (before.etag, before.modified_on) == (after.etag, after.modified_on):
            if not any(code.values()):
                raise bad_success(api.get_content.request(*path), "no code: the script is made of static assets alone")
            account, namespace, name = path
            return Snapshot(
                account_id=account,
                namespace=namespace,
                script=name,
                code=code,
                settings=present,
                migration_tag=after.migration_tag,
                has_assets=after.script.has_assets,
            )
        before = after
    call = api.get_script.request(*path)
    hint = "It was changed while it was read, and again when it was read once more; try again."
    raise Conflict(method=call.method, path=call.path, answer=Answer(200), hint=hint)


def restore(path: ScriptPath, snapshot: Snapshot, missing_secrets: MissingSecrets) -> Flow[Restored]:
    if not isinstance(snapshot, Snapshot):
        raise NotSent(f"What is restored is a Snapshot, not {type(snapshot).__name__}.")
    if missing_secrets not in ("refuse", "skip"):
        raise NotSent("missing_secrets is 'refuse' or 'skip', and nothing else.")
    check_resources(snapshot, *path[:2])
    running = yield from _running(path)
    skips = missing_secrets == "skip"
    planned = yield from InThread(partial(reading_arguments(restoration), snapshot, running, skips_missing=skips))
    call = reading_arguments(api.upload_script.request)(*path, body=planned.body, bindings_inherit="strict")
    deployed = yield from result(call)
    try:
        if deployed and deployed.tags is not None and sorted(deployed.tags) != sorted(snapshot.tags):
            yield from settings.set_tags(*path, snapshot.tags)
        return planned.outcome((yield from settings.get(*path)) if planned.unsaid else None)
    except Error as error:
        error._mark_unknown()
        error.add_note("The upload before that succeeded: the snapshot is restored, but for what this was about.")
        raise


def _running(path: ScriptPath) -> Flow[Running]:
    try:
        info = yield from scripts.get(*path)
    except ScriptNotFound:
        return Running(models.Settings(), has_assets=False)
    present = yield from settings.whole(*path)
    return Running(present, info.migration_tag, info.script.has_assets)
