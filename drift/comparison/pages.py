"""Two versions of the docs against each other; each change with the line of openapi.yaml to look at."""

from __future__ import annotations

from pathlib import Path

from drift.facts.merging import merge_operations
from drift.facts.model import Page
from drift.findings.finding import CannotTell, Report, gathered
from drift.lock.docs_lock import read_pages
from drift.readers.tokens.lines import NotUnderstood
from drift.spec.specification import Specification

from .apis import ApiComparison
from .docs import models_by_name
from .operations import OperationComparison
from .types import TypeComparison

NOW, BEFORE = "now", "before"


def compare_pages(specification: Specification, old: Path, new: Path) -> Report:
    """What changed between two files, or folders, of pages. What is new is missing in openapi.yaml, presumably."""
    before, now = _pages(old), _pages(new)
    ours, theirs = merge_operations(before), merge_operations(now)
    types = TypeComparison(True, *(models_by_name(*(page.models for page in pages)) for pages in (now, before)))
    found = ApiComparison(specification, OperationComparison(types), (NOW, BEFORE)).found(theirs, ours)
    summary = f"operations: {len(theirs)} now, {len(ours)} before; pages: {len(now)} now, {len(before)} before"
    return Report("pages", gathered(finding for finding, _ in found), (summary,))


def _pages(path: Path) -> list[Page]:
    """The pages in a file or a folder; CannotTell if there are none, or one is not understood."""
    try:
        return read_pages([path])
    except (NotUnderstood, OSError, ValueError) as error:
        raise CannotTell(" ".join(str(error).split())) from error
