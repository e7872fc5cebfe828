"""Operations on user Workers as a whole, one or many."""

import asyncio
import re

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.deployment import assets, inspection, migrations, script_config
from tenantry_emulator.deployment.activation import CodeChange, publish, rehearse
from tenantry_emulator.deployment.transfers import carry_out
from tenantry_emulator.deployment.upload import read_upload
from tenantry_emulator.wire import identifiers, paging
from tenantry_emulator.wire.envelope import Answer, success
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.json_types import as_text
from tenantry_emulator.wire.paging import TagFilter
from tenantry_emulator.wire.refusals import BAD_PARAMETER, BAD_SCRIPT_NAME, NO_SUCH_ENVIRONMENT, STILL_BOUND, Refusal

from .script_json import as_json, flat_in_namespace, in_namespace

# Nothing is started here, so there is nothing to measure.
STARTUP_TIME_MS = 1


async def upload_script(context: RequestContext) -> Response:
    """Create it or replace it, at once."""
    namespace, name = context.namespace(), context.path["script_name"]
    if not re.fullmatch(context.guesses.script_name, name):
        raise Refusal(BAD_SCRIPT_NAME, f"{name!r} cannot be the name of a script.")
    upload = await read_upload(context)
    running = context.store.scripts.get(namespace, name)
    config = await script_config.uploaded(context, upload, running)
    sent_assets = await assets.uploaded(context, upload.metadata, running)
    code = await asyncio.to_thread(inspection.code_of, upload)
    # Known from now on, as the digests of the modules are.
    await asyncio.to_thread(lambda: config.bindings_json)
    before = running.durable if running else migrations.NONE

    def change(version: VersionId) -> None:
        if running:
            context.still(running)
        context.store.scripts.put(context.namespace(), name, code, modules, config, sent_assets, version)
        carry_out(context, config.transfers)

    async with context.store.scripts.kept(code.modules) as modules:
        await publish(await rehearse(context, change, CodeChange(code, before, config.durable), config.transfers))
    script = context.script()
    deployed = {"startup_time_ms": STARTUP_TIME_MS, "entry_point": script.entry_point}
    return success({**as_json(script), **deployed, "deployment_id": identifiers.new_tag()})


async def get_script(context: RequestContext) -> Response:
    """Its details. A script that is not there has a code here that it has nowhere else."""
    script = context.store.scripts.get(context.namespace(), context.path["script_name"])
    if script is not None:
        return success(in_namespace(script, context.path["dispatch_namespace"]))
    if context.guesses.missing_script == "null":
        return success({"dispatch_namespace": context.path["dispatch_namespace"], "script": None})
    missing = context.missing_script()
    error_code = NO_SUCH_ENVIRONMENT if context.guesses.missing_script == "10092" else missing.error_code
    raise Refusal(error_code, missing.message)


async def delete_script(context: RequestContext) -> Response:
    """Gone, with its secrets and tags; refused where others bind to it, unless by `force`."""
    script = context.script()
    if context.request.query_params.get("force") != "true":
        for other, binding in context.store.bound_to(context.account, script):
            text = f"'{other.name}' binds to '{script.name}', as {binding['name']}; force=true deletes it nevertheless."
            raise Refusal(STILL_BOUND, text)
    context.store.scripts.remove([script])
    context.state.settle()
    return Response(status_code=204) if context.guesses.delete_answers_nothing else success(None)


async def list_scripts(context: RequestContext) -> Response:
    """One page of them, with the cursor of the next."""
    size = _limit(context, context.guesses.page_size)
    after = paging.name_before(as_text(context.query.get("cursor")))
    # One more than asked for, to know whether there is a next page.
    found = context.store.scripts.page(context.namespace(), tag_filter(context), after=after, limit=size + 1)
    page = found[:size]
    cursor = paging.cursor_after(page[-1].name) if len(found) > size else ""
    row = in_namespace if context.guesses.list_rows_nested else flat_in_namespace
    rows = [row(script, context.path["dispatch_namespace"]) for script in page]
    return success(rows, result_info={"count": len(page), "cursor": cursor})


async def delete_scripts(context: RequestContext) -> Response:
    """As many of those that the filter selects as one request may remove, and whether there are more."""
    tags = tag_filter(context)
    if not tags.pairs and not context.guesses.unfiltered_delete_takes_all:
        raise Refusal(BAD_PARAMETER, "The parameter tags is missing.", pointer="/tags")
    size = _limit(context, context.guesses.delete_size)
    found = context.store.scripts.page(context.namespace(), tags, limit=size + 1)
    gone = found[:size]
    context.store.scripts.remove(gone)
    context.state.settle()
    identifiers = [script.name if context.guesses.deleted_id_is_name else script.tag for script in gone]
    result = {
        "deleted": [{"id": identifier} for identifier in identifiers],
        "deleted_count": len(gone),
        "has_more": len(found) > size,
    }
    return success(result) if context.guesses.deleted_in_envelope else Answer(result)


def tag_filter(context: RequestContext) -> TagFilter:
    """The scripts that the request is about."""
    return paging.tag_filter(as_text(context.query.get("tags")), all_must_hold=context.guesses.all_tags_must_hold)


def _limit(context: RequestContext, otherwise: int) -> int:
    limit = context.query.get("limit")
    return limit if isinstance(limit, int) else otherwise
