"""The docs against openapi.yaml, both ways; what is meant to differ is left out, and must differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drift.facts import Operation, Type
from drift.finding import Finding, Kind, gathered
from drift.specification import Specification

from .compared import Compared
from .excuses import Excuse, excuses
from .operations import Operations
from .specified import Specified

DOCS, SPEC = "docs", "spec"


def findings(
    specification: Specification, theirs: Sequence[Operation], models: Mapping[str, Type] | None = None
) -> tuple[Finding, ...]:
    """What differs and is not meant to, and each deliberate difference that is none."""
    meant, used = excuses(specification.document), set()
    found = []
    compared = Compared(specification, Operations(False, models or {}), (DOCS, SPEC))
    for finding, place in compared.found(theirs, Specified(specification.document).operations):
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
