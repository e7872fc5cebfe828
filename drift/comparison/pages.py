"""Two versions of the docs against each other; each change with the line of openapi.yaml to look at."""

from __future__ import annotations

from pathlib import Path

from drift.facts.merging import merge_operations
from drift.facts.model import Page
from drift.findings.finding import CannotTell, Problem, Report, gathered
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
    """The pages in a file or a folder; CannotTell if there are none, or of all that cannot be read."""
    read: list[Page] = []
    problems = []
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        try:
            read += read_pages([file])
        except (NotUnderstood, OSError, ValueError) as error:
            problems.append(_problem(file, error))
    if problems or not read:
        raise CannotTell(*(problems or [Problem(f"{path} has no pages", str(path))]))
    return read


def _problem(file: Path, error: NotUnderstood | OSError | ValueError) -> Problem:
    """Why a page cannot be read; a page that is not understood says where itself, but not in which folder."""
    why = " ".join(str(error).split())
    if isinstance(error, NotUnderstood):
        return Problem(str(file).removesuffix(file.name) + why, str(file), error.line)
    return Problem(f"{file} cannot be read: {why}", str(file))
