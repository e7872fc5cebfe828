"""A page of Cloudflare's API reference as Markdown: one operation, or a resource with many.

It has nothing about lengths and formats, and nothing about what is deprecated or permitted. A field, a variant and a
constant are each a bullet in backticks; what belongs to one is indented below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drift.facts.model import OperationFacts, Topic, Variant
from drift.readers.assembly.curl import curl
from drift.readers.assembly.domain_types import noted
from drift.readers.assembly.examples import decoded
from drift.readers.assembly.models import Models
from drift.readers.assembly.operations import Draft, Section
from drift.readers.assembly.trees import Trees
from drift.readers.tokens.items import Item, ItemKind, constraints, item
from drift.readers.tokens.lines import Line, NotUnderstood

from .dialect import Contents, PageText, each_read

TOPICS = frozenset({Topic.PARAMETERS, Topic.BODY, Topic.OPTIONALITY, Topic.UNIONS, Topic.ENVELOPE})
REQUEST = re.compile(r"\*\*(get|put|post|patch|delete|head|options)\*\* `(/\S*)`")
HEADING = re.compile(r"(#{1,6}) (\S.*)")
FIELDS = re.compile(r"(?:(Path|Query|Header|Cookie|Body) Parameters|Returns)")
BULLET = re.compile(r"- `([^`]+)`")
FENCE = re.compile(r"```(\w*)")
STEP = 2
MODELS = "Domain Types"


@dataclass
class Block:
    """A heading with the lines below it, up to the next heading."""

    line: Line
    level: int
    title: str
    lines: list[Line] = field(default_factory=list)


class Markdown:
    """A page as Markdown, indented as it is served."""

    name = "markdown"
    indented = True

    def matches(self, page: PageText) -> bool:
        return any(REQUEST.fullmatch(line.text) for line in page.lines)

    def read(self, page: PageText) -> Contents:
        """Every operation of a page, and every model among its domain types."""
        reader = _Reader(self.indented)
        for block in _blocks(page.lines):
            reader.take(block)
        return reader.contents()


@dataclass
class _Resource:
    """What is below a heading of the first level: operations, and what the types that they answer are made of."""

    drafts: list[Draft] = field(default_factory=list)
    models: list[Block] = field(default_factory=list)


@dataclass
class _Reader:
    """Takes the blocks of a page one after another; domain types are those below the heading `Domain Types`.

    What is below a heading that is not understood, and the operation that it belongs to, are left out.
    """

    indented: bool
    errors: list[NotUnderstood] = field(default_factory=list)
    _resources: list[_Resource] = field(default_factory=lambda: [_Resource()])
    _of_models: Block | None = None
    _shown: dict[str, list[str]] = field(default_factory=dict)  # by `Models`
    _level: int = 2  # of the heading of an operation
    _lost: bool = False

    @property
    def _drafts(self) -> list[Draft]:
        return self._resources[-1].drafts

    def contents(self) -> Contents:
        """All that was taken. The operations come first: they show the models that domain types mention."""
        read = [each_read(resource.drafts, Draft.operation) for resource in self._resources]
        models: list[Variant] = []
        operations: list[OperationFacts] = []
        for resource, each in zip(self._resources, read, strict=True):
            known = self._models(resource.models, models)
            models += known
            self.errors += each.errors
            # Of operations that are not understood, it is not known what they answer.
            operations += each.operations if self.errors else noted(each.operations, known)
        return Contents(tuple(operations), tuple(models), tuple(self.errors))

    def take(self, block: Block) -> None:
        """One more block."""
        within = block.level > self._level
        if self._lost and within:
            return
        self._lost = False
        try:
            self._add(block)
        except NotUnderstood as error:
            self.errors.append(error)
            if within and self._drafts and not self._of_models:
                self._drafts.pop()
            if not within:
                self._of_models = None
            self._lost = not self._of_models

    def _add(self, block: Block) -> None:
        request = next((line for line in block.lines if line.text), None)
        match = REQUEST.fullmatch(request.text) if request else None
        if self._of_models and block.level > self._of_models.level:
            self._resources[-1].models.append(block)
        elif block.title == MODELS and not self._of_models:
            self._of_models = block
            _must_be_prose(block.lines)
        elif request and match:
            self._of_models, self._level = None, block.level
            _must_be_prose(block.lines[block.lines.index(request) + 1 :])
            models = Models(self._shown)
            draft = Draft(request, block.title, match[1].upper(), match[2], TOPICS, marks=False, models=models)
            self._drafts.append(draft)
        elif block.level == 1:
            self._of_models = None
            self._resources.append(_Resource())
            _must_be_prose(block.lines)
        elif self._drafts and not self._of_models:
            _add(self._drafts[-1], block, self.indented)
        else:
            raise block.line.not_understood("is not a known heading")

    def _models(self, blocks: Sequence[Block], others: Sequence[Variant]) -> list[Variant]:
        models: list[Variant] = []
        for block in blocks:
            try:
                models.append(self._model(block, [*others, *models]))
            except NotUnderstood as error:
                self.errors.append(error)
        return models

    def _model(self, block: Block, others: Sequence[Variant]) -> Variant:
        items = list(_items(block.lines, self.indented))
        model = Trees(items, models=Models(self._shown), marks=False).root()
        name = model.name if isinstance(model, Variant) else None
        if not isinstance(model, Variant) or name is None or name.lower() != re.sub(r"\W", "", block.title).lower():
            raise block.line.not_understood("does not have the one type below it that it names")
        if any(other.name == name for other in others):
            raise block.line.not_understood("is there twice")
        return model


def _blocks(lines: Sequence[Line]) -> list[Block]:
    blocks: list[Block] = []
    fenced = False
    for line in lines:
        fenced ^= bool(FENCE.fullmatch(line.text))
        match = None if fenced else HEADING.fullmatch(line.text)
        if match and line.indent == 0:
            blocks.append(Block(line, len(match[1]), match[2]))
        elif blocks:
            blocks[-1].lines.append(line)
        elif line.text:
            raise line.not_understood("is before any heading")
    if fenced:
        raise lines[-1].not_understood("the page ends within a block of code")
    return blocks


def _add(draft: Draft, block: Block, indented: bool) -> None:
    match = FIELDS.fullmatch(block.title)
    if match:
        kind = (match[1] or "returns").lower()
        draft.add(Section(kind, block.line, list(_items(block.lines, indented))))
    elif block.title == "Example" and draft.curl is None:
        line, command = _fenced(block, ("http", "bash", "sh"))
        draft.curl = curl(line, command, draft.method, draft.path)
    elif block.title == "Response":
        line, source = _fenced(block, ("json",))
        sample, end = decoded(line, source.strip())
        if end < len(source.strip()):
            raise line.not_understood("something follows the JSON")
        draft.samples.append(sample)
    else:
        raise block.line.not_understood("is not a known heading")


def _fenced(block: Block, languages: Sequence[str]) -> tuple[Line, str]:
    """The one block of code below a heading, with its first line."""
    lines = [line for line in block.lines if line.text]
    begin = FENCE.fullmatch(lines[0].text) if lines else None
    if len(lines) < 3 or begin is None or begin[1] not in languages or lines[-1].text != "```":
        raise block.line.not_understood("has no block of code below it")
    return lines[1], "\n".join(line.text for line in lines[1:-1])


def _must_be_prose(lines: Sequence[Line]) -> None:
    for line in lines:
        bullet = BULLET.fullmatch(line.text)
        found = item(line, bullet[1], 0) if bullet else None
        if REQUEST.fullmatch(line.text) or (found and found.kind is ItemKind.FIELD):
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
            if found is None or found.kind not in (ItemKind.FIELD, ItemKind.VARIANT) or line.indent % STEP:
                raise line.not_understood("is neither a field nor a variant")
            yield found
        elif line.text and (line.text.startswith("- `") or (indented and line.indent != (depth + 1) * STEP)):
            # A description is indented as far as what it describes, or more if it is a list.
            if depth < 0 or line.indent <= depth * STEP:
                raise line.not_understood("belongs to no field")
        elif not fenced and constraints(line, line.text, fused=False):
            yield Item(line, ItemKind.CONSTRAINT, line.text, depth + 1 if indented else None)
