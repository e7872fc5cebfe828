"""The docs, as they are locked, against openapi.yaml, both ways; what is meant to differ must differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drift.findings.finding import CannotTell, Finding, Kind, Report, gathered
from drift.lock import docs_lock as lock
from drift.lock.docs_lock import LOCK, READER, Lock
from drift.spec.accepted_differences import Excuse, Named, excuses, judged
from drift.spec.as_facts import Specified
from drift.spec.specification import Specification

from .apis import Compared
from .operations import Operations
from .pages import models

DOCS, SPEC = "docs", "spec"


def check(specification: Specification, path: Path = LOCK) -> Report:
    """The lock in a file against a specification."""
    locked = _read(path)
    meant = excuses(specification.document)
    told = (
        f"{len(locked.operations)} operations of {len(locked.sources)} pages, read on {locked.date}; "
        f"{len(meant)} differences are meant"
    )
    return Report("docs", findings(specification, locked), (told,))


def findings(specification: Specification, locked: Lock) -> tuple[Finding, ...]:
    """What differs and is not meant to, and each deliberate difference that is none."""
    found = comparison(specification, locked).found(locked.operations, Specified(specification.document).operations)
    verdict = judged(found, excuses(specification.document))
    # Of an operation that is not there, no difference can be seen, be it meant or not.
    unseen = any(finding.kind is Kind.MISSING_OPERATION for finding in verdict.inexcusable)
    idle = () if unseen else (_idle(specification, *each) for each in verdict.idle.items())
    return gathered([*verdict.inexcusable, *idle])


def comparison(specification: Specification, locked: Lock) -> Compared:
    """What compares the docs with openapi.yaml."""
    told = models(model for models in locked.models.values() for model in models)
    return Compared(specification, Operations(False, told), (DOCS, SPEC))


def _idle(specification: Specification, excuse: Excuse, names: Sequence[Named]) -> Finding:
    """A deliberate difference where the docs say what we say, or nothing at all."""
    named = ", ".join(f"{what} {name}".strip() for what, name in names)
    says = ((SPEC, named), (DOCS, "no such difference"))
    return Finding(Kind.IDLE_DIFFERENCE, (), excuse.pointer, specification.lines.line(excuse.pointer), says)


def _read(path: Path) -> Lock:
    try:
        locked = lock.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotTell(f"{path} is no lock of docs: {' '.join(str(error).split())}") from error
    if locked.reader != READER:
        raise CannotTell(f"{path} was made by reader {locked.reader}, and this is {READER}: make docs-lock mends that")
    return locked
