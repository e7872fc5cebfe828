"""Two versions of the docs against each other; each change with the line of openapi.yaml to look at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from drift.facts import merging
from drift.facts.model import Page, Type, Variant
from drift.findings.finding import CannotTell, Report, gathered
from drift.lock import docs_lock as lock
from drift.readers.pages import NotUnderstood
from drift.spec.specification import Specification

from .apis import Compared
from .operations import Operations

NOW, BEFORE = "now", "before"


def check(specification: Specification, old: Path, new: Path) -> Report:
    """What changed between two files, or folders, of pages. What is new, openapi.yaml presumably misses."""
    before, now = _pages(old), _pages(new)
    ours, theirs = merging.operations(before), merging.operations(now)
    compared = Compared(specification, Operations(True, _models(now), _models(before)), (NOW, BEFORE))
    findings = gathered(finding for finding, _ in compared.found(theirs, ours))
    told = f"operations: {len(theirs)} now, {len(ours)} before; pages: {len(now)} now, {len(before)} before"
    return Report("pages", findings, (told,))


def _pages(path: Path) -> list[Page]:
    """The pages in a file or a folder; CannotTell where there is none, or one that is not understood."""
    try:
        return lock.read_pages([path])
    except (NotUnderstood, OSError, ValueError) as error:
        raise CannotTell(" ".join(str(error).split())) from error


def _models(pages: Iterable[Page]) -> dict[str, Type]:
    return models(model for page in pages for model in page.models)


def models(told: Iterable[Variant]) -> dict[str, Type]:
    """Types that pages tell apart from their operations, by name."""
    return {model.name: model.type for model in told if model.name}
