"""Pages of docs to facts, one module for each dialect; `read` finds out which one a page is in."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from drift.facts.model import Page

from .dialects import collapsed, hexdocs, markdown, text
from .tokens.lines import NotUnderstood, lines

__all__ = ["NotUnderstood", "page", "read"]


def read(path: Path) -> Page:
    """What the page in a file says; `NotUnderstood` if any of it is not understood."""
    content = path.read_bytes()
    return page(path.name, content.decode("utf-8"))


def page(name: str, content: str) -> Page:
    """What a page says."""
    told = _told(name, content, sha256(content.encode("utf-8")).hexdigest())
    keys = [operation.key for operation in told.operations]
    for operation in told.operations:
        if keys.count(operation.key) > 1:
            raise NotUnderstood(name, operation.read_at[0].line, operation.key, "stands twice")
    return told


def _told(name: str, content: str, digest: str) -> Page:
    given = lines(name, content)
    if hexdocs.is_hexdocs(given):
        return Page(name, "hexdocs", digest, tuple(hexdocs.operations(given)))
    if text.is_text(given):
        return Page(name, text.dialect(given), digest, tuple(text.operations(given)))
    indented = not collapsed.is_collapsed(content)
    if not indented:
        given = lines(name, collapsed.uncollapsed(content))
    if markdown.is_markdown(given):
        contents = markdown.contents(given, indented=indented)
        dialect = "markdown" if indented else "collapsed markdown"
        return Page(name, dialect, digest, contents.operations, contents.models)
    raise NotUnderstood(name, 1, content[:60], "is in no dialect that is known")
