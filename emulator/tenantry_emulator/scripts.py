"""Operations on user Workers as a whole."""

from starlette.responses import Response

from . import deploying, paging, stamps
from .asked import Asked
from .envelope import success
from .json_types import JsonObject, as_text
from .records import Script
from .refusals import NO_SUCH_ENVIRONMENT
from .uploads import read_upload

# Nothing is started here, so there is nothing to measure.
STARTUP_TIME_MS = 1


async def list_scripts(asked: Asked) -> Response:
    """One page of them, with the cursor of the next."""
    limit = asked.query.get("limit")
    size = limit if isinstance(limit, int) else asked.guesses.page_size
    after = paging.name_before(as_text(asked.query.get("cursor")))
    tags = paging.selected_tags(as_text(asked.query.get("tags")))
    # One more than asked for, to know whether there is a next page.
    found = asked.store.scripts(asked.namespace(), tags, after=after, limit=size + 1)
    page = found[:size]
    cursor = paging.cursor_after(page[-1].name) if len(found) > size else ""
    return success([_row(asked, script) for script in page], result_info={"count": len(page), "cursor": cursor})


async def upload_script(asked: Asked) -> Response:
    """Create it or replace it, at once."""
    upload = await read_upload(asked.request, asked.operation)
    namespace, name = asked.namespace(), asked.path["script_name"]
    running = asked.store.script(namespace, name)
    asked.store.put_script(namespace, name, deploying.new_script(asked, upload, running))
    deployed = {"startup_time_ms": STARTUP_TIME_MS, "entry_point": upload.entry_point.name}
    return success({**shown(asked.script()), **deployed, "deployment_id": stamps.new_tag()})


async def get_script(asked: Asked) -> Response:
    """Its details. A script that is not there has a code here that it has nowhere else."""
    script = asked.script(missing=NO_SUCH_ENVIRONMENT)
    return success(_nested(asked, script))


async def delete_script(asked: Asked) -> Response:
    """Gone, with its secrets and tags. `force` changes nothing: nothing here knows who binds to whom."""
    asked.store.remove_script(asked.script())
    return success(None)


def shown(script: Script) -> JsonObject:
    """The script without its code."""
    described: JsonObject = {
        "id": script.name,
        "tag": script.tag,
        "etag": script.etag,
        "tags": [*script.tags],
        "created_on": script.created_on,
        "modified_on": script.modified_on,
        "has_assets": False,
        "has_modules": script.has_modules,
        "handlers": [*script.handlers],
        "last_deployed_from": "api",
    }
    if script.migration_tag is not None:
        described["migration_tag"] = script.migration_tag
    # Limits are a setting, but no field of a script.
    return described | {field: value for field, value in script.settings.items() if field != "limits"}


def _row(asked: Asked, script: Script) -> JsonObject:
    if asked.guesses.list_rows_nested:
        return _nested(asked, script)
    return {**shown(script), "dispatch_namespace": asked.path["dispatch_namespace"]}


def _nested(asked: Asked, script: Script) -> JsonObject:
    return {
        "created_on": script.created_on,
        "modified_on": script.modified_on,
        "dispatch_namespace": asked.path["dispatch_namespace"],
        "script": shown(script),
    }
