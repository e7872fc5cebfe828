"""The pages that tests read: those written for them, of a tea house, and Cloudflare's where they are at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drift.facts.model import OperationFacts, Page
from drift.readers.pages import read_page as reading

PAGES = Path(__file__).with_name("pages")
# Cloudflare's own pages are not ours to hand on; docs.lock.json holds the facts that were read in them.
SHARED = Path(__file__).resolve().parents[3] / "shared"
NEWEST = SHARED / "docs-current" / "workers_for_platforms.md"
OURS = sorted(PAGES.iterdir())
LOCKED = [path for path in (*sorted((SHARED / "docs").glob("*")), NEWEST) if path.is_file()]
# The newest is too large to change each of its lines.
THEIRS = [path for path in LOCKED if path != NEWEST]
needs_docs = pytest.mark.skipif(
    not LOCKED, reason="Cloudflare's pages are not at hand; the lock of them is tested anyway"
)


def read_page(path: Path) -> Page:
    """A page in a file; the first error, if there is one."""
    read = reading(path.name, path.read_bytes())
    for error in read.errors:
        raise error
    return read.page


def parse_page(name: str, content: str) -> Page:
    """A page that is given as text; the first error, if there is one."""
    read = reading(name, content.encode("utf-8"))
    for error in read.errors:
        raise error
    return read.page


def page(name: str) -> Page:
    """A page of the tea house."""
    return read_page(PAGES / name)


def text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def operation(name: str, key: str) -> OperationFacts:
    """One operation of a page of the tea house."""
    return next(each for each in page(name).operations if each.key == key)


def one(name: str, content: str) -> OperationFacts:
    """The only operation of a page that is given as text."""
    (described,) = parse_page(name, content).operations
    return described


def parts(path: Path) -> list[str]:
    """A page of the Hex package as a page for each of its operations, for the sake of speed; others as they are."""
    content = path.read_text(encoding="utf-8")
    head, *titled = re.split(r"(?m)^(?=\S.*\n\n(?:GET|PUT|POST|PATCH|DELETE) /)", content)
    return [head + each for each in titled] if parse_page(path.name, content).dialect == "hexdocs" else [content]
