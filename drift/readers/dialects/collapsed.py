"""Markdown in a single line: every newline became a space. It gets a line for each heading and each bullet again."""

from __future__ import annotations

import re

from .dialect import Contents, PageText
from .markdown import FIELDS, MODELS, Markdown

HTTP = r"\*\*(?:get|put|post|patch|delete|head|options)\*\* `/\S*`"
BREAKS = re.compile(
    rf"(?<= )(?=#{{1,6}} \S)|(?<= )(?={HTTP})|(?<= )(?=- `[^`]+`(?: |$))|(?<= )(?=```)|(?<=```http )|(?<=```json )"
)
# The rest of a line that begins with one of these is a line of its own.
HEADINGS = re.compile(rf"(?m)^(#{{1,6}} (?:{FIELDS.pattern}|{MODELS}|Example|Response)|{HTTP}|- `[^`]+`) (?=\S)")


class CollapsedMarkdown(Markdown):
    """Markdown in one line, without indentation."""

    name = "collapsed markdown"
    indented = False

    def matches(self, page: PageText) -> bool:
        return "\n" not in page.content.strip() and super().matches(uncollapsed(page))

    def read(self, page: PageText) -> Contents:
        return super().read(uncollapsed(page))


def uncollapsed(page: PageText) -> PageText:
    """The page with a line for each heading, bullet, paragraph and block of code; nothing is indented."""
    broken = "\n".join(part.strip() for part in BREAKS.split(page.content.strip()))
    return PageText(page.name, HEADINGS.sub(r"\1\n", broken))
