"""The request that a page shows as a curl command: a second witness of method, path and kind of body."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from drift.facts.model import Body, Field, Object, Unsaid
from drift.facts.paths import fields
from drift.readers.tokens.lines import Line

from .examples import Sample, decoded

FORM = "multipart/form-data"


@dataclass(frozen=True)
class Curl:
    """A curl command. Its headers hold credentials, if only made-up ones: none but the content type is kept."""

    line: Line
    method: str
    base_path: str
    media_type: str | None
    body: Sample | None
    parts: tuple[str, ...]
    query: tuple[str, ...]
    headers: frozenset[str]  # names in lower case

    def unsaid_body(self) -> Body | None:
        """The body that the command sends, where the page declares none."""
        if self.media_type is None:
            return None
        names = sorted(set(self.parts))
        parts = fields(Field(name, Unsaid(), read_at=self.line.read_at) for name in names)
        shown = Object(parts, partial=True) if parts else Unsaid()
        return Body(self.media_type, shown, None, self.line.read_at)


def is_complete(command: str) -> bool:
    """Whether no quote is open and no line is to be continued."""
    try:
        shlex.split(command)
    except ValueError:
        return False
    return not command.rstrip().endswith("\\")


def curl(line: Line, command: str, method: str, path: str) -> Curl:
    """The command that shows how to send an operation; it must agree with the operation's method and path."""
    try:
        words = shlex.split(re.sub(r"\\\s+(?=-)", " ", command))
    except ValueError as error:
        raise line.not_understood(f"no command: {error}") from error
    if words[0] != "curl":
        raise line.not_understood("is no curl command")
    given = list(_options(line, words[1:]))
    if len(set(given)) < len(given) or [option for option, _ in given].count("-X") > 1:
        raise line.not_understood("an option stands twice")
    urls = [value for option, value in given if option == ""]
    if len(urls) != 1:
        raise line.not_understood("a command has one address")
    data = [value for option, value in given if option == "-d"]
    parts = tuple(re.split("[=;]", value)[0] for option, value in given if option == "-F")
    told = dict(given).get("-X", "POST" if data or parts else "GET")
    if told != method:
        raise line.not_understood(f"the example sends {told}, the operation is {method}")
    media_type = _media_type(line, given, bool(data), bool(parts))
    query = tuple(name for name, _ in parse_qsl(urlsplit(urls[0]).query, keep_blank_values=True))
    sample = _sample(line, data, media_type)
    return Curl(line, told, _base(line, urls[0], path), media_type, sample, parts, query, _headers(line, given))


def _options(line: Line, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The options of a command with their values; the address has no option."""
    rest = iter(words)
    for word in rest:
        if word in ("-X", "-H", "-d", "-F"):
            yield word, next(rest, "")
        elif word.startswith("https://"):
            yield "", word
        else:
            raise line.not_understood(f"{word!r} is not understood in a command")


def _base(line: Line, url: str, path: str) -> str:
    """What an address has before the path of the operation."""
    shown = re.sub(r"\$\{?(\w+)\}?", lambda found: "{" + found[1].lower() + "}", urlsplit(url).path)
    due = re.sub(r"\{([^}]+)\}", lambda found: "{" + re.sub(r"\W", "_", found[1]).lower() + "}", path)
    if not shown.endswith(due):
        raise line.not_understood(f"the example's path is {shown}, the operation's is {path}")
    return shown.removesuffix(due)


def _headers(line: Line, given: list[tuple[str, str]]) -> frozenset[str]:
    names = [value.partition(":")[0].strip().lower() for option, value in given if option == "-H"]
    if len(set(names)) < len(names):
        raise line.not_understood("a header stands twice")
    return frozenset(names)


def _media_type(line: Line, given: list[tuple[str, str]], data: bool, parts: bool) -> str | None:
    """What a command says that its body is; without a word, curl makes a form of parts, and of data what no API wants."""
    headers = dict(value.partition(":")[::2] for option, value in given if option == "-H")
    told = {name.strip().lower(): value.strip() for name, value in headers.items()}.get("content-type")
    told = told or (FORM if parts else None)
    if (data and (parts or told is None)) or (parts and told != FORM):
        raise line.not_understood("the example's body is of two kinds, or of none")
    return told if data or parts else None


def _sample(line: Line, data: list[str], media_type: str | None) -> Sample | None:
    if not data or "json" not in (media_type or ""):
        return None
    sample, end = decoded(line, data[0].strip())
    if len(data) > 1 or end < len(data[0].strip()):
        raise line.not_understood("more than one body in a command")
    return sample
