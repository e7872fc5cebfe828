"""Which tags a script may have."""

from collections.abc import Sequence

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.wire.refusals import BAD_TAG, TAG_TOO_LONG, TOO_MANY_TAGS, Refusal

# Both have a meaning in the tag filter.
# https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/tags/
FORBIDDEN = ",&"


def accepted(context: RequestContext, tags: Sequence[str]) -> list[str]:
    """The tags, each once, if a script may have them."""
    once = list(dict.fromkeys(tags))
    if len(once) > context.guesses.max_tags:
        text = f"{len(once)} tags are too many: a script may have {context.guesses.max_tags}."
        raise Refusal(TOO_MANY_TAGS, text, pointer="/tags")
    for tag in once:
        if not tag or any(character in FORBIDDEN for character in tag):
            raise Refusal(BAD_TAG, f"{tag!r} cannot be a tag.", pointer="/tags")
        if len(tag) > context.guesses.max_tag_length:
            raise Refusal(TAG_TOO_LONG, f"A tag may have {context.guesses.max_tag_length} characters.", pointer="/tags")
    return once
