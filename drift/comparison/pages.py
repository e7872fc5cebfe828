"""Two versions of the docs against each other; each change with the line of openapi.yaml to look at."""

from __future__ import annotations

from pathlib import Path

from drift.facts.merging import merge_operations
from drift.findings.finding import Report, gathered
from drift.lock.docs_lock import read_pages
from drift.spec.specification import Specification

from .apis import ApiComparison
from .docs import models_by_name
from .operations import OperationComparison
from .types import TypeComparison

NOW, BEFORE = "now", "before"


def compare_pages(specification: Specification, old: Path, new: Path) -> Report:
    """What changed between two files, or folders, of pages. What is new is missing in openapi.yaml, presumably."""
    (before, before_problems), (now, now_problems) = read_pages([old]), read_pages([new])
    unread = (*before_problems, *now_problems)
    ours, theirs = merge_operations(before), merge_operations(now)
    if unread:  # an operation that only one side has may be one that was not understood on the other
        both = {each.key for each in ours} & {each.key for each in theirs}
        ours, theirs = (tuple(each for each in side if each.key in both) for side in (ours, theirs))
    their_models, our_models = (models_by_name(*(page.models for page in pages)) for pages in (now, before))
    types = TypeComparison(True, their_models, our_models)
    found = ApiComparison(specification, OperationComparison(types), (NOW, BEFORE)).found(theirs, ours)
    summary = f"operations: {len(theirs)} now, {len(ours)} before; pages: {len(now)} now, {len(before)} before"
    return Report("pages", gathered(finding for finding, _ in found), (summary,), unread)
