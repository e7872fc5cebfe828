"""Tag filters, as Cloudflare writes them: `plan-pro:yes,beta:no`."""

from __future__ import annotations

from collections.abc import Mapping

from tenantry._flags import checked_flag
from tenantry._names import checked
from tenantry.errors import NotSent
from tenantry_api.types import UNSET, Unset


def tag_filter(tags: Mapping[str, bool] | None) -> str | Unset:
    """The filter; a tag that the notation cannot express is refused."""
    if tags is None:
        return UNSET
    if not isinstance(tags, Mapping):
        raise NotSent(
            f"A tag filter is a mapping, such as {{'plan-pro': True, 'beta': False}}, not {type(tags).__name__}."
        )
    if not tags:
        raise NotSent("The tag filter is empty; leave tags= out to list all.")
    for tag, wanted in tags.items():
        checked_flag("A tag in a filter", wanted)
        if set(checked("A tag", tag)) & set(":,&"):
            raise NotSent(f"Cloudflare's filter cannot name the tag {tag!r}: it has `:`, `,` or `&`.")
    return ",".join(f"{tag}:{'yes' if wanted else 'no'}" for tag, wanted in tags.items())
