# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Names as segments of a URL path."""

from __future__ import annotations

import re
from urllib.parse import quote

from .errors import UnsafePath

# quote() leaves dots alone, and httpx resolves them as RFC 3986, section 5.2.4 says: DELETE …/scripts/.. would
# delete the namespace, DELETE …/scripts/. and …/scripts/ all of its scripts.
_ELSEWHERE = ("", ".", "..")
# Most names are written as they are.
_PLAIN = re.compile("[A-Za-z0-9_-]+")


def path_segment(name: str, value: object) -> str:
    """`value` percent-encoded as one segment of a path; `name` is the parameter's, for the error."""
    if not isinstance(value, str):
        raise UnsafePath(f"{name}: a name is a str, and this is {type(value).__name__}")
    if value in _ELSEWHERE:
        raise UnsafePath(f'{name}: "{value}" is not a name: it would address another resource')
    if _PLAIN.fullmatch(value):
        return value
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        pass
    raise UnsafePath(f"{name}: the name has a character that UTF-8 cannot encode")


__all__ = ["path_segment"]
