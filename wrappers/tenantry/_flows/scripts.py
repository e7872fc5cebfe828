"""Lists, finds and deletes scripts; and lists the account's own Workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import httpx
from attrs import frozen

from tenantry._arguments.convert import valid_flag
from tenantry._arguments.names import valid_name
from tenantry._arguments.tag_filter import selects, tag_filter
from tenantry._flow import Flow, bad_success, listed, nothing
from tenantry._responses.paging import Fetch, Page, Trail
from tenantry._responses.script_info import ScriptInfo
from tenantry.errors import Answer, Error, NotSent, ScriptNotFound
from tenantry_api import models
from tenantry_api.answers import loads
from tenantry_api.api import scripts, workers
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
    cursor: str | None


def pages(account: str, namespace: str, tags: Mapping[str, bool] | None) -> Fetch[ScriptInfo]:
    """How to fetch a page of scripts; a filter that cannot be expressed is refused at once."""
    wanted = tag_filter(tags)

    def fetch(cursor: str | None) -> Flow[Page[ScriptInfo]]:
        call = scripts.list_scripts.request(account, namespace, tags=wanted, limit=PAGE_SIZE, cursor=cursor or UNSET)
        page = yield from call.reading(_rows)
        if page.rows is None:
            raise nothing(call)
        rows = page.rows if tags is None else [row for row in page.rows if selects(tags, _tags(row))]
        return Page(call.path, [ScriptInfo(row) for row in rows], page.cursor)

    return fetch


def get(account: str, namespace: str, name: str) -> Flow[ScriptInfo]:
    call = scripts.get_script.request(account, namespace, name)
    found = yield from call.reading(_rows)
    row = next(iter(found.rows or ()), {})
    if not row.get("script") and not row.get("id"):
        # Seen for a script that does not exist: a success, with `script` null.
        answer = Answer(200)
        raise ScriptNotFound(method=call.method, path=call.path, answer=answer, hint="The answer names no script.")
    return ScriptInfo(row)


def delete(account: str, namespace: str, name: str, force: bool, missing_ok: bool) -> Flow[bool]:
    """Whether there was something to delete."""
    try:
        yield from scripts.delete_script.request(account, namespace, name, force=valid_flag("force", force) or UNSET)
    except ScriptNotFound:
        if not missing_ok:
            raise
        return False
    return True


def _tags(row: Mapping[str, object]) -> Sequence[str] | None:
    """The tags of a row as it came; None where it does not say."""
    nested = row.get("script")
    tags = (nested if isinstance(nested, Mapping) else row).get("tags")
    return tags if isinstance(tags, list) else None


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
    return _Rows(success, errors, messages, rows if "result" in envelope else None, cursor)


# From the example in the published specification; the maximum is not documented.
AT_ONCE = 1_000


def delete_tagged(account: str, namespace: str, tag: str, expect: int | None) -> Flow[models.Deleted]:
    """Takes exactly one tag: what Cloudflare does with several is not documented."""
    wanted = tag_filter({valid_name("A tag", tag): True})
    if not isinstance(expect, int | None) or isinstance(expect, bool):
        raise NotSent(f"expect is a number of scripts, not {type(expect).__name__}.")
    if expect is not None and (found := (yield from _count(account, namespace, tag))) != expect:
        raise NotSent(f"{found} scripts have the tag {tag!r}, which is not what was expected: nothing was deleted.")
    return (yield from _until_none_is_left(account, namespace, wanted))


def delete_all(account: str, namespace: str, confirm: str) -> Flow[models.Deleted]:
    if confirm != namespace:
        raise NotSent(f"This deletes every script in {namespace!r}: say confirm={namespace!r} if that is meant.")
    return (yield from _until_none_is_left(account, namespace, UNSET))


def _count(account: str, namespace: str, tag: str) -> Flow[int]:
    fetch, trail, count = pages(account, namespace, {tag: True}), Trail(), 0
    while trail.goes_on:
        page = yield from fetch(trail.cursor)
        count += len(page.rows)
        trail.follow(page)
    return count


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
            new = {script.id: script for script in page.deleted or () if script.id and script.id not in gone}
            gone |= new
            has_more = bool(page.has_more)
            if has_more and not new and (page.deleted or not page.deleted_count):
                raise bad_success(call, "that there is more to delete, and deletes nothing")
    except Error as error:
        error.deleted = tuple(gone)
        raise
    return models.Deleted(deleted=[*gone.values()], deleted_count=len(gone), has_more=False)


def list_workers(account: str, tags: Mapping[str, bool] | None) -> Flow[list[models.WorkerInfo]]:
    found = yield from listed(workers.list_workers.request(account, tags=tag_filter(tags)))
    return [worker for worker in found if selects(tags, worker.tags)]
