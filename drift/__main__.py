"""`python -m drift`: where the docs, openapi.yaml and reality part ways. docs/drift.md explains it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .finding import CannotTell
from .forms import FORMS

CLEAN, DRIFT, CANNOT_TELL = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run a check, or several; what it returns is the exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        reports = [_check(name, parsed) for name in parsed.checks]
    except CannotTell as failure:
        print(f"drift: {failure}", file=sys.stderr)
        return CANNOT_TELL
    print(FORMS[parsed.format](reports))
    return CLEAN if all(report.is_clean for report in reports) else DRIFT
