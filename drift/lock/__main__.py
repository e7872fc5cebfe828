"""`python -m drift.lock FOLDER-OR-FILES` reads pages of docs, and rewrites docs.lock.json if they say anything new."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from .docs_lock import LOCK, read_pages, write


def main(arguments: Sequence[str]) -> int:
    """Rewrite the lock from the pages that the arguments name."""
    try:
        pages, errors = read_pages(Path(argument) for argument in arguments)
    except (OSError, ValueError) as error:
        pages, errors = [], [str(error)]
    if errors:
        print(*errors, f"{LOCK.name} is as it was", sep="\n", file=sys.stderr)
        return 2
    changed = write(pages, datetime.now(UTC).date())
    operations = sum(len(page.operations) for page in pages)
    print(f"{len(pages)} pages, {operations} operations: {LOCK.name} is {'rewritten' if changed else 'as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
