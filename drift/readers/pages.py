"""What a page of docs says, whichever dialect it is in."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from drift.facts.model import OperationFacts, Page

from .dialects.collapsed import CollapsedMarkdown
from .dialects.dialect import Dialect, PageText
from .dialects.hexdocs import Hexdocs
from .dialects.markdown import Markdown
from .dialects.scraped import ScrapedText
from .dialects.text import OlderText, Text
from .tokens.lines import NotUnderstood

# The first that matches a page reads it.
DIALECTS: tuple[Dialect, ...] = (Hexdocs(), ScrapedText(), OlderText(), Text(), CollapsedMarkdown(), Markdown())


@dataclass(frozen=True)
class Reading:
    """What a page says, as far as it is understood, and each error of what is not."""

    page: Page
    errors: tuple[NotUnderstood, ...] = ()


def read_page(name: str, raw: bytes) -> Reading:
    """Read a page; an operation that is not understood leaves the others read."""
    digest = sha256(raw).hexdigest()
    try:
        given = PageText(name, raw.decode("utf-8-sig"))
        dialect = _dialect(given)
        contents = dialect.read(given)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Reading(Page(name, "", digest, ()), (NotUnderstood(name, line, error.reason, "is not UTF-8"),))
    except NotUnderstood as error:
        return Reading(Page(name, "", digest, ()), (error,))
    once, again = _once(contents.operations)
    errors = sorted((*contents.errors, *again), key=lambda error: error.line)
    return Reading(Page(name, dialect.name, digest, once, contents.models), tuple(errors))


def _dialect(page: PageText) -> Dialect:
    for each in DIALECTS:
        if each.matches(page):
            return each
    raise NotUnderstood(page.name, 1, page.content[:60].replace("\n", " "), "is in no dialect that is known")


def _once(operations: tuple[OperationFacts, ...]) -> tuple[tuple[OperationFacts, ...], list[NotUnderstood]]:
    """The operations that are there once, and an error for each of the others."""
    keys = [operation.key for operation in operations]
    again = [each for each in operations if keys.count(each.key) > 1]
    errors = [NotUnderstood(each.read_at[0].page, each.read_at[0].line, each.key, "is there twice") for each in again]
    return tuple(each for each in operations if each not in again), errors
