"""The request that a page shows as a curl command, held against the method and the path of its operation."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from drift.facts.model import Body, Field, Object, Unsaid
from drift.facts.paths import sorted_fields
from drift.readers.tokens.lines import Line

from .examples import Sample, decoded

FORM = "multipart/form-data"


@dataclass(frozen=True)
class Curl:
    """A curl command. Of its headers only the names are kept, and the content type: the others are credentials."""

    line: Line
    base_path: str | None  # None if it is not the path of the operation
    media_type: str | None
    body: Sample | None
    parts: tuple[str, ...]
    query: tuple[str, ...]
    headers: frozenset[str]  # names in lower case
    flaws: tuple[str, ...] = ()

    def undeclared_body(self) -> Body | None:
        """The body that the command sends, for a page that declares none."""
        if self.media_type is None:
            return None
        parts = sorted_fields(Field(name, Unsaid(), read_at=self.line.read_at) for name in set(self.parts))
        shown = Object(parts, partial=True) if parts else Unsaid()
        return Body(self.media_type, shown, None, self.line.read_at)


def is_complete(command: str) -> bool:
    """Whether every quote is closed, and the last line is not to be continued."""
    try:
        shlex.split(command)
    except ValueError:
        return False
    return not command.rstrip().endswith("\\")


def curl(line: Line, command: str, method: str, path: str) -> Curl:
    """The command that shows how to send an operation."""
    try:
        program, *words = shlex.split(re.sub(r"\\\s+(?=-)", " ", command))
    except ValueError as error:
        raise line.not_understood(f"is not a command: {error}") from error
    if program != "curl":
        raise line.not_understood("is not a curl command")
    given = list(_options(line, words))
    if len(set(given)) < len(given) or [option for option, _ in given].count("-X") > 1:
        raise line.not_understood("an option is there twice")
    urls, data, forms, headers = (
        [value for option, value in given if option == name] for name in ("", "-d", "-F", "-H")
    )
    if len(urls) != 1:
        raise line.not_understood("a command has one address")
    named = {name.strip().lower(): value.strip() for name, _, value in (each.partition(":") for each in headers)}
    if len(named) < len(headers):
        raise line.not_understood("a header is there twice")
    media_type = _media_type(line, named, bool(data), bool(forms))
    sent = dict(given).get("-X", "POST" if data or forms else "GET")
    shown, base_path = _paths(urls[0], path)
    flaws = [
        *([f"the example sends {sent}"] if sent != method else []),
        *([f"the path of the example is {shown}"] if base_path is None else []),
    ]
    return Curl(
        line,
        base_path,
        media_type,
        _sample(line, data, media_type),
        tuple(re.split("[=;]", value)[0] for value in forms),
        tuple(name for name, _ in parse_qsl(urlsplit(urls[0]).query, keep_blank_values=True)),
        frozenset(named),
        tuple(flaws),
    )


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


def _paths(url: str, path: str) -> tuple[str, str | None]:
    """The path of an address, and what it has before the path of the operation; None if it is another one."""
    shown = re.sub(r"\$\{?(\w+)\}?", lambda found: "{" + found[1].lower() + "}", urlsplit(url).path)
    due = re.sub(r"\{([^}]+)\}", lambda found: "{" + re.sub(r"\W", "_", found[1]).lower() + "}", path)
    return shown, shown.removesuffix(due) if shown.endswith(due) else None


def _media_type(line: Line, headers: Mapping[str, str], data: bool, forms: bool) -> str | None:
    """What the body is; without the header, curl sends parts as a form, and data as something that no API takes."""
    media_type = headers.get("content-type") or (FORM if forms else None)
    if (data and (forms or media_type is None)) or (forms and media_type != FORM):
        raise line.not_understood("the example's body is of two kinds, or of none")
    return media_type if data or forms else None


def _sample(line: Line, data: Sequence[str], media_type: str | None) -> Sample | None:
    if not data or "json" not in (media_type or ""):
        return None
    sample, end = decoded(line, data[0].strip(), "request")
    if len(data) > 1 or end < len(data[0].strip()):
        raise line.not_understood("more than one body in a command")
    return sample
