"""What surrounds a user Worker's code."""

from starlette.responses import Response

from . import bindings
from .asked import Asked
from .envelope import success
from .json_types import Json


async def get_settings(asked: Asked) -> Response:
    """Everything but the code."""
    script = asked.script()
    return success({"bindings": _shown(asked), "tags": script.tags, **script.settings})


async def get_bindings(asked: Asked) -> Response:
    """The bindings alone."""
    return success(_shown(asked))


def _shown(asked: Asked) -> list[Json]:
    return [bindings.shown(binding) for binding in asked.store.bindings(asked.script())]
