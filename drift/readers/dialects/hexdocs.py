"""The page of the Hex package `cloudflare` with all operations of an API, made from an OpenAPI document.

It has only the parameters of the path, no bodies, no enums or unions, and nothing about what is optional. No other
dialect tells integers from other numbers, or shows what a refusal looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drift.facts.model import Field, Object, OperationFacts, Parameter, Response, Topic, Type, Unsaid
from drift.readers.assembly.operations import TEMPLATE
from drift.readers.assembly.skeletons import skeleton
from drift.readers.tokens.lines import Line, spans
from drift.readers.tokens.operation_blocks import OperationBlock, operation_blocks

from .dialect import Contents, PageText, each_read

TOPICS = frozenset({Topic.INTEGERS, Topic.STATUSES})
SOURCE = "Copy Markdown View Source"
STATUS = re.compile(r"([1-5](?:\d\d|XX)|default)( \S.*)?")
RESULT = 'Data is at body["result"]'
RESPONSES = "Responses"


class Hexdocs:
    """A page of the Hex package."""

    name = "hexdocs"

    def matches(self, page: PageText) -> bool:
        return any(line.text == SOURCE for line in page.lines)

    def read(self, page: PageText) -> Contents:
        lines, blocks = operation_blocks(page.lines)
        head = [line for line in lines if line.text]
        if len(head) != 2 or head[1].text != SOURCE:
            raise (head or page.lines)[-1].not_understood("is not the head of a page of a Hex package")
        return each_read(blocks, _operation)


def _operation(block: OperationBlock) -> OperationFacts:
    if not block.title.text[:1].isalpha() or block.title.text == RESPONSES:
        raise block.line.not_understood("has no title")
    lines = [line for line in block.lines if line.text]
    answers = next((at for at, line in enumerate(lines) if line.text == RESPONSES), None)
    if answers is None:
        raise block.line.not_understood("has no responses")
    for line in lines[:answers]:
        if STATUS.fullmatch(line.text) or line.text == RESULT or line.text[0] in '{[}]"':
            raise line.not_understood("is before the responses")
    read_at = block.line.read_at
    names = sorted(TEMPLATE.findall(block.path))
    parameters = tuple(Parameter("path", Field(name, Unsaid(), read_at=read_at)) for name in names)
    responses = tuple(_responses(lines[answers], lines[answers + 1 :]))
    title = block.title.text
    return OperationFacts(block.method, block.path, title, TOPICS, parameters, responses=responses, read_at=read_at)


def _responses(heading: Line, lines: Sequence[Line]) -> Iterator[Response]:
    begins = [at for at, line in enumerate(lines) if STATUS.fullmatch(line.text)]
    statuses = [lines[at].text.split()[0] for at in begins]
    if not begins or begins[0] != 0 or len(statuses) != len(set(statuses)):
        raise heading.not_understood("has no statuses below it, or one of them twice")
    for status, (begin, end) in sorted(zip(statuses, spans(begins, len(lines)), strict=True)):
        yield Response(status, None, _body(lines[begin + 1 : end]), lines[begin].read_at)


def _body(lines: Sequence[Line]) -> Type | None:
    """What an answer holds; after `Data is at body["result"]` it is only what is at `result`."""
    within = bool(lines) and lines[0].text == RESULT
    shown = lines[1:] if within else lines
    described = skeleton(shown) if shown else None
    if not within or described is None:
        return described
    return Object((Field("result", described, read_at=shown[0].read_at),), partial=True)
