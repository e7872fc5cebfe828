"""The type expressions of Cloudflare's API pages: `optional array of object { id, name, 2 more } or null`.

An expression promises what the lines below it must keep: how many fields or variants, and the names of the first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from drift.facts.model import Constant, Model, Scalar, Unknown

TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\],"]+)')
DECLARATION = re.compile(r"(?P<name>[\w$@][\w.$@/-]*): (?P<optional>optional )?(?P<type>.+)")
HEADER = re.compile(r"(?P<name>[A-Z]\w*) = (?P<type>.+)")
MODEL = re.compile(r"[A-Z]\w*")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
COUNT = re.compile(r"\d+")
SCALARS = {
    "string": Scalar("string"),
    "boolean": Scalar("boolean"),
    "integer": Scalar("integer"),
    "number": Scalar("numeric"),
    "file": Scalar("file"),
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
    """An object, of a named model if it has a name; without a summary only indentation tells its fields."""

    summary: Summary | None = None
    model: str | None = None


@dataclass(frozen=True)
class ArrayOf:
    """`array of …`; a union after it is one of items, but a null at its end is the array's."""

    items: Expression


@dataclass(frozen=True)
class MapOf:
    """`map[…]`."""

    values: Expression


@dataclass(frozen=True)
class Choice:
    """`… or … or 2 more`; null is not among the arms."""

    arms: tuple[Expression, ...]
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
    """A text that is no type expression."""


@cache
def declaration(text: str) -> Declaration | None:
    """The field that a line declares; None if it does not look like one, `NotAType` if it only looks like one."""
    match = DECLARATION.fullmatch(text)
    if match is None:
        return None
    return Declaration(match["name"], expression(match["type"]), bool(match["optional"]))


@cache
def header(text: str) -> Header:
    """The variant that a line begins; `Region object { region }` is how Markdown has `Region = object { region }`."""
    match = HEADER.fullmatch(text)
    if match is not None:
        return Header(match["name"], expression(match["type"]))
    told = expression(text)
    if isinstance(told, Shape) and told.model:
        return Header(told.model, Shape(told.summary))
    return Header(None, told)


@cache
def expression(text: str) -> Expression:
    """The type that a text says."""
    parser = _Parser(text)
    told = parser.choice()
    if parser.peek() is not None:
        raise NotAType(f"{parser.peek()!r} is too much in a type")
    return told


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = TOKEN.findall(text)
        if "".join(self._tokens) != "".join(_outside_strings(text)):
            raise NotAType("a quote that does not end")
        self._at = 0

    def peek(self, ahead: int = 0) -> str | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _take(self, *expected: str) -> str:
        token = self.peek()
        if token is None or (expected and token not in expected):
            raise NotAType(f"{token or 'the end'!r}, where a type has {' or '.join(expected) or 'more'}")
        self._at += 1
        return token

    def choice(self, *, of_items: bool = False) -> Expression:
        arms = [self._arm()]
        more = 0
        while self.peek() == "or" and not (of_items and self.peek(1) == "null"):
            self._take("or")
            if COUNT.fullmatch(self.peek() or "") and self.peek(1) == "more":
                more += int(self._take())
                self._take("more")
            elif more and self.peek() != "null":
                raise NotAType("a variant behind those that are only counted")
            else:
                arms.append(self._arm())
        told = tuple(arm for arm in arms if arm != Constant("null"))
        if len(arms) == 1 and not more:
            return arms[0]
        return Choice(told, more, null=len(told) < len(arms))

    def _arm(self) -> Expression:
        token = self._take() if self.peek() != "{" else "object"
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
            case "unknown":
                return Unknown()
            case "true" | "false" | "null":
                return Constant(token)
            case _ if token in SCALARS:
                return SCALARS[token]
            case _ if token.startswith('"') or NUMBER.fullmatch(token):
                return Constant(_json(token))
            case _ if MODEL.fullmatch(token):
                return self._model(token)
        raise NotAType(f"{token!r} is no type")

    def _model(self, name: str) -> Expression:
        if self.peek() == "object":
            self._take("object")
            return Shape(self._summary(), name)
        return Shape(self._summary(), name) if self.peek() == "{" else Model(name)

    def _summary(self) -> Summary | None:
        if self.peek() != "{":
            return None
        self._take("{")
        names: list[str] = []
        more = 0
        while self.peek() != "}":
            if names:
                self._take(",")
            if COUNT.fullmatch(self.peek() or "") and self.peek(1) == "more":
                more = int(self._take())
                self._take("more")
                break
            names.append(self._take())
        self._take("}")
        if len(names) != len(set(names)) or set(names) & set("{}[],"):
            raise NotAType("a summary that does not hold names")
        return Summary(tuple(names), more)


def loosened(told: Expression) -> Choice | None:
    """`array of A or B` read the other way: as one of `array of A` and `B`. Only the list of variants can tell."""
    if isinstance(told, ArrayOf) and isinstance(told.items, Choice):
        first, *rest = told.items.arms
        return Choice((ArrayOf(first), *rest), told.items.more, told.items.null)
    return None


def _json(token: str) -> str:
    try:
        return json.dumps(json.loads(token), ensure_ascii=False)
    except ValueError as error:
        raise NotAType(f"{token} is no value") from error


def _outside_strings(text: str) -> list[str]:
    return [part if part.startswith('"') else part.replace(" ", "") for part in re.split(r'("(?:[^"\\]|\\.)*")', text)]
