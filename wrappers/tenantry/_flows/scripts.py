"""Lists, finds and deletes scripts; and lists the account's own Workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import httpx
from attrs import frozen

from tenantry._arguments.convert import reading_arguments, valid_flag
from tenantry._arguments.names import valid_name
from tenantry._arguments.tag_filter import selects, tag_filter
from tenantry._flow import Flow, bad_success, listed, nothing
from tenantry._responses.builds import Build, Census
from tenantry._responses.paging import Fetch, Page, Trail
from tenantry._responses.script_info import ScriptInfo
from tenantry.errors import Answer, Error, NotSent, ScriptNotFound
from tenantry_api import models
from tenantry_api.answers import loads
from tenantry_api.api import scripts, workers
from tenantry_api.display import Rows
from tenantry_api.types import UNSET, Unset

# The most that one page may have: https://github.com/cloudflare/cloudflare-docs/pull/28765
PAGE_SIZE = 1_000


@frozen(eq=False, repr=False)
class _Rows:
    """The envelope of a list of scripts. Rows are decoded when they are used, so a page costs little more than JSON."""

    success: object
    errors: object
    messages: object
    rows: Sequence[Mapping[str, object]] | None
    """None where the answer has no result at all; null is none."""
    is_one: bool
    """Whether the result is an object, and not a list."""
    cursor: str | None


def pages(account: str, namespace: str, tags: Mapping[str, bool] | None) -> Fetch[ScriptInfo]:
    """How to fetch a page of scripts; a filter that cannot be expressed is refused at once."""
    wanted = tag_filter(tags)
    told = reading_arguments(dict[str, bool])(tags or {})

    def fetch(cursor: str | None) -> Flow[Page[ScriptInfo]]:
        call = scripts.list_scripts.request(account, namespace, tags=wanted, limit=PAGE_SIZE, cursor=cursor or UNSET)
        page = yield from call.reading(_rows)
        if page.rows is None:
            raise nothing(call)
        if page.is_one and not _is_script(page.rows[0]):
            raise bad_success(call, "an object that is neither a script nor a list of them")
        infos = Rows(map(ScriptInfo, page.rows))
        chosen = Rows(info for info in infos if selects(told, info._tags)) if told else infos
        return Page(call.path, chosen, page.cursor)

    return fetch


def builds(account: str, namespace: str, tags: Mapping[str, bool] | None) -> Flow[Rows[Build]]:
    """One page after another, of which only the names are kept."""
    fetch, trail, census = pages(account, namespace, tags), Trail(), Census()
    while trail.goes_on:
        page = yield from fetch(trail.cursor)
        census.count(page.rows)
        trail.follow(page)
    return census.builds()


def get(account: str, namespace: str, name: str) -> Flow[ScriptInfo]:
    call = scripts.get_script.request(account, namespace, name)
    found = yield from call.reading(_rows)
    row = next(iter(found.rows or ()), {})
    if not _is_script(row):
        # Seen for a script that does not exist: a success, with `script` null.
        answer = Answer(200)
        raise ScriptNotFound(method=call.method, path=call.path, answer=answer, hint="The answer names no script.")
    return ScriptInfo(row)


def delete(account: str, namespace: str, name: str, force: bool, missing_ok: bool) -> Flow[bool]:
    """Whether there was something to delete."""
    missing_ok = valid_flag("missing_ok", missing_ok)
    try:
        yield from scripts.delete_script.request(account, namespace, name, force=valid_flag("force", force) or UNSET)
    except ScriptNotFound:
        if not missing_ok:
            raise
        return False
    return True


def _is_script(row: Mapping[str, object]) -> bool:
    return bool(row.get("script") or row.get("id"))


def _rows(response: httpx.Response) -> _Rows:
    """One row or many, or null; anything else raises."""
    envelope = loads(response.content or b"{}")
    result = envelope.get("result")
    rows = result if isinstance(result, list) else [result] if result is not None else []
    if not {*map(type, rows)} <= {dict}:
        raise TypeError("result is neither an object, nor a list of objects, nor null")
    cursor = (envelope.get("result_info") or {}).get("cursor")
    if not isinstance(cursor, str | None):
        raise TypeError("the cursor of the next page is not a str")
    success, errors, messages = map(envelope.get, ("success", "errors", "messages"))
    return _Rows(success, errors, messages, rows if "result" in envelope else None, isinstance(result, dict), cursor)


# From the example in the published specification; the maximum is not documented.
AT_ONCE = 1_000


def delete_tagged(account: str, namespace: str, tag: str, expect: int | None) -> Flow[models.Deleted]:
    """Takes exactly one tag: what Cloudflare does with several is not documented."""
    wanted = tag_filter({valid_name("A tag", tag): True})
    if not isinstance(expect, int | None) or isinstance(expect, bool):
        raise NotSent(f"expect is a number of scripts, not {type(expect).__name__}.")
    if expect is not None:
        found = sum(build.count for build in (yield from builds(account, namespace, {tag: True})))
        if found != expect:
            raise NotSent(f"{found} scripts have the tag {tag!r}, which is not what was expected: nothing was deleted.")
    return (yield from _until_none_is_left(account, namespace, wanted))


def delete_all(account: str, namespace: str, confirm: str) -> Flow[models.Deleted]:
    if confirm != namespace:
        raise NotSent(f"This deletes every script in {namespace!r}: say confirm={namespace!r} if that is meant.")
    return (yield from _until_none_is_left(account, namespace, UNSET))


def _until_none_is_left(account: str, namespace: str, tags: str | Unset) -> Flow[models.Deleted]:
    """Repeat the request while there is more; an error on the way names the scripts that were deleted by then."""
    call = scripts.delete_scripts.request(account, namespace, tags=tags, limit=AT_ONCE)
    gone: dict[str, models.DeletedScript] = {}
    has_more = True
    try:
        while has_more:
            answer = yield from call
            # The docs have it in `result`, the published specification beside it.
            page = answer.result or answer
            if page.deleted is None and page.deleted_count is None:
                raise bad_success(call, "a success that does not say what was deleted")
            new = {script.id: script for script in page.deleted or () if script.id and script.id not in gone}
            gone |= new
            has_more = bool(page.has_more)
            if has_more and not new and (page.deleted or not page.deleted_count):
                raise bad_success(call, "that there is more to delete, and deletes nothing")
    except Error as error:
        error.deleted = tuple(gone)
        error._done_before(error.deleted)
        raise
    return models.Deleted(deleted=[*gone.values()], deleted_count=len(gone), has_more=False)


def list_workers(account: str, tags: Mapping[str, bool] | None) -> Flow[Rows[models.WorkerInfo]]:
    call = workers.list_workers.request(account, tags=tag_filter(tags))
    told = reading_arguments(dict[str, bool])(tags or {})
    return Rows(worker for worker in (yield from listed(call)) if selects(told, worker.tags))
