"""Tags of a user Worker."""

from collections.abc import Sequence

from starlette.responses import Response

from .asked import Asked
from .envelope import success
from .json_types import texts
from .refusals import BAD_TAG, TAG_TOO_LONG, TOO_MANY_TAGS, Refusal

# Both have a meaning in the tag filter.
# https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/tags/
FORBIDDEN = ",&"


async def get_tags(asked: Asked) -> Response:
    """All of them."""
    return success(asked.script().tags)


async def set_tags(asked: Asked) -> Response:
    """These and no others."""
    asked.store.scripts.set_tags(asked.script(), accepted(asked, texts(asked.body)))
    return success(asked.script().tags)


async def add_tag(asked: Asked) -> Response:
    """One more; one that is there already stays."""
    script = asked.script()
    asked.store.scripts.set_tags(script, accepted(asked, [*script.tags, asked.path["tag"]]))
    return success(None)


async def remove_tag(asked: Asked) -> Response:
    """One less. Removing what is not there is a success: a guess."""
    script = asked.script()
    asked.store.scripts.set_tags(script, [tag for tag in script.tags if tag != asked.path["tag"]])
    return success(None)


def accepted(asked: Asked, tags: Sequence[str]) -> list[str]:
    """The tags, each once, if a script may have them."""
    once = list(dict.fromkeys(tags))
    if len(once) > asked.guesses.max_tags:
        text = f"{len(once)} tags are too many: a script may have {asked.guesses.max_tags}."
        raise Refusal(TOO_MANY_TAGS, text, pointer="/tags")
    for tag in once:
        if not tag or any(character in FORBIDDEN for character in tag):
            raise Refusal(BAD_TAG, f"{tag!r} cannot be a tag.", pointer="/tags")
        if len(tag) > asked.guesses.max_tag_length:
            raise Refusal(TAG_TOO_LONG, f"A tag may have {asked.guesses.max_tag_length} characters.", pointer="/tags")
    return once
