"""`python -m drift.lock PAGES` reads pages of docs, and rewrites docs.lock.json if they say anything new."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from drift.findings.finding import CannotTell

from .docs_lock import LOCK, read_pages, write


def main(arguments: Sequence[str]) -> int:
    """Rewrite the lock from the pages that the arguments name."""
    try:
        pages, problems = read_pages(_parser().parse_args(arguments).pages)
    except CannotTell as failure:
        pages, problems = [], [*failure.problems]
    if problems:
        print(*(each.what for each in problems), f"{LOCK.name} is as it was", sep="\n", file=sys.stderr)
        return 2
    changed = write(pages, datetime.now(UTC).date())
    operations = sum(len(page.operations) for page in pages)
    print(f"{len(pages)} pages, {operations} operations: {LOCK.name} is {'rewritten' if changed else 'as it was'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m drift.lock", description=__doc__)
    whole = "a page, or a folder of pages; name the older ones too: the lock says what these say, and nothing else"
    parser.add_argument("pages", type=Path, nargs="+", metavar="PAGES", help=whole)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
