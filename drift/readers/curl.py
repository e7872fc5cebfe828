"""The request that a page shows as a curl command: a second witness of method, path and kind of body."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from drift.facts import Body, Field, Object, Unsaid
from drift.places import fields

from .examples import Sample, decoded
from .lines import Line

JSON = "application/json"
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

    def unsaid_body(self) -> Body | None:
        """The body that the command sends, where the page declares none."""
        if self.media_type is None:
            return None
        names = sorted(set(self.parts))
        parts = fields(Field(name, Unsaid(), read_at=self.line.read_at) for name in names)
        shown = Object(parts, partial=True) if parts else Unsaid()
        return Body(self.media_type, shown, self.line.read_at)


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
    given = list(_options(line, words[1:]))
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
    return Curl(line, told, _base(line, urls[0], path), media_type, _sample(line, data, media_type), parts, query)


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


def _media_type(line: Line, given: list[tuple[str, str]], data: bool, parts: bool) -> str | None:
    headers = [value.partition(":")[2].strip() for option, value in given if option == "-H" and _is_type(value)]
    told = headers[0] if headers else None
    due = FORM if parts else JSON if data else None
    if (data and parts) or len(headers) > 1 or (told and due and due == FORM and told != FORM):
        raise line.not_understood("the example's body is of two kinds")
    return (told or due) if data or parts else None


def _is_type(header: str) -> bool:
    return header.partition(":")[0].strip().lower() == "content-type"


def _sample(line: Line, data: list[str], media_type: str | None) -> Sample | None:
    if not data or "json" not in (media_type or ""):
        return None
    sample, end = decoded(line, data[0].strip())
    if len(data) > 1 or end < len(data[0].strip()):
        raise line.not_understood("more than one body in a command")
    return sample
