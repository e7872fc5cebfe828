"""Operations on many user Workers."""

from starlette.responses import Response

from . import paging
from .asked import Asked
from .envelope import Answer, success
from .json_types import as_text
from .paging import TagFilter
from .refusals import BAD_PARAMETER, Refusal
from .shown import flat_in_namespace, in_namespace


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
