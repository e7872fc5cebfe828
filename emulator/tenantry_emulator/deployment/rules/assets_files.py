"""What is common to the files `_redirects` and `_headers` of static assets: lines, and the URLs in them."""

import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tenantry_emulator.wire.refusals import BAD_ASSETS_FILE, Refusal
from tenantry_emulator.wire.turns import Turns

# https://developers.cloudflare.com/workers/static-assets/redirects/ and …/headers/
LONGEST_LINE = 2000
ABSOLUTE = re.compile(r"https://+(?P<host>[^/]+)/?(?P<path>.*)")
WITH_PORT = re.compile(r".*:\d+")


class Wrong(Exception):
    """What is wrong with a line."""


def rules_of(text: str) -> Iterator[tuple[int, str]]:
    """Numbers and contents of the lines that say something."""
    for number, line in enumerate(Turns().between(io.StringIO(text, newline="\n")), 1):
        content = line.strip()
        if content and not content.startswith("#"):
            yield number, content


def refusal(file: str, number: int, problem: Wrong) -> Refusal:
    """The refusal of a file for what one of its lines says."""
    return Refusal(BAD_ASSETS_FILE, f"Invalid {file}: line {number}: {problem}", pointer=f"/assets/config/{file}")


def check_length(line: str) -> None:
    """Refuse a line that is too long."""
    if len(line) > LONGEST_LINE:
        raise Wrong(f"it has {len(line)} characters, and may have {LONGEST_LINE}.")


def source(token: str, *, may_have_host: bool) -> str:
    """The URL or path for which a rule is."""
    if found := ABSOLUTE.fullmatch(token):
        if not may_have_host:
            raise Wrong(f"only relative URLs are allowed, not {token}.")
        if WITH_PORT.fullmatch(found["host"]):
            raise Wrong(f"ports are not supported: {token}.")
        return f"https://{found['host']}/{found['path']}"
    if may_have_host and not token.startswith("/"):
        raise Wrong(f"{token} neither begins with a slash nor with https://.")
    return _path(token)


def target(token: str) -> str:
    """The URL or path to which a rule leads."""
    if ABSOLUTE.fullmatch(token):
        return token
    if not token.startswith("/"):
        raise Wrong(f"{token} neither begins with a slash nor with https://.")
    return token


def has_host(url: str) -> bool:
    """Whether the URL leads to a host."""
    return ABSOLUTE.fullmatch(url) is not None


def _path(token: str) -> str:
    """The path alone."""
    return urlsplit(f"relative:///{token.lstrip('/')}").path
