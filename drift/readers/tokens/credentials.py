"""What a request needs to be allowed, in the text of a page: schemes of authentication, and permissions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from drift.facts.model import Permission, Scheme

from .lines import Line

CREDENTIAL = re.compile(r"Example:([\w-]+): (?:([A-Z]\w+) )?\S+")
# Permissions are in one line with nothing between them; each ends with one of these words.
PERMISSION = re.compile(r"(.+?(?:Read|Write|Edit|Revoke|Purge|Run|Report|Admin))(?=[A-Z]|$)")


def permissions(lines: Sequence[Line]) -> tuple[Permission, ...]:
    """The permissions below a heading; `Page Shield ReadDNS Write` is split after `Read`, where one can end."""
    parsed: list[Permission] = []
    for line in lines[1:]:
        names = PERMISSION.findall(line.text)
        if "".join(names) != line.text:
            raise line.not_understood("holds a permission that ends with an unknown word")
        parsed += [Permission(name, line.read_at) for name in names]
    if len(set(parsed)) < len(parsed) or not parsed:
        raise lines[0].not_understood("names a permission twice, or none")
    return tuple(sorted(parsed, key=lambda each: each.name))


def schemes(lines: Sequence[Line]) -> tuple[Scheme, ...]:
    """The schemes below a heading: a name, and an example of each header; what ends with a full stop is prose."""
    parsed: list[Scheme] = []
    for line in lines[1:]:
        match = CREDENTIAL.fullmatch(line.text)
        if line.text.startswith("Example:"):
            if match is None or not parsed:
                raise line.not_understood("is not an example of a header")
            header = f"{match[1]}: {match[2]}" if match[2] else match[1]
            if header in parsed[-1].headers:
                raise line.not_understood("is there twice")
            parsed[-1] = replace(parsed[-1], headers=(*parsed[-1].headers, header))
        elif line.text and not line.text.endswith("."):
            parsed.append(Scheme(line.text, (), line.read_at))
    for scheme in parsed:
        if not scheme.headers or [each.name for each in parsed].count(scheme.name) > 1:
            raise lines[0].not_understood(f"the scheme {scheme.name!r} is there twice, or has no header")
    return tuple(sorted(parsed, key=lambda each: each.name))
