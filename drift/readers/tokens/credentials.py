"""What a request needs to be let in, as the text of a page tells it: schemes of authentication, and permissions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drift.facts.model import Permission, Scheme

from .lines import Line

CREDENTIAL = re.compile(r"Example:([\w-]+): (?:([A-Z]\w+) )?\S+")
# Permissions stand in one line with nothing between them; each ends with one of these words.
PERMISSION = re.compile(r"(.+?(?:Read|Write|Edit|Revoke|Purge|Run|Report|Admin))(?=[A-Z]|$)")


def permissions(lines: Sequence[Line]) -> tuple[Permission, ...]:
    """The permissions below a heading; names such as `Page Shield Read` are split behind their last word alone."""
    told: list[Permission] = []
    for line in lines[1:]:
        names = PERMISSION.findall(line.text)
        if "".join(names) != line.text:
            raise line.not_understood("holds a permission that ends with no word known")
        told += [Permission(name, line.read_at) for name in names]
    if len(set(told)) < len(told) or not told:
        raise lines[0].not_understood("names a permission twice, or none")
    return tuple(sorted(told, key=lambda each: each.name))


def schemes(lines: Sequence[Line]) -> tuple[Scheme, ...]:
    """The schemes below a heading: a name, prose between blank lines, an example of each header."""
    told: list[Scheme] = []
    before = ""
    for line in lines[1:]:
        match = CREDENTIAL.fullmatch(line.text)
        if line.text.startswith("Example:"):
            if match is None or not told:
                raise line.not_understood("is no example of a header")
            told[-1] = _with(told[-1], f"{match[1]}: {match[2]}" if match[2] else match[1], line)
        elif line.text and (before or line is lines[1]):
            told.append(Scheme(line.text, (), line.read_at))
        before = line.text
    for scheme in told:
        if not scheme.headers or [each.name for each in told].count(scheme.name) > 1:
            raise lines[0].not_understood(f"the scheme {scheme.name!r} stands twice, or has no header")
    return tuple(sorted(told, key=lambda each: each.name))


def _with(scheme: Scheme, header: str, line: Line) -> Scheme:
    if header in scheme.headers:
        raise line.not_understood("stands twice")
    return Scheme(scheme.name, (*scheme.headers, header), scheme.read_at)
