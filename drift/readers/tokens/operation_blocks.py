"""Where operations begin in a page that has no headings for them: at a line with method and path, below a title."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .lines import Line, spans

REQUEST = re.compile(r"(GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS) ?(/\S*)")


@dataclass(frozen=True)
class OperationBlock:
    """The line with method and path, the title above it, the marks between them, and all lines below."""

    title: Line
    marks: Sequence[Line]
    line: Line
    method: str
    path: str
    lines: Sequence[Line]


def has_operations(lines: Sequence[Line]) -> bool:
    return any(REQUEST.fullmatch(line.text) for line in lines)


def operation_blocks(lines: Sequence[Line], marks: Collection[str] = ()) -> tuple[Sequence[Line], list[OperationBlock]]:
    """The head of a page, and its operations; a mark may stand between a title and its request."""
    begins = [(at, match) for at, line in enumerate(lines) if (match := REQUEST.fullmatch(line.text))]
    before = [-1, *(at for at, _ in begins)]
    titles = [_title(lines, at, after, marks) for (at, _), after in zip(begins, before, strict=False)]
    blocks = []
    for (title, end), (at, match) in zip(spans(titles, len(lines)), begins, strict=True):
        between = [line for line in lines[title + 1 : at] if line.text]
        blocks.append(OperationBlock(lines[title], between, lines[at], match[1], match[2], lines[at + 1 : end]))
    return lines[: titles[0] if titles else len(lines)], blocks


def _title(lines: Sequence[Line], at: int, after: int, marks: Collection[str]) -> int:
    """The line above a request; it must come after the request before, and must not be there twice."""
    before = [number for number in range(after + 1, at) if lines[number].text and lines[number].text not in marks]
    if not before:
        raise lines[at].not_understood("has no title")
    if len(before) > 1 and lines[before[-2]].text == lines[before[-1]].text:
        raise lines[before[-1]].not_understood("is there twice")
    return before[-1]
