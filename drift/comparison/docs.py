"""The docs, as they are locked, against openapi.yaml, both ways; a difference that is accepted must be there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drift.facts.model import Type, Variant
from drift.findings.finding import CannotTell, Finding, Kind, Problem, Report, gathered
from drift.lock.docs_lock import LOCK, READER, Lock, loads
from drift.spec.accepted_differences import AcceptedDifference, Named, judge
from drift.spec.specification import Specification

from .apis import ApiComparison
from .operations import OperationComparison
from .types import TypeComparison

DOCS, SPEC = "docs", "spec"


def check_docs(specification: Specification, path: Path = LOCK) -> Report:
    """The lock in a file against a specification."""
    locked = _read(path)
    summary = (
        f"{len(locked.operations)} operations of {len(locked.sources)} pages, read on {locked.date}; "
        f"{len(specification.accepted)} differences are accepted"
    )
    return Report("docs", findings(specification, locked), (summary,))


def findings(specification: Specification, locked: Lock) -> tuple[Finding, ...]:
    """The differences that are not accepted, and the accepted ones that are not there."""
    found = comparison(specification, locked).found(locked.operations, specification.operations)
    verdict = judge(found, specification.accepted)
    # Of an operation that is missing, no difference can be found, be it accepted or not.
    missing = any(finding.kind is Kind.MISSING_OPERATION for finding in verdict.unaccepted)
    unused = () if missing else (_unused(specification, *each) for each in verdict.unused.items())
    return gathered([*verdict.unaccepted, *unused])


def comparison(specification: Specification, locked: Lock) -> ApiComparison:
    """What compares the docs with openapi.yaml."""
    models = models_by_name(*locked.models.values())
    return ApiComparison(specification, OperationComparison(TypeComparison(False, models)), (DOCS, SPEC))


def models_by_name(*described: Sequence[Variant]) -> dict[str, Type]:
    """The models that pages describe apart from their operations."""
    return {model.name: model.type for models in described for model in models if model.name}


def _unused(specification: Specification, entry: AcceptedDifference, names: Sequence[Named]) -> Finding:
    """An entry that names something which does not differ, or of which the docs say nothing."""
    named = ", ".join(f"{key} {value}".strip() for key, value in names)
    says = ((SPEC, named), (DOCS, "no such difference"))
    return Finding(Kind.UNUSED_DIFFERENCE, (), entry.pointer, specification.lines.line(entry.pointer), says)


def _read(path: Path) -> Lock:
    try:
        locked = loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{path} is not a lock of docs: {' '.join(str(error).split())}"
        raise CannotTell(Problem(what, str(path))) from error
    if locked.reader != READER:
        what = f"{path} was made by reader {locked.reader}, and this is {READER}: make docs-lock mends that"
        raise CannotTell(Problem(what, str(path)))
    return locked
