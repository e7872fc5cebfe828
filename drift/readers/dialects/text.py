"""A page of Cloudflare's API reference as text, in the newer dialect and the older one.

They differ in one word: the older one writes `array of { … }` for `array of object { … }`. Where the page has columns,
their texts are joined, as in `maxLength32`, and nothing is indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from drift.facts.model import OperationFacts, Topic
from drift.readers.assembly.curl import curl, is_complete
from drift.readers.assembly.examples import SUCCESS, Sample, decoded
from drift.readers.assembly.operations import Draft, Section
from drift.readers.tokens.credentials import permissions, schemes
from drift.readers.tokens.items import Item, ItemKind, item
from drift.readers.tokens.lines import Line, spans
from drift.readers.tokens.operation_blocks import OperationBlock, has_operations, operation_blocks

from .dialect import Contents, PageText, each_read

TOPICS = frozenset(Topic) - {Topic.INTEGERS, Topic.STATUSES}
FIELDS = re.compile(r"(?:(Path|Query|Header|Cookie|Body) Parameters(.*)|Returns)Expand Collapse")
MEDIA_TYPES = {"": None, "JSON": "application/json", "Form": "multipart/form-data", "Form Data": "multipart/form-data"}
DEPRECATED = "Deprecated"
SECURITY = "Security"
PERMISSIONS = "Accepted Permissions (at least one required)"
LABEL = re.compile(r"(\d{3}) example")
ALL_EXAMPLES = "Returns Examples"
NEWER = re.compile(r"\bobject \{")
OLDER = re.compile(r"(?:: |\bof |\boptional |\bor |^|= )\{ \w")


class Text:
    """A page as text."""

    name = "text"

    def matches(self, page: PageText) -> bool:
        return has_operations(page.lines) and any(FIELDS.fullmatch(line.text) for line in page.lines)

    def read(self, page: PageText) -> Contents:
        newer, older = _objects(page, NEWER), _objects(page, OLDER)
        if newer and older:
            raise max(newer[0], older[0], key=lambda line: line.number).not_understood("mixes two dialects")
        head, blocks = operation_blocks(page.lines, marks=(DEPRECATED,))
        for line in head:
            if (found := item(line, line.text)) and found.kind is ItemKind.FIELD:
                raise line.not_understood("is before any operation")
        return each_read(blocks, _operation)


class OlderText(Text):
    """A page as text, with objects as they were written before."""

    name = "older text"

    def matches(self, page: PageText) -> bool:
        return super().matches(page) and bool(_objects(page, OLDER))


def _objects(page: PageText, written: re.Pattern[str]) -> list[Line]:
    """The lines that hold an object which is written in this way."""
    braced = [line for line in page.lines if "{ " in line.text and item(line, line.text)]
    return [line for line in braced if written.search(line.text)]


def _operation(block: OperationBlock) -> OperationFacts:
    if len(block.marks) > 1:
        raise block.marks[1].not_understood("is there twice")
    draft = Draft(block.line, block.title.text, block.method, block.path, TOPICS, marks=True)
    draft.deprecated = bool(block.marks)
    lines = block.lines
    end = _examples_begin(block.title, lines)
    headings = [at for at in range(end) if _is_heading(lines[at])]
    _must_be_prose(lines[: headings[0] if headings else end])
    for number, (begin, stop) in enumerate(spans(headings, end)):
        if any(lines[at].text == lines[begin].text for at in headings[:number]):
            raise lines[begin].not_understood("is there twice")
        _section(draft, lines, begin, stop)
    _examples(draft, [line for line in lines[end:] if line.text][1:])
    return draft.operation()


def _examples_begin(title: Line, lines: Sequence[Line]) -> int:
    """Where the title is repeated; the examples follow it."""
    repeated = [at for at, line in enumerate(lines) if line.text == title.text]
    curls = [at for at, line in enumerate(lines) if line.text.startswith("curl ")]
    before = [at for at in repeated if not curls or at < curls[0]]
    if curls and (not before or any(line.text for line in lines[before[-1] + 1 : curls[0]])):
        raise lines[curls[0]].not_understood(f"is not below the title {title.text!r}")
    last = bool(before) and (bool(curls) or not any(map(_is_heading, lines[before[-1] :])))
    return before[-1] if last else len(lines)


def _is_heading(line: Line) -> bool:
    return line.text in (SECURITY, PERMISSIONS) or line.text.endswith("Expand Collapse")


def _must_be_prose(lines: Sequence[Line]) -> None:
    for line in lines:
        found = item(line, line.text)
        if line.text.startswith("Example:") or (found and found.kind is not ItemKind.VARIANT):
            raise line.not_understood("has no heading above it")


def _section(draft: Draft, lines: Sequence[Line], begin: int, end: int) -> None:
    heading = lines[begin]
    match = FIELDS.fullmatch(heading.text)
    if heading.text == SECURITY:
        draft.security = schemes(lines[begin:end])
    elif heading.text == PERMISSIONS:
        draft.permissions = permissions([line for line in lines[begin:end] if line.text])
    elif match is None or (match[2] or "") not in MEDIA_TYPES or (match[2] and match[1] != "Body"):
        raise heading.not_understood("is not a known heading")
    else:
        kind = (match[1] or "returns").lower()
        draft.add(Section(kind, heading, list(_items(lines, begin + 1, end)), MEDIA_TYPES[match[2] or ""]))


# Prose is between blank lines; lines that mean something follow each other without any.


def _items(lines: Sequence[Line], begin: int, end: int) -> Iterator[Item]:
    for first, last in _paragraphs(lines, begin, end):
        alone = not lines[first - 1].text and (last + 1 == len(lines) or not lines[last + 1].text)
        found = [item(line, line.text, alone=alone) for line in lines[first : last + 1]]
        if alone and None in found and all(each is None or each.loose for each in found):
            continue
        for line, each in zip(lines[first : last + 1], found, strict=True):
            if each is None:
                raise line.not_understood("is neither prose nor anything that is known")
            yield replace(each, loose=False) if each.loose and first < last else each


def _paragraphs(lines: Sequence[Line], begin: int, end: int) -> Iterator[tuple[int, int]]:
    for filled, numbers in groupby(range(begin, end), key=lambda at: bool(lines[at].text)):
        if filled:
            first, *others = numbers
            yield first, [first, *others][-1]


# Examples.


def _examples(draft: Draft, lines: Sequence[Line]) -> None:
    """The command, its answer, and then all answers again below `Returns Examples`."""
    rest = list(lines)
    if rest and rest[0].text.startswith("curl "):
        command = [rest.pop(0)]
        while not is_complete("\n".join(line.text for line in command)) and rest:
            command.append(rest.pop(0))
        shown = "\n".join(line.text for line in command)
        draft.curl = curl(command[0], shown, draft.method, draft.path)
    again = next((at for at, line in enumerate(rest) if line.text == ALL_EXAMPLES), len(rest))
    first = _samples(rest[:again])
    every = _samples(rest[again + 1 :])
    if every and not all(one in every for one in first):
        raise rest[again].not_understood("does not repeat the example above it")
    draft.samples = first + [one for one in every if one not in first]


def _samples(lines: Sequence[Line]) -> list[Sample]:
    """JSON values one after another, each with the status that a label gives it."""
    samples: list[Sample] = []
    rest, status = list(lines), SUCCESS
    while rest:
        if label := LABEL.fullmatch(rest[0].text):
            status = label[1]
            rest.pop(0)
        source = "\n".join(line.text for line in rest)
        if not source.startswith(("{", "[")):
            raise rest[0].not_understood("is not JSON") if rest else lines[-1].not_understood("is not followed by JSON")
        sample, end = decoded(rest[0], source, status)
        if source[end : end + 1] not in ("", "\n"):
            raise rest[0].not_understood("something follows the JSON in its last line")
        if sample in samples:
            raise sample.line.not_understood("repeats the example above it")
        samples.append(sample)
        rest = rest[source[:end].count("\n") + 1 :]
    return samples
