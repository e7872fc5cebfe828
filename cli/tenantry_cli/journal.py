"""The journal of rollouts: where it is, why something is written into it, and the fleet that writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import frozen
from cyclopts import Parameter

from tenantry_cli.exits import CommandError, Exit
from tenantry_cli.session import Session

if TYPE_CHECKING:
    from tenantry_fleet import Event, Fleet


@Parameter(name="*")
@frozen(kw_only=True)
class Journal:
    """Where it is."""

    journal: str | None = None
    """The journal, a file; else TENANTRY_JOURNAL, which may also be the URL of a PostgreSQL database."""


FROM_ENVIRONMENT = Journal()


@contextmanager
def opened(session: Session, journal: Journal, on_event: Callable[[Event], None] | None = None) -> Iterator[Fleet]:
    """The scripts of the namespace, with the journal."""
    from tenantry_fleet import Fleet

    where = journal.journal or os.environ.get("TENANTRY_JOURNAL")
    if not where:
        text = "Where is the journal? Say --journal rollouts.db, or set TENANTRY_JOURNAL."
        raise CommandError(text, Exit.USAGE)
    with Fleet(session.namespace, journal=where, on_event=on_event) as fleet:
        yield fleet


def reason(session: Session) -> str:
    """Why it is done, for those who come after: as it was said, or as somebody types it now."""
    given = session.options.reason
    if given is None and session.output.can_ask:
        given = session.output.ask("Why, for the journal: ")
    if not given:
        raise CommandError("Say --reason: it stands in the journal, for those who come after.", Exit.USAGE)
    return given
