"""Makes another version of a script the one that runs: rehearse the change, then publish it."""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.runtime.configuration.worker_version import version_of
from tenantry_emulator.runtime.failure import DidNotStart
from tenantry_emulator.runtime.processes.pool import WorkerProcess
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.refusals import INVALID, Refusal

Change = Callable[[VersionId], None]
"""Writes the change into the state, as this version."""


@dataclass(frozen=True)
class Candidate:
    """A change that was rehearsed."""

    context: RequestContext
    change: Change
    version: VersionId
    worker: WorkerProcess | None
    """The process that was started for it, if it can serve requests later on."""
    is_new: bool
    """Whether the script does not exist yet."""


async def rehearse(context: RequestContext, change: Change) -> Candidate:
    """Make the change and roll it back, then start the version that it would leave; refused if that does not start."""
    version = identifiers.new_version(context.state.clock.now())
    is_new = context.store.scripts.get(context.namespace(), context.path["script_name"]) is None
    if not context.state.runtime:
        return Candidate(context, change, version, None, is_new)
    with context.store.rolled_back():
        change(version)
        changed = version_of(context.store, context.account, context.namespace(), context.script())
    try:
        worker = await context.state.runtime.start_candidate(changed)
    except DidNotStart as error:
        raise Refusal(INVALID, str(error)) from error
    return Candidate(context, change, version, worker, is_new)


async def publish(candidate: Candidate) -> None:
    """Make the change for good: requests lead to the new version from now on."""
    context, runtime = candidate.context, candidate.context.state.runtime
    try:
        # Namespace and script may have been deleted since the rehearsal.
        context.namespace()
        if not candidate.is_new:
            context.script()
        candidate.change(candidate.version)
    except BaseException:
        if runtime:
            await runtime.discard_candidate(candidate.worker)
        raise
    if runtime:
        runtime.switch_to(candidate.worker)
