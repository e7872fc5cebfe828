"""The lines of a section that mean something, one by one: fields, variants, and their constraints."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from drift.facts.model import Constant, Constraint, Model

from .expressions import Declaration, Expression, Header, NotAType, Shape, declaration, header
from .lines import Line

DEPRECATED = re.compile(r"^Deprecated(?=[\w$])")
MARKER = "One of the following:"
# Prose, though it could be a field that is a constant.
DEFAULT = re.compile(r"Defaults?: *(?:[-\d\"“`'\[{]|true\b|false\b|null\b|none\b).*")
NUMERIC = "maxLength|minLength|maximum|minimum|exclusiveMaximum|exclusiveMinimum|multipleOf|maxItems|minItems"
# `maxLength32`, fused as the text of a page has it.
FUSED = re.compile(rf"({NUMERIC}) ?(-?\d+(?:\.\d+)?)(?: |$)")
FUSED_LINE = re.compile(rf"(?:{FUSED.pattern})+")
WORDED = re.compile(
    r"(format)([a-z][a-z0-9-]*)|(pattern)((?![A-Za-z ]).+)|(default)(\S+|\".*\")|(uniqueItems)(true|false)"
)
# `maxLength: 32, minLength: 1`, a paragraph of Markdown; in a text these would be fields of such names.
SPELT = re.compile(rf"({NUMERIC}|format|pattern|default|uniqueItems): (\S+?)(?:, |$)")
CONSTRAINT_LIKE = re.compile(rf"({NUMERIC}|format|pattern|default|uniqueItems)[:\S]*")
# Prose begins with a capital letter; what begins like this is meant to be a field.
FIELD_LIKE = re.compile(r"[a-z_$][\w$.-]*: |[\w$.-]+: (optional|array of|object|map\[|string|number|boolean|\{|\")")


class ItemKind(Enum):
    FIELD = auto()
    VARIANT = auto()
    MARKER = auto()
    CONSTRAINT = auto()


@dataclass(frozen=True)
class Item:
    """A line that means something. `depth` is how deep Markdown indents it; None where nothing is indented.

    A loose item is a single word that may be prose as well: it is a variant only where one is due.
    """

    line: Line
    kind: ItemKind
    text: str
    depth: int | None = None
    loose: bool = False


def item(line: Line, text: str, depth: int | None = None, *, alone: bool = False) -> Item | None:
    """What a line means; None if it is prose. `alone`: it is a paragraph of its own, as prose would be."""
    kind = _kind(text)
    if isinstance(kind, str):
        raise line.not_understood(kind)
    loose = alone and kind is ItemKind.VARIANT and text.isalnum()
    return Item(line, kind, text, depth, loose) if kind else None


@cache
def _kind(text: str) -> ItemKind | str | None:
    """The kind of item that a text is; None if it is prose, and the complaint if it only looks like an item."""
    if text == MARKER:
        return ItemKind.MARKER
    if DEFAULT.fullmatch(text):
        return None
    plain = DEPRECATED.sub("", text)
    try:
        if declaration(plain):
            return ItemKind.FIELD
    except NotAType as error:
        return f"looks like a field, but {error}" if FIELD_LIKE.match(plain) else None
    if FUSED_LINE.fullmatch(text) or WORDED.fullmatch(text):
        return ItemKind.CONSTRAINT
    try:
        header(text)
    except NotAType:
        return "looks like a constraint, but is not known" if CONSTRAINT_LIKE.fullmatch(text) else None
    return ItemKind.VARIANT


def declared(given: Item, due: str | None, known: Collection[str]) -> tuple[Declaration, bool]:
    """What an item declares, and whether it is deprecated: that mark is glued to its name.

    A name that is due, or known, may begin with the word itself.
    """
    whole = given.text.partition(":")[0]
    plain = given.text if whole == due or whole in known else DEPRECATED.sub("", given.text)
    parsed = declaration(plain)
    if parsed is None:
        raise given.line.not_understood("is not a field")
    return parsed, plain != given.text


def fits(given: Item, due: Expression | None, constant: bool) -> bool:
    """Whether a variant is the one that the union announces; if it announces none, of the same kind as the others."""
    begun = header(given.text)
    match due:
        case None:
            return isinstance(begun.expression, Constant) == constant or not given.loose
        case Model(name):
            return name == begun.name or begun.expression == due
        case Shape(summary, str(model)):
            return begun == Header(model, Shape(summary))
    return begun.expression == due


def constraints(line: Line, text: str, *, fused: bool) -> tuple[Constraint, ...]:
    """The constraints in a line of text, where they are fused, or in a paragraph of Markdown; else none."""
    worded = WORDED.fullmatch(text) if fused else None
    pattern = FUSED if fused else SPELT
    pairs = [filter(None, worded.groups())] if worded else pattern.findall(text) if not pattern.sub("", text) else []
    return tuple(Constraint(name, value, line.read_at) for name, value in pairs)
