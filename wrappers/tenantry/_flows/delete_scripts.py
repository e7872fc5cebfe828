"""The flow of deleting many scripts."""

from __future__ import annotations

from tenantry._arguments.checks import checked
from tenantry._arguments.tag_filter import tag_filter
from tenantry._flow import Flow
from tenantry._flows.scripts import pages
from tenantry.errors import Answer, BadAnswer, Error, NotSent
from tenantry_api import models
from tenantry_api.api import scripts
from tenantry_api.types import UNSET, Call, Unset

# The example of the published specification; what Cloudflare takes at the most is not documented.
AT_ONCE = 1_000


def tagged(account: str, namespace: str, tag: str, expect: int | None) -> Flow[models.Deleted]:
    """What Cloudflare does with several tags is not documented: it is exactly one."""
    wanted = tag_filter({checked("A tag", tag): True})
    if not isinstance(expect, int | None) or isinstance(expect, bool):
        raise NotSent(f"expect is a number of scripts, not {type(expect).__name__}.")
    if expect is not None and (found := (yield from _count(account, namespace, tag))) != expect:
        raise NotSent(f"{found} scripts have the tag {tag!r}, which is not what was expected: nothing was deleted.")
    return (yield from _until_none_is_left(account, namespace, wanted))


def everything(account: str, namespace: str, confirm: str) -> Flow[models.Deleted]:
    if confirm != namespace:
        raise NotSent(f"This deletes every script in {namespace!r}: say confirm={namespace!r} if that is meant.")
    return (yield from _until_none_is_left(account, namespace, UNSET))


def _count(account: str, namespace: str, tag: str) -> Flow[int]:
    fetch, cursor, count = pages(account, namespace, {tag: True}), None, 0
    while True:
        page = yield from fetch(cursor)
        count, cursor = count + len(page.rows), page.cursor
        if not cursor:
            return count


def _until_none_is_left(account: str, namespace: str, tags: str | Unset) -> Flow[models.Deleted]:
    """Ask again while there is more; what goes wrong on the way says what is gone already."""
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
                raise _no_progress(call)
    except Error as error:
        error.deleted = tuple(gone)
        raise
    return models.Deleted(deleted=[*gone.values()], deleted_count=len(gone), has_more=False)


def _no_progress(call: Call[models.DeletedEnvelope]) -> BadAnswer:
    text = f"{call.method} {call.path} says that there is more to delete, and deletes nothing"
    return BadAnswer(text, method=call.method, path=call.path, answer=Answer(200))
