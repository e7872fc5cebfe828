"""Makes another version of a script the one that runs: rehearse the change, then publish it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.runtime.configuration.exports import Exports
from tenantry_emulator.runtime.configuration.worker_version import version_of
from tenantry_emulator.runtime.failure import DidNotStart
from tenantry_emulator.runtime.processes.pool import WorkerProcess
from tenantry_emulator.store.records import Code, Durable, Transfer
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.refusals import INVALID, NO_HANDLERS, Refusal

from . import inspection
from .rules.exports import check_exports

# What the runtime says of a service worker that listens for nothing.
NOTHING = "No event handlers were registered."

Change = Callable[[VersionId], None]
"""Writes the change into the state, as this version."""


@dataclass(frozen=True)
class CodeChange:
    """Code that has to have the classes of Durable Objects that the change leaves."""

    code: Code
    before: Durable
    after: Durable


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
    transfers: Sequence[Transfer]


async def rehearse(
    context: RequestContext, change: Change, code: CodeChange | None = None, transfers: Sequence[Transfer] = ()
) -> Candidate:
    """Make the change and roll it back, then start the version that it would leave; refused if that does not start."""
    version = identifiers.new_version(context.state.clock.now())
    is_new = context.store.scripts.get(context.namespace(), context.path["script_name"]) is None
    if not context.state.runtime:
        await _check(context, code, None)
        return Candidate(context, change, version, None, is_new, transfers)
    modules = code.code.modules if code else await context.store.scripts.modules(context.script())
    with context.store.rolled_back():
        change(version)
        changed = version_of(context.store, context.account, context.namespace(), context.script(), modules)
    try:
        worker, exports = await context.state.runtime.start_candidate(changed)
    except DidNotStart as error:
        raise Refusal(NO_HANDLERS if NOTHING in str(error) else INVALID, str(error)) from error
    try:
        await _check(context, code, exports)
    except Refusal:
        await context.state.runtime.discard_candidate(worker)
        raise
    return Candidate(context, change, version, worker, is_new, transfers)


async def _check(context: RequestContext, change: CodeChange | None, told: Exports | None) -> None:
    """Refuse code that does not export what it must: as it says itself, or else as it seems to."""
    if change is None or not change.code.entry_point:
        return
    code = change.code
    found = told or await asyncio.to_thread(
        inspection.exports_of, code.entry_point, code.modules, has_modules=code.has_modules
    )
    if found:
        check_exports(found, change.before, change.after, context.guesses)


async def publish(candidate: Candidate) -> None:
    """Make the change for good: requests lead to the new version from now on."""
    context, runtime = candidate.context, candidate.context.state.runtime
    try:
        # Namespace and script may have been deleted since the rehearsal.
        namespace = context.namespace()
        name = context.path["script_name"]
        async with runtime.handing_over(namespace, name, candidate.transfers) if runtime else nullcontext():
            if not candidate.is_new:
                context.script()
            with context.store.changing():
                candidate.change(candidate.version)
    except BaseException:
        if runtime:
            await runtime.discard_candidate(candidate.worker)
        raise
    if runtime:
        runtime.switch_to(candidate.worker)
