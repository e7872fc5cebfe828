"""Markdown whose newlines were collapsed into single spaces, given lines again: one for each heading and each bullet."""

from __future__ import annotations

import re

from .markdown import FIELDS, MODELS

HTTP = r"\*\*(?:get|put|post|patch|delete|head|options)\*\* `/\S*`"
BREAKS = re.compile(
    rf"(?<= )(?=#{{1,6}} \S)|(?<= )(?={HTTP})|(?<= )(?=- `[^`]+`(?: |$))|(?<= )(?=```)|(?<=```http )|(?<=```json )"
)
# What may stand in the same line as one of these is not part of it.
HEADINGS = re.compile(rf"(#{{1,6}} (?:{FIELDS.pattern}|{MODELS}|Example|Response)|{HTTP}|- `[^`]+`) (?=\S)")


def is_collapsed(text: str) -> bool:
    """Whether a page is one line."""
    return "\n" not in text.strip()


def uncollapsed(text: str) -> str:
    """The text with a line for each heading, bullet, paragraph and block of code; nothing is indented."""
    broken = "\n".join(part.strip() for part in BREAKS.split(text.strip()))
    return re.sub(r"(?m)^" + HEADINGS.pattern, r"\1\n", broken)
