"""The docs, as they are locked, against openapi.yaml, both ways; what is meant to differ must differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from drift import lock
from drift.finding import CannotTell, Finding, Kind, Report, gathered
from drift.lock import LOCK, Lock
from drift.specification import Specification

from .compared import Compared
from .excuses import Excuse, excuses
from .operations import Operations
from .pages import models
from .specified import Specified

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
    meant = excuses(specification.document)
    used: set[tuple[str, Kind]] = set()
    found = []
    comparing = Operations(False, models(model for told in locked.models.values() for model in told))
    compared = Compared(specification, comparing, (DOCS, SPEC))
    for finding, place in compared.found(locked.operations, Specified(specification.document).operations):
        excusing = [each for each in meant if each.excuses(finding.kind, place)]
        used.update((each.pointer, finding.kind) for each in excusing)
        if not excusing:
            found.append(finding)
    return gathered([*found, *_idle(specification, meant, used)])


def _idle(specification: Specification, meant: Sequence[Excuse], used: set[tuple[str, Kind]]) -> Iterator[Finding]:
    """Deliberate differences where the docs say what we say, or nothing at all."""
    for excuse in meant:
        for kind in sorted(excuse.kinds):
            if (excuse.pointer, kind) not in used:
                says = ((SPEC, f"{kind} is meant"), (DOCS, "no such difference"))
                line = specification.lines.line(excuse.pointer)
                yield Finding(Kind.IDLE_DIFFERENCE, (), excuse.pointer, line, says)


def _read(path: Path) -> Lock:
    try:
        return lock.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotTell(f"{path} is no lock of docs: {' '.join(str(error).split())}") from error
