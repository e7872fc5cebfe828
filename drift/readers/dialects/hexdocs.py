"""The page of the Hex package `cloudflare` with all operations of an API, made from an OpenAPI document.

It has no parameters but those of the path, no bodies, no enums or unions, and nothing about what may be left out. It
alone tells integers from other numbers, and shows what a refusal looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drift.facts.model import Field, Object, Operation, Parameter, Response, Topic, Type, Unsaid
from drift.readers.assembly.operations import TEMPLATE
from drift.readers.assembly.skeletons import skeleton
from drift.readers.tokens.lines import Line, spans
from drift.readers.tokens.requests import Request, split

SAYS = frozenset({Topic.INTEGERS, Topic.STATUSES})
SOURCE = "Copy Markdown View Source"
STATUS = re.compile(r"([1-5](?:\d\d|XX)|default)( \S.*)?")
RESULT = 'Data is at body["result"]'
RESPONSES = "Responses"


def is_hexdocs(lines: Sequence[Line]) -> bool:
    return any(line.text == SOURCE for line in lines)


def operations(lines: Sequence[Line]) -> Iterator[Operation]:
    """Every operation of a page."""
    head, requests = split(lines)
    told = [line for line in head if line.text]
    if len(told) != 2 or told[1].text != SOURCE:
        raise (told or lines)[-1].not_understood("is no head of a page of a Hex package")
    for request in requests:
        if not request.title.text[:1].isalpha() or request.title.text == RESPONSES:
            raise request.line.not_understood("has no title")
    yield from map(_operation, requests)


def _operation(request: Request) -> Operation:
    lines = [line for line in request.lines if line.text]
    answers = next((at for at, line in enumerate(lines) if line.text == RESPONSES), None)
    if answers is None:
        raise request.line.not_understood("has no responses")
    for line in lines[:answers]:
        if STATUS.fullmatch(line.text) or line.text == RESULT or line.text[0] in '{[}]"':
            raise line.not_understood("stands before the responses")
    read_at = request.line.read_at
    names = sorted(TEMPLATE.findall(request.path))
    parameters = tuple(Parameter("path", Field(name, Unsaid(), read_at=read_at)) for name in names)
    responses = tuple(_responses(lines[answers], lines[answers + 1 :]))
    title = request.title.text
    return Operation(request.method, request.path, title, SAYS, parameters, responses=responses, read_at=read_at)


def _responses(heading: Line, lines: Sequence[Line]) -> Iterator[Response]:
    begins = [at for at, line in enumerate(lines) if STATUS.fullmatch(line.text)]
    statuses = [lines[at].text.split()[0] for at in begins]
    if not begins or begins[0] != 0 or len(statuses) != len(set(statuses)):
        raise heading.not_understood("has no statuses below it, or one of them twice")
    for status, (begin, end) in sorted(zip(statuses, spans(begins, len(lines)), strict=True)):
        yield Response(status, None, _body(lines[begin + 1 : end]), lines[begin].read_at)


def _body(lines: Sequence[Line]) -> Type | None:
    """What an answer holds; below `Data is at body["result"]`, only what is at `result`."""
    within = bool(lines) and lines[0].text == RESULT
    shown = lines[1:] if within else lines
    told = skeleton(shown) if shown else None
    if not within or told is None:
        return told
    return Object((Field("result", told, read_at=shown[0].read_at),), partial=True)
