"""What a page of docs says, whichever dialect it is in."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from drift.facts.model import Page

from .dialects.collapsed import CollapsedMarkdown
from .dialects.dialect import Dialect, PageText
from .dialects.hexdocs import Hexdocs
from .dialects.markdown import Markdown
from .dialects.text import OlderText, Text
from .tokens.lines import NotUnderstood

# The first that matches a page reads it.
DIALECTS: tuple[Dialect, ...] = (Hexdocs(), OlderText(), Text(), CollapsedMarkdown(), Markdown())


def read_page(path: Path) -> Page:
    """What the page in a file says; `NotUnderstood` if any of it is not understood."""
    return parse_page(path.name, path.read_bytes().decode("utf-8"))


def parse_page(name: str, content: str) -> Page:
    """What a page says."""
    given = PageText(name, content)
    dialect = next((each for each in DIALECTS if each.matches(given)), None)
    if dialect is None:
        raise NotUnderstood(name, 1, content[:60], "is in no dialect that is known")
    contents = dialect.read(given)
    keys = [operation.key for operation in contents.operations]
    for operation in contents.operations:
        if keys.count(operation.key) > 1:
            raise NotUnderstood(name, operation.read_at[0].line, operation.key, "is there twice")
    digest = sha256(content.encode("utf-8")).hexdigest()
    return Page(name, dialect.name, digest, contents.operations, contents.models)
