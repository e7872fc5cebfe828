"""A page as text that a scraper wrote down as Markdown: headings, links and `<details>` around what the text says.

It becomes the text again, with the same lines in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .dialect import Contents, PageText
from .text import Text

# `##### Path ParametersExpand Collapse`; a link in front of the word may have left a space in it: `##### P ath …`.
HEADING = re.compile(r"#{1,6} (.*)")
SPLIT = re.compile(r"^([A-Z]) (?=(?:ath|uery|eader|ookie|ody) Parameters|eturns)")
FIELDS = re.compile(r"#{2,6} .*Expand Collapse")
REQUEST = re.compile(r"(?:GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS) ?/")
# What a line is besides the text: tags, a link to itself, the tabs above an example.
NOTHING = re.compile(
    r"</?(?:details|summary)>|(?:<a [^>]*>|\[)(?:Link to this property|)(?:</a>|\]\(.*)|---|\* \* \*"
    r"|(?:HTTP|cURL|CLI|TypeScript|Python|Java|Go|Ruby|Terraform)+|```\w*"
)
TAG = re.compile(r"</?(?:a|code|summary|strong|em)(?: [^>]*)?>")
LINK = re.compile(r"\[([^\]]*)\]\((?:<[^>]*>|(?:\\.|[^\\()]|\([^()]*\))*)\)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
CREDENTIAL = re.compile(r"\*\*Example:\*\*\s*`?([^`]*)`?")
PERMISSIONS = re.compile(r"(?:`[^`]+` ?)+")
# Spaces that tags took along.
OPENED = re.compile(r"\{(?=[^{}\s][^{}]* \})")
GLUED = re.compile(r'(?<=["}\]])or (?=\S)|(?<=\bstring)or |(?<=\bnumber)or |(?<=\bboolean)or |(?<=\bunknown)or ')


class ScrapedText(Text):
    """A page as text, scraped."""

    name = "scraped text"

    def matches(self, page: PageText) -> bool:
        return any(FIELDS.fullmatch(line.text) for line in page.lines) and super().matches(unscraped(page))

    def read(self, page: PageText) -> Contents:
        return super().read(unscraped(page))


def unscraped(page: PageText) -> PageText:
    """The text that was scraped, line by line; what is before the title of the operation is left out."""
    lines = list(_lines(page))
    request = next((at for at, line in enumerate(lines) if REQUEST.match(line)), 0)
    titles = [at for at, line in enumerate(page.lines[:request]) if HEADING.fullmatch(line.text)]
    head = titles[-1] if titles else request
    return PageText(page.name, "\n".join([*[""] * head, *lines[head:]]))


def _lines(page: PageText) -> Iterator[str]:
    fenced = False
    for line in page.lines:
        if line.text.startswith("```"):
            fenced = not fenced
            yield ""
        else:
            # Some scrapers indent code instead.
            yield line.text if fenced or line.indent >= 4 else _unscraped(line.text)


def _unscraped(text: str) -> str:
    if NOTHING.fullmatch(text):
        return ""
    if heading := HEADING.fullmatch(text):
        return SPLIT.sub(r"\1", heading[1].strip())
    plain = TAG.sub("", text)
    if credential := CREDENTIAL.fullmatch(plain):
        return f"Example:{credential[1]}"
    if PERMISSIONS.fullmatch(plain):
        return re.sub("` ?", "", plain)
    plain = ESCAPED.sub(r"\1", LINK.sub(r"\1", plain))
    return GLUED.sub(" or ", OPENED.sub("{ ", plain)) if "{" in plain or "or " in plain else plain
