"""The JSON skeletons of the Hex package's page: `"*string*"` for a string, `{}` and `null` for what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drift.facts.model import Array, Field, Object, Scalar, Type, Unsaid
from drift.facts.paths import sorted_fields
from drift.readers.tokens.lines import Line

PLACEHOLDER = re.compile(r'"\*(string|integer|number|boolean)\*"')
MEMBER = re.compile(r'"((?:[^"\\]|\\.)+)": (\S+)')
UNSAID = ("{}", "null")


def skeleton(lines: Sequence[Line]) -> Type:
    """The type that a skeleton shows; each of its lines holds one bracket, one item or one member."""
    reader = _Reader(lines)
    described = reader.value(lines[0].text)
    if reader.at < len(lines):
        raise lines[reader.at].not_understood("follows the end of the JSON")
    return described


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.at = 0

    def value(self, text: str) -> Type:
        """The value that begins with `text`, in the current line; moves past it."""
        line = self._lines[self.at]
        self.at += 1
        if match := PLACEHOLDER.fullmatch(text):
            return Scalar(match[1], broad=True)
        if text in UNSAID:
            return Unsaid(text)
        if text == "[]":
            return Array(Unsaid())
        if text == "{":
            return self._object(line)
        if text == "[":
            return self._array()
        raise line.not_understood("is not a value of a skeleton")

    def _object(self, begin: Line) -> Object:
        parsed: list[Field] = []
        while self._here(begin).text.rstrip(",") != "}":
            line = self._here(begin)
            match = MEMBER.fullmatch(line.text.removesuffix(","))
            if match is None or any(each.name == match[1] for each in parsed):
                raise line.not_understood("is not a member, or is there twice")
            parsed.append(Field(match[1], self.value(match[2]), read_at=line.read_at))
            self._comma("}")
        self.at += 1
        return Object(sorted_fields(parsed))

    def _array(self) -> Array:
        line = self._here(self._lines[self.at - 1])
        parsed = self.value(line.text.removesuffix(","))
        if self._here(line).text.rstrip(",") != "]":
            raise self._here(line).not_understood("is in an array that shows one item already")
        self._comma("]")
        self.at += 1
        return Array(parsed)

    def _comma(self, close: str) -> None:
        """The line before ends with a comma, unless the current one closes."""
        before = self._lines[self.at - 1]
        if before.text.endswith(",") == self._here(before).text.startswith(close):
            raise before.not_understood("has a comma too much, or too few")

    def _here(self, begin: Line) -> Line:
        if self.at == len(self._lines):
            raise begin.not_understood("does not end")
        return self._lines[self.at]
