"""Asks before something is destroyed, or sees that the command line agrees to it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from .exits import CommandError, Exit
from .options import Expected
from .output.output import Output

# More than these scroll away before one has read them.
_SHOWN = 50


def ask(output: Output, *, what: str, name: str) -> None:
    """Have the user type the name of what would be lost; raise unless they do, or said `--yes`."""
    if output.options.yes:
        return
    if not output.can_ask:
        raise CommandError(f"{what}: say --yes, for nobody can be asked here.", Exit.USAGE)
    if output.ask(f"{what}. Type {name} to go on: ") != name:
        raise CommandError("That is not the name. Nothing was done.", Exit.STOPPED)


def ask_for_set(output: Output, names: Sequence[str], expected: Expected, *, what: str, name: str) -> None:
    """The same for a set of scripts, which is shown; where nobody can be asked, it must be the one that is expected."""
    digest = digest_of(names)
    more = [f"… and {len(names) - _SHOWN:,} more; --dry-run lists them all"] if len(names) > _SHOWN else []
    output.note("\n".join([f"{what}:", *(f"  {each}" for each in [*names[:_SHOWN], *more])]))
    output.note(f"These are --expect {len(names)} --expect-set {digest}")
    compare(names, expected)
    if output.options.yes and (expected.expect is None or expected.expect_set is None):
        flags = f"--expect {len(names)} --expect-set {digest}"
        raise CommandError(f"{what}: with --yes, say which ones: {flags}", Exit.USAGE)
    ask(output, what=what, name=name)


def compare(names: Sequence[str], expected: Expected) -> None:
    """Raise where the scripts are not those that are expected."""
    for found, wanted in ((len(names), expected.expect), (digest_of(names), expected.expect_set)):
        if wanted is not None and wanted != found:
            raise CommandError(f"The scripts are not those that were expected: {found} is not {wanted}.", Exit.STOPPED)


def digest_of(names: Sequence[str]) -> str:
    """The same for the same names, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:12]
