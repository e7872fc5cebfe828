"""Another version of a script: tried by the runtime, if there is one, before it takes the place of the present one."""

from collections.abc import Callable

from tenantry_emulator.context.request import Asked
from tenantry_emulator.runtime.configuration.worker_version import Version, version_of
from tenantry_emulator.runtime.runtime import Refused
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.identifiers import Stamp
from tenantry_emulator.wire.refusals import INVALID, Refusal

Change = Callable[[Stamp], None]
"""Writes the change into the state, as this version."""


async def go_live(asked: Asked, change: Change) -> None:
    """Make the change; refused where what it leaves does not start, and then the present version stays."""
    version, runtime = identifiers.new_version(asked.world.clock.now()), asked.world.runtime
    if runtime is None:
        change(version)
        return
    was_there = asked.store.scripts.get(asked.namespace(), asked.path["script_name"]) is not None
    try:
        tenant = await runtime.tried(_changed(asked, change, version))
    except Refused as refused:
        raise Refusal(INVALID, str(refused)) from refused
    try:
        # Both may have been deleted meanwhile.
        asked.namespace()
        if was_there:
            asked.script()
        change(version)
    except BaseException:
        await runtime.give_up(tenant)
        raise
    runtime.replaced(tenant)


def _changed(asked: Asked, change: Change, version: Stamp) -> Version:
    """The version that the change would leave."""
    with asked.store.trying():
        change(version)
        return version_of(asked.store, asked.account, asked.namespace(), asked.script())
