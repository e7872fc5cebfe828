"""`tenantry rollout status`, `history` and `report`: how far it is, who did what, and what became of each script."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from tenantry_cli.exits import Exit
from tenantry_cli.journal import FROM_ENVIRONMENT, Journal, opened
from tenantry_cli.options import DEFAULTS, Options, seconds
from tenantry_cli.output.kinds import ENTRY, OUTCOME, ROLLOUT
from tenantry_cli.session import Session

from .going import Id, said

if TYPE_CHECKING:
    from tenantry_fleet import Fleet, Rollout

_POLL = 0.5
_AT_WORK = ("running", "waiting", "starting")


def status(
    rollout: Id | None = None,
    /,
    *,
    watch: Annotated[
        bool, Parameter(name=("--watch", "-w"), help="Stay until it has ended, is paused, or has lost its process.")
    ] = False,
    timeout: Annotated[
        float | None,
        Parameter(converter=seconds, help="With `--watch`, stay so many seconds at most; exits with 3 then."),
    ] = None,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Show how far a rollout is, wherever it runs; without an id, list all.

    With `--watch` it stays until the rollout has ended: with 0 where it is
    done, 3 where it is paused, and 1 where it was aborted.

    $ tenantry rollout status 2026-11-27-51d74c05 -w
    """
    with Session(options, ROLLOUT) as session, opened(session, journal) as fleet:
        if rollout is None:
            session.output.rows(fleet.rollouts())
            return Exit.DONE
        found = _watched(session, fleet, rollout, timeout) if watch else fleet.status(rollout)
        said(session, found)
        return _EXITS.get(found.state, Exit.STOPPED) if watch else Exit.DONE


_EXITS = {"done": Exit.DONE, "aborted": Exit.FAILED, "planned": Exit.PENDING}


def _watched(session: Session, fleet: Fleet, identifier: str, timeout: float | None) -> Rollout:
    """As it is once nobody works on it any more."""
    until = time.monotonic() + timeout if timeout is not None else None
    while True:
        found = fleet.status(identifier)
        if found.state not in _AT_WORK or found.holder is None or (until and time.monotonic() >= until):
            session.status.clear()
            return found
        ended = sum(found.counts.values()) - found.counts.get("waiting", 0) - found.counts.get("sent", 0)
        where = f"wave {found.wave} of {found.waves}" if found.wave else "canary"
        session.status.show(f"{found.state} · {where} · {ended:,} of {sum(found.counts.values()):,}")
        # The journal tells nobody that something was written.
        time.sleep(_POLL)


def history(rollout: Id | None = None, /, *, journal: Journal = FROM_ENVIRONMENT, options: Options = DEFAULTS) -> None:
    """Show who did what, when and why; of one rollout, or of all.

    $ tenantry rollout history 2026-11-27-51d74c05
    """
    with Session(options, ENTRY) as session, opened(session, journal) as fleet:
        session.output.rows(fleet.history(rollout))


def report(
    rollout: Id,
    /,
    *,
    html: Annotated[Path | None, Parameter(help="Write a page into this file instead, which can be passed on.")] = None,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> None:
    """Show what became of each script.

    $ tenantry rollout report 2026-11-27-51d74c05 --html rollout.html
    """
    with Session(options, OUTCOME) as session, opened(session, journal) as fleet:
        found = fleet.report(rollout)
        if html is None:
            session.output.rows(found.to_dicts())
        else:
            session.output.note(f"written to {found.save(html)}")
