"""The lines of a section that mean something, one by one: fields, variants, and what else holds of them."""

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
NUMERIC = "maxLength|minLength|maximum|minimum|exclusiveMaximum|exclusiveMinimum|multipleOf|maxItems|minItems"
# `maxLength32`, fused as the text of a page has it.
FUSED = re.compile(rf"({NUMERIC}) ?(-?\d+(?:\.\d+)?)(?: |$)")
FUSED_LINE = re.compile(rf"(?:{FUSED.pattern})+")
WORDED = re.compile(
    r"(format)([a-z][a-z0-9-]*)|(pattern)((?![A-Za-z ]).+)|(default)(\S+|\".*\")|(uniqueItems)(true|false)"
)
# `maxLength: 32, minLength: 1`, as a paragraph of Markdown; in a text these would be fields of such names.
SPELT = re.compile(rf"({NUMERIC}|format|pattern|default|uniqueItems): (\S+?)(?:, |$)")
CONSTRAINT_LIKE = re.compile(rf"({NUMERIC}|format|pattern|default|uniqueItems)[:\S]*")
# Prose begins with a capital; what begins so is meant to be a field.
FIELD_LIKE = re.compile(r"[a-z_$][\w$.-]*: |[\w$.-]+: (optional|array of|object|map\[|string|number|boolean|\{|\")")


class Kind(Enum):
    FIELD = auto()
    VARIANT = auto()
    MARKER = auto()
    CONSTRAINT = auto()


@dataclass(frozen=True)
class Item:
    """A line that means something. `depth` is how deep Markdown indents it; None where nothing is indented.

    A loose one is a single word that may be prose just as well: only where a variant is due, it is one.
    """

    line: Line
    kind: Kind
    text: str
    depth: int | None = None
    loose: bool = False


def item(line: Line, text: str, depth: int | None = None, *, alone: bool = False) -> Item | None:
    """What a line means; None if it is prose. `alone` says that it is in a paragraph, where prose would be."""
    kind = _kind(text)
    if isinstance(kind, str):
        raise line.not_understood(kind)
    loose = alone and kind is Kind.VARIANT and text.isalnum()
    return Item(line, kind, text, depth, loose) if kind else None


@cache
def _kind(text: str) -> Kind | str | None:
    """The kind of what a text means; None if that is nothing, and words if it only looks like something."""
    if text == MARKER:
        return Kind.MARKER
    plain = DEPRECATED.sub("", text)
    try:
        if declaration(plain):
            return Kind.FIELD
    except NotAType as error:
        return f"looks like a field, but {error}" if FIELD_LIKE.match(plain) else None
    if FUSED_LINE.fullmatch(text) or WORDED.fullmatch(text):
        return Kind.CONSTRAINT
    try:
        header(text)
    except NotAType:
        return "looks like a constraint, but is none that is known" if CONSTRAINT_LIKE.fullmatch(text) else None
    return Kind.VARIANT


def declared(given: Item, due: str | None, known: Collection[str]) -> tuple[Declaration, bool]:
    """What an item declares, and whether it is deprecated: that mark is glued to a name that is due, or known."""
    whole = given.text.partition(":")[0]
    plain = given.text if whole == due or whole in known else DEPRECATED.sub("", given.text)
    told = declaration(plain)
    if told is None:
        raise given.line.not_understood("is no field")
    return told, plain != given.text


def fits(given: Item, due: Expression | None, constant: bool) -> bool:
    """Whether a variant is the one that a union announced, or of the kind of the others."""
    begun = header(given.text)
    match due:
        case None:
            return isinstance(begun.expression, Constant) == constant or not given.loose
        case Model(name):
            return name == begun.name or begun.expression == due
        case Shape(summary, str(model)):
            return begun == Header(model, Shape(summary))
    return begun.expression == due


def fused(line: Line, text: str) -> tuple[Constraint, ...]:
    """The constraints that a line of a text tells; none if it tells something else."""
    match = WORDED.fullmatch(text)
    if match is not None:
        name, value = (group for group in match.groups() if group is not None)
        return (Constraint(name, value, line.read_at),)
    return _all(FUSED, line, text)


def spelt(line: Line, text: str) -> tuple[Constraint, ...]:
    """The constraints that a paragraph of Markdown tells; none if it tells something else."""
    return _all(SPELT, line, text)


def _all(pattern: re.Pattern[str], line: Line, text: str) -> tuple[Constraint, ...]:
    if pattern.sub("", text):
        return ()
    return tuple(Constraint(name, value, line.read_at) for name, value in pattern.findall(text))
