"""Tags of a user Worker."""

from starlette.responses import Response

from tenantry_emulator.context.request import Asked
from tenantry_emulator.deployment.rules.tags import accepted
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import texts


async def get_tags(asked: Asked) -> Response:
    """All of them."""
    return success(asked.script().tags)


async def set_tags(asked: Asked) -> Response:
    """These and no others."""
    asked.store.scripts.set_tags(asked.script(), accepted(asked, texts(asked.body)))
    return success(asked.script().tags)


async def add_tag(asked: Asked) -> Response:
    """One more; one that is there already stays."""
    script = asked.script()
    asked.store.scripts.set_tags(script, accepted(asked, [*script.tags, asked.path["tag"]]))
    return success(None)


async def remove_tag(asked: Asked) -> Response:
    """One less. Removing what is not there is a success: a guess."""
    script = asked.script()
    asked.store.scripts.set_tags(script, [tag for tag in script.tags if tag != asked.path["tag"]])
    return success(None)
