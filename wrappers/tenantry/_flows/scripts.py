"""Flows about scripts, but for their upload."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import httpx
from attrs import frozen

from tenantry._arguments.flags import valid_flag
from tenantry._arguments.tag_filter import selects, tag_filter
from tenantry._flow import Flow
from tenantry._responses.paging import Fetch, Page
from tenantry._responses.script_info import ScriptInfo
from tenantry.errors import Answer, ScriptNotFound
from tenantry_api.api import scripts
from tenantry_api.types import UNSET

# The most that one page may have: https://github.com/cloudflare/cloudflare-docs/pull/28765
PAGE_SIZE = 1_000


@frozen
class _Rows:
    """The envelope of scripts, whose rows are decoded as they are looked at: a page of thousands costs its JSON."""

    success: object
    messages: object
    rows: Sequence[Mapping[str, object]]
    cursor: str | None


def pages(account: str, namespace: str, tags: Mapping[str, bool] | None) -> Fetch[ScriptInfo]:
    """How to fetch a page of scripts; a filter that cannot be expressed is refused at once."""
    wanted = tag_filter(tags)

    def fetch(cursor: str | None) -> Flow[Page[ScriptInfo]]:
        call = scripts.list_scripts.request(account, namespace, tags=wanted, limit=PAGE_SIZE, cursor=cursor or UNSET)
        page = yield from call.reading(_rows)
        return Page(call.path, [ScriptInfo(row) for row in page.rows if selects(tags, _tags(row))], page.cursor)

    return fetch


def get(account: str, namespace: str, name: str) -> Flow[ScriptInfo]:
    call = scripts.get_script.request(account, namespace, name)
    found = yield from call.reading(_rows)
    row = next(iter(found.rows), {})
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
    """One row or many, or null; anything else is no answer of Cloudflare's."""
    envelope = json.loads(response.content or b"{}")
    result = envelope.get("result")
    rows = result if isinstance(result, list) else [result] if result is not None else []
    if not all(isinstance(row, dict) for row in rows):
        raise TypeError("result is neither an object, nor a list of objects, nor null")
    cursor = (envelope.get("result_info") or {}).get("cursor")
    if not isinstance(cursor, str | None):
        raise TypeError("the cursor of the next page is no text")
    return _Rows(envelope.get("success"), envelope.get("messages"), rows, cursor)
