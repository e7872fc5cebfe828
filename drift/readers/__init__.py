"""Pages of docs to facts, one module for each dialect; `read` finds out which one a page is in."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from drift.facts import Page

from . import collapsed, hexdocs, markdown, text
from .lines import Line, NotUnderstood, lines

__all__ = ["NotUnderstood", "page", "read"]


def read(path: Path) -> Page:
    """What the page in a file says; `NotUnderstood` if any of it is not understood."""
    content = path.read_bytes()
    return page(path.name, content.decode("utf-8"))


def page(name: str, content: str) -> Page:
    """What a page says."""
    digest = sha256(content.encode("utf-8")).hexdigest()
    given = lines(name, content)
    if hexdocs.is_hexdocs(given):
        return Page(name, "hexdocs", digest, tuple(hexdocs.operations(given)))
    if text.is_text(given):
        return Page(name, text.dialect(given), digest, tuple(text.operations(given)))
    if collapsed.is_collapsed(content):
        given = lines(name, collapsed.uncollapsed(content))
    if markdown.is_markdown(given):
        indented = not collapsed.is_collapsed(content)
        told = markdown.contents(given, indented=indented)
        return Page(name, "markdown" if indented else "collapsed markdown", digest, told.operations, told.models)
    raise Line(name, 1, content[:60]).not_understood("is in no dialect that is known")
