"""A page of Cloudflare's API reference as Markdown: one operation, or a resource with many.

Nothing says there what lengths and formats there are, nor what is deprecated or permitted. What is indented stands below
what is not; a field, a variant and a constant are each a bullet in backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drift.facts import Operation, Topic, Variant

from .curl import curl
from .examples import decoded
from .items import Item, Kind, item, spelt
from .lines import Line
from .operations import SUCCESS, Draft, Section
from .trees import Trees

SAYS = frozenset({Topic.PARAMETERS, Topic.BODY, Topic.OPTIONALITY, Topic.UNIONS, Topic.ENVELOPE})
REQUEST = re.compile(r"\*\*(get|put|post|patch|delete|head|options)\*\* `(/\S*)`")
HEADING = re.compile(r"(#{1,6}) (\S.*)")
FIELDS = re.compile(r"(?:(Path|Query|Header|Cookie|Body) Parameters|Returns)")
BULLET = re.compile(r"- `(.+)`")
FENCE = re.compile(r"```(\w*)")
STEP = 2
MODELS = "Domain Types"


def is_markdown(lines: Sequence[Line]) -> bool:
    return any(REQUEST.fullmatch(line.text) for line in lines)


@dataclass
class Block:
    """A heading with the lines below it, up to the next heading."""

    line: Line
    level: int
    title: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Contents:
    """What a page holds."""

    operations: tuple[Operation, ...]
    models: tuple[Variant, ...]


def contents(lines: Sequence[Line], *, indented: bool) -> Contents:
    """Every operation of a page, and every model among its domain types."""
    drafts: list[Draft] = []
    models: list[Variant] = []
    of_models: int | None = None  # the level of the heading that domain types stand below
    for block in _blocks(lines):
        request = next((line for line in block.lines if line.text), None)
        match = REQUEST.fullmatch(request.text) if request else None
        if of_models is not None and block.level > of_models:
            models += Trees(list(_items(block.lines, indented)), marks=False).models()
        elif block.title == MODELS:
            of_models = block.level
            _must_be_prose(block.lines)
        elif request and match:
            of_models = None
            drafts.append(Draft(request, block.title, match[1].upper(), match[2], SAYS, marks=False))
            _must_be_prose(block.lines[block.lines.index(request) + 1 :])
        elif block.level == 1:
            of_models = None
            _must_be_prose(block.lines)
        elif drafts:
            _add(drafts[-1], block, indented)
        else:
            raise block.line.not_understood("is a heading that is not known")
    names = [model.name for model in models]
    for model in models:
        if names.count(model.name) > 1:
            raise lines[model.read_at[0].line - 1].not_understood("is told twice")
    return Contents(tuple(draft.operation() for draft in drafts), tuple(models))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    block: Block | None = None
    fenced = False
    for line in lines:
        fenced ^= bool(FENCE.fullmatch(line.text))
        match = None if fenced else HEADING.fullmatch(line.text)
        if match and line.indent == 0:
            if block:
                yield block
            block = Block(line, len(match[1]), match[2])
        elif block:
            block.lines.append(line)
        elif line.text:
            raise line.not_understood("stands before any heading")
    if fenced:
        raise lines[-1].not_understood("the page ends within a block of code")
    if block:
        yield block


def _add(draft: Draft, block: Block, indented: bool) -> None:
    match = FIELDS.fullmatch(block.title)
    if match:
        kind = (match[1] or "returns").lower()
        draft.add(Section(kind, block.line, list(_items(block.lines, indented))))
    elif block.title == "Example" and draft.curl is None:
        line, command = _fenced(block)
        draft.curl = curl(line, command, draft.method, draft.path)
    elif block.title == "Response":
        line, source = _fenced(block)
        sample, end = decoded(line, source.strip())
        if end < len(source.strip()):
            raise line.not_understood("something follows the JSON")
        draft.samples.append((SUCCESS, sample))
    else:
        raise block.line.not_understood("is a heading that is not known")


def _fenced(block: Block) -> tuple[Line, str]:
    """What stands in the one block of code below a heading, and its first line."""
    lines = [line for line in block.lines if line.text]
    if len(lines) < 3 or not FENCE.fullmatch(lines[0].text) or lines[-1].text != "```":
        raise block.line.not_understood("has no block of code below it")
    return lines[1], "\n".join(line.text for line in lines[1:-1])


def _must_be_prose(lines: Sequence[Line]) -> None:
    for line in lines:
        bullet = BULLET.fullmatch(line.text)
        found = item(line, bullet[1], 0) if bullet else None
        if found and found.kind is Kind.FIELD:
            raise line.not_understood("has no heading above it")


def _items(lines: Sequence[Line], indented: bool) -> Iterator[Item]:
    depth = -1
    fenced = False
    for line in lines:
        fenced ^= bool(FENCE.fullmatch(line.text))
        bullet = None if fenced else BULLET.fullmatch(line.text)
        if bullet:
            depth = line.indent // STEP
            found = item(line, bullet[1], depth if indented else None)
            if found is None or found.kind not in (Kind.FIELD, Kind.VARIANT) or line.indent % STEP:
                raise line.not_understood("is neither a field nor a variant")
            yield found
        elif line.text and (line.text.startswith("- `") or (indented and line.indent != (depth + 1) * STEP)):
            _must_be_below(line, depth)
        elif not fenced and spelt(line, line.text):
            yield Item(line, Kind.CONSTRAINT, line.text, depth + 1 if indented else None)


def _must_be_below(line: Line, depth: int) -> None:
    """A description is indented as far as what it describes, or more where it is a list itself."""
    if depth < 0 or line.indent <= depth * STEP:
        raise line.not_understood("belongs to no field")
