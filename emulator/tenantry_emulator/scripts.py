"""Operations on user Workers as a whole."""

import re

from starlette.responses import Response

from . import inspection, sites, stamps, surroundings
from .asked import Asked
from .envelope import success
from .going_live import go_live
from .refusals import BAD_SCRIPT_NAME, NO_SUCH_ENVIRONMENT, Kind, Refusal
from .shown import in_namespace, shown
from .stamps import Stamp
from .uploads import read_upload

# Nothing is started here, so there is nothing to measure.
STARTUP_TIME_MS = 1


async def upload_script(asked: Asked) -> Response:
    """Create it or replace it, at once."""
    namespace, name = asked.namespace(), asked.path["script_name"]
    if not re.fullmatch(asked.guesses.script_name, name):
        raise Refusal(BAD_SCRIPT_NAME, f"{name!r} cannot be the name of a script.")
    upload = await read_upload(asked)
    running = asked.store.scripts.get(namespace, name)
    around = surroundings.uploaded(asked, upload, running)
    assets = sites.uploaded(asked, upload.metadata, running)
    code = inspection.code_of(upload)

    def change(version: Stamp) -> None:
        asked.store.scripts.put(asked.namespace(), name, code, around, assets, version)

    await go_live(asked, change)
    script = asked.script()
    deployed = {"startup_time_ms": STARTUP_TIME_MS, "entry_point": script.entry_point}
    return success({**shown(script), **deployed, "deployment_id": stamps.new_tag()})


async def get_script(asked: Asked) -> Response:
    """Its details. A script that is not there has a code here that it has nowhere else."""
    script = asked.store.scripts.get(asked.namespace(), asked.path["script_name"])
    if script is not None:
        return success(in_namespace(script, asked.path["dispatch_namespace"]))
    if asked.guesses.missing_script == "null":
        return success({"dispatch_namespace": asked.path["dispatch_namespace"], "script": None})
    missing = asked.missing_script()
    kind = NO_SUCH_ENVIRONMENT if asked.guesses.missing_script == "10092" else missing.kind
    raise Refusal(Kind(kind.status, kind.code), missing.message)


async def delete_script(asked: Asked) -> Response:
    """Gone, with its secrets and tags. `force` changes nothing: nothing here knows who binds to whom."""
    asked.store.scripts.remove([asked.script()])
    asked.world.settle()
    return Response(status_code=204) if asked.guesses.delete_answers_nothing else success(None)
