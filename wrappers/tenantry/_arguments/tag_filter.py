"""Tag filters, as Cloudflare writes them: `plan-pro:yes,beta:no`."""

from collections.abc import Iterable, Mapping

from tenantry._arguments.convert import reading_arguments, valid_flag
from tenantry._arguments.names import valid_name
from tenantry.errors import NotSent
from tenantry_api.types import UNSET, Unset


@reading_arguments
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
        valid_flag("A tag in a filter", wanted)
        if set(valid_name("A tag", tag)) & set(":,&"):
            raise NotSent(f"Cloudflare's filter cannot name the tag {tag!r}: it has `:`, `,` or `&`.")
    return ",".join(f"{tag}:{'yes' if wanted else 'no'}" for tag, wanted in tags.items())


def selects(tags: Mapping[str, bool], present: Iterable[str] | None) -> bool:
    """Whether the filter selects a script with these tags; where the tags are unknown, Cloudflare's answer decides.

    How Cloudflare combines several tags is not documented: whatever it does, all of them hold of what comes out here.
    """
    return present is None or all((tag in present) == wanted for tag, wanted in tags.items())
