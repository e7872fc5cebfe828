"""The pages that tests read: those written for them, of a tea house, and Cloudflare's where they are at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drift.facts.model import OperationFacts, Page
from drift.readers.pages import parse_page, read_page

PAGES = Path(__file__).with_name("pages")
# Cloudflare's own pages are not ours to hand on; docs.lock.json holds the facts that were read in them.
DOCS = Path(__file__).resolve().parents[3] / "shared" / "docs"
OURS = sorted(PAGES.iterdir())
THEIRS = sorted(DOCS.iterdir()) if DOCS.is_dir() else []
needs_docs = pytest.mark.skipif(
    not THEIRS, reason="Cloudflare's pages are not at hand; the lock of them is tested anyway"
)


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
