"""Tags of a user Worker."""

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.deployment.rules.settings import accepted
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import texts


async def get_tags(context: RequestContext) -> Response:
    """All of them."""
    return success(context.script().tags)


async def set_tags(context: RequestContext) -> Response:
    """These and no others."""
    context.store.scripts.set_tags(context.script(), accepted(context, texts(context.body)))
    return success(context.script().tags)


async def add_tag(context: RequestContext) -> Response:
    """One more; one that is there already stays."""
    script = context.script()
    context.store.scripts.set_tags(script, accepted(context, [*script.tags, context.path["tag"]]))
    return success(None)


async def remove_tag(context: RequestContext) -> Response:
    """One less. Removing what is not there is a success: a guess."""
    script = context.script()
    context.store.scripts.set_tags(script, [tag for tag in script.tags if tag != context.path["tag"]])
    return success(None)
