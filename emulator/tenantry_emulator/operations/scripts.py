"""Operations on user Workers as a whole, one or many."""

import re

from starlette.responses import Response

from tenantry_emulator.context.request import Asked
from tenantry_emulator.deployment import assets, inspection, script_config
from tenantry_emulator.deployment.activation import go_live
from tenantry_emulator.deployment.upload import read_upload
from tenantry_emulator.wire import identifiers, paging
from tenantry_emulator.wire.envelope import Answer, success
from tenantry_emulator.wire.identifiers import Stamp
from tenantry_emulator.wire.json_types import as_text
from tenantry_emulator.wire.paging import TagFilter
from tenantry_emulator.wire.refusals import BAD_PARAMETER, BAD_SCRIPT_NAME, NO_SUCH_ENVIRONMENT, Kind, Refusal

from .script_json import flat_in_namespace, in_namespace, shown

# Nothing is started here, so there is nothing to measure.
STARTUP_TIME_MS = 1


async def upload_script(asked: Asked) -> Response:
    """Create it or replace it, at once."""
    namespace, name = asked.namespace(), asked.path["script_name"]
    if not re.fullmatch(asked.guesses.script_name, name):
        raise Refusal(BAD_SCRIPT_NAME, f"{name!r} cannot be the name of a script.")
    upload = await read_upload(asked)
    running = asked.store.scripts.get(namespace, name)
    around = script_config.uploaded(asked, upload, running)
    sent_assets = assets.uploaded(asked, upload.metadata, running)
    code = inspection.code_of(upload)

    def change(version: Stamp) -> None:
        asked.store.scripts.put(asked.namespace(), name, code, around, sent_assets, version)

    await go_live(asked, change)
    script = asked.script()
    deployed = {"startup_time_ms": STARTUP_TIME_MS, "entry_point": script.entry_point}
    return success({**shown(script), **deployed, "deployment_id": identifiers.new_tag()})


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


async def list_scripts(asked: Asked) -> Response:
    """One page of them, with the cursor of the next."""
    size = _limit(asked, asked.guesses.page_size)
    after = paging.name_before(as_text(asked.query.get("cursor")))
    # One more than asked for, to know whether there is a next page.
    found = asked.store.scripts.page(asked.namespace(), tag_filter(asked), after=after, limit=size + 1)
    page = found[:size]
    cursor = paging.cursor_after(page[-1].name) if len(found) > size else ""
    row = in_namespace if asked.guesses.list_rows_nested else flat_in_namespace
    rows = [row(script, asked.path["dispatch_namespace"]) for script in page]
    return success(rows, result_info={"count": len(page), "cursor": cursor})


async def delete_scripts(asked: Asked) -> Response:
    """As many of those that the filter selects as one request may remove, and whether there are more."""
    tags = tag_filter(asked)
    if not tags.pairs and not asked.guesses.unfiltered_delete_takes_all:
        raise Refusal(BAD_PARAMETER, "The parameter tags is missing.", pointer="/tags")
    size = _limit(asked, asked.guesses.delete_size)
    found = asked.store.scripts.page(asked.namespace(), tags, limit=size + 1)
    gone = found[:size]
    asked.store.scripts.remove(gone)
    asked.world.settle()
    identifiers = [script.name if asked.guesses.deleted_id_is_name else script.tag for script in gone]
    result = {
        "deleted": [{"id": identifier} for identifier in identifiers],
        "deleted_count": len(gone),
        "has_more": len(found) > size,
    }
    return success(result) if asked.guesses.deleted_in_envelope else Answer(result)


def tag_filter(asked: Asked) -> TagFilter:
    """The scripts that the request is about."""
    return paging.tag_filter(as_text(asked.query.get("tags")), all_must_hold=asked.guesses.all_tags_must_hold)


def _limit(asked: Asked, otherwise: int) -> int:
    limit = asked.query.get("limit")
    return limit if isinstance(limit, int) else otherwise
