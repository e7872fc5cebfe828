"""The type expressions of Cloudflare's API pages: `optional array of object { id, name, 2 more } or null`.

An expression announces what the lines below it must hold: how many fields or variants, and the names of the first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from drift.facts.model import Constant, Model, Scalar, Unknown
from drift.facts.paths import NULL

STRING = re.compile(r'("(?:[^"\\]|\\.)*")')
TOKEN = re.compile(rf'\s*({STRING.pattern[1:-1]}|\{{[^{{}}]*\}}|[\[\]]|[^\s{{}}\[\],"]+)')
NAME = re.compile(r"[^\s{}\[\],]+")
MORE = re.compile(r"(\d+) more")
# Headers, which may have hyphens, are in quotes: `"If-None-Match": optional string`.
DECLARATION = re.compile(r'(?P<quote>"?)(?P<name>[\w$@][\w.$@/-]*)(?P=quote): (?P<optional>optional )?(?P<type>.+)')
HEADER = re.compile(r"(?P<name>[A-Z]\w*) = (?P<type>.+)")
MODEL = re.compile(r"[A-Z]\w*")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
WORDS: dict[str, Scalar | Constant | Unknown] = {
    "string": Scalar("string"),
    "boolean": Scalar("boolean"),
    "integer": Scalar("integer"),
    "number": Scalar("numeric"),
    "file": Scalar("file"),
    "unknown": Unknown(),
    "true": Constant("true"),
    "false": Constant("false"),
    "null": NULL,
}


@dataclass(frozen=True)
class Summary:
    """`{ a, b, 2 more }`: the names of the first fields, and how many there are besides."""

    names: tuple[str, ...]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.names) + self.more


@dataclass(frozen=True)
class Shape:
    """An object, of a named model if `model` is given; without a summary only indentation shows its fields."""

    summary: Summary | None = None
    model: str | None = None


@dataclass(frozen=True)
class ArrayOf:
    """`array of …`; a union after it is the type of the items, but a null at its end belongs to the array."""

    items: Expression


@dataclass(frozen=True)
class MapOf:
    """`map[…]`."""

    values: Expression


@dataclass(frozen=True)
class Choice:
    """`… or … or 2 more`; null is not among the variants."""

    variants: tuple[Expression, ...]
    more: int = 0
    null: bool = False


Expression = Scalar | Constant | Unknown | Model | Shape | ArrayOf | MapOf | Choice


@dataclass(frozen=True)
class Declaration:
    """`name: optional type`."""

    name: str
    expression: Expression
    optional: bool


@dataclass(frozen=True)
class Header:
    """What begins a variant: a type, and its name if it has one."""

    name: str | None
    expression: Expression


class NotAType(ValueError):
    """A text that is not a type expression."""


@cache
def declaration(text: str) -> Declaration | None:
    """The field that a line declares; None if it does not look like one. `NotAType`: it only looks like one."""
    match = DECLARATION.fullmatch(text)
    if match is None:
        return None
    return Declaration(match["name"], expression(match["type"]), bool(match["optional"]))


@cache
def header(text: str) -> Header:
    """The variant that a line begins; Markdown writes `Region = object { region }` as `Region object { region }`."""
    match = HEADER.fullmatch(text)
    if match is not None:
        return Header(match["name"], expression(match["type"]))
    parsed = expression(text)
    if isinstance(parsed, Shape) and parsed.model:
        return Header(parsed.model, Shape(parsed.summary))
    return Header(None, parsed)


@cache
def expression(text: str) -> Expression:
    """The type that a text describes."""
    parser = _Parser(text)
    parsed = parser.choice()
    if parser.peek():
        raise NotAType(f"{parser.peek()!r} is one too many in a type")
    return parsed


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = TOKEN.findall(text)
        if "".join(map(_without_spaces, self._tokens)) != "".join(map(_without_spaces, STRING.split(text))):
            raise NotAType("a quote or a brace that does not end, or a comma")
        self._at = 0

    def peek(self, ahead: int = 0) -> str:
        """A token further on; an empty one behind the last."""
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise NotAType(f"{token or 'the end'!r}, where a type has {expected or 'more'}")
        self._at += 1
        return token

    def choice(self, *, of_items: bool = False) -> Expression:
        variants = [self._variant()]
        more = 0
        while self.peek() == "or" and not (of_items and self.peek(1) == "null"):
            self._take("or")
            if self.peek().isdecimal() and self.peek(1) == "more":
                more += int(self._take())
                self._take("more")
            elif more and self.peek() != "null":
                raise NotAType("a variant after those that are only counted")
            else:
                variants.append(self._variant())
        others = tuple(variant for variant in variants if variant != NULL)
        if len(variants) == 1 and not more:
            return variants[0]
        return Choice(others, more, null=len(others) < len(variants))

    def _variant(self) -> Expression:
        token = "object" if self.peek().startswith("{") else self._take()
        match token:
            case "array":
                self._take("of")
                return ArrayOf(self.choice(of_items=True))
            case "map":
                self._take("[")
                values = self.choice()
                self._take("]")
                return MapOf(values)
            case "object":
                return Shape(self._summary())
            case _ if token in WORDS:
                return WORDS[token]
            case _ if token.startswith('"') or NUMBER.fullmatch(token):
                return Constant(_json(token))
            case _ if MODEL.fullmatch(token):
                if self.peek() != "object" and not self.peek().startswith("{"):
                    return Model(token)
                if self.peek() == "object":
                    self._take()
                return Shape(self._summary(), token)
        raise NotAType(f"{token!r} is not a type")

    def _summary(self) -> Summary | None:
        if not self.peek().startswith("{"):
            return None
        *names, last = (name.strip() for name in self._take()[1:-1].split(","))
        count = MORE.fullmatch(last)
        if not count and (last or names):
            names.append(last)
        if len(names) != len(set(names)) or not all(map(NAME.fullmatch, names)):
            raise NotAType("a summary that does not hold names")
        return Summary(tuple(names), int(count[1]) if count else 0)


def loosened(parsed: Expression) -> Choice | None:
    """`array of A or B`, read as one of `array of A` and `B`. Only the list of variants can show which it is."""
    if isinstance(parsed, ArrayOf) and isinstance(parsed.items, Choice):
        first, *rest = parsed.items.variants
        return Choice((ArrayOf(first), *rest), parsed.items.more, parsed.items.null)
    return None


def _json(token: str) -> str:
    try:
        return json.dumps(json.loads(token), ensure_ascii=False)
    except ValueError as error:
        raise NotAType(f"{token} is not a value") from error


def _without_spaces(part: str) -> str:
    return part if part.startswith('"') else part.replace(" ", "")
