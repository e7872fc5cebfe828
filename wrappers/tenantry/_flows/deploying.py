"""The flow of a deploy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from attrs import frozen

from tenantry._bundle import Bundle
from tenantry._flow import Flow, InThread, result
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


def deploy(account: str, namespace: str, name: str, upload: Upload) -> Flow[models.Deployed]:
    bundle = yield from InThread(lambda: _prepared(upload.bundle))
    running = (yield from _running(account, namespace, name)) if upload.keep_settings else None
    call = _prepared(lambda: _call(account, namespace, name, upload.body(bundle, running)))
    # The second time, the script has the migration's new tag already: Cloudflare would refuse what it has done.
    deployed = yield from result(call if upload.migrations is None else call.once())
    return deployed or models.Deployed(id=name)


def dry_run(upload: Upload) -> Flow[DryRun]:
    """Sends nothing, so that settings which a deploy would read first are not in it."""
    bundle = yield from InThread(lambda: _prepared(upload.bundle))
    return DryRun(bundle, _prepared(lambda: upload.body(bundle).metadata))


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
