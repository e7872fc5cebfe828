"""`tenantry rollout start`, `resume`, `retry` and `undo`: do the work, and stay until it is done or stops."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from cyclopts import Parameter

from tenantry_cli.exits import CommandError, Exit
from tenantry_cli.journal import FROM_ENVIRONMENT, Journal, opened
from tenantry_cli.options import DEFAULTS, Options, seconds, whole
from tenantry_cli.output.kinds import PLAN, ROLLOUT
from tenantry_cli.session import Session

from .planning import broken, show

if TYPE_CHECKING:
    from tenantry_fleet import Fleet, Plan, Rollout

# What `retry` tries again.
_FAILURES = ("refused", "failed", "partial", "unknown")

Id = Annotated[str, Parameter(help="The id of the rollout, as `rollout plan` printed it.")]


def _share(given: str) -> int | str:
    return int(given) if given.isdecimal() else given


@Parameter(name="*")
@frozen(kw_only=True)
class Going:
    """How it goes."""

    canary: Annotated[int, Parameter(converter=whole)] = 20
    """So many scripts come first."""
    wave: Annotated[tuple[str, ...], Parameter(name="--wave")] = ("1%", "10%", "100%")
    """How far a wave goes in all, `500` or `10%`; may be given several times."""
    bake: Annotated[float, Parameter(converter=seconds)] = 0.0
    """Seconds between a wave and its last check."""
    check: str | None = None
    """A URL with `{name}` in it, asked about scripts of each wave; a status from 400 says that one is not well."""
    gate: str | None = None
    """A URL, or a command such as `./is-quiet --today`, asked before each wave and every minute; it pauses."""
    confirm: bool = False
    """Each wave waits for `tenantry rollout promote`."""
    max_failures: str = "1%"
    """How many may fail, in a wave and in all: a number, or a part of what was attempted."""
    canary_failures: str = "0"
    """The same for the canary."""
    threads: Annotated[int, Parameter(converter=whole)] = 8
    """How many scripts are under way at once."""
    even_if_changed: bool = False
    """Start although scripts were changed since it was planned; those are left alone."""


AS_USUAL = Going()


def start(
    rollout: Id,
    /,
    *,
    going: Going = AS_USUAL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Do what was planned: a canary first, then wave after wave.

    It stays until all is done, or something stops it. Ctrl-C pauses it when
    what is under way has ended, and a second one at once. The journal has how
    far it is, so that `tenantry rollout resume` goes on from there, on this
    machine or another one.

    $ tenantry rollout start 2026-11-27-51d74c05 --bake 300 --gate ./is-quiet
    """
    if options.dry_run:
        return _show_plan(rollout, journal, options)
    with _working(options, journal, rollout) as working:
        return working.end(lambda fleet: _started(fleet.plan(rollout), going))


def resume(rollout: Id, /, *, journal: Journal = FROM_ENVIRONMENT, options: Options = DEFAULTS) -> Exit:
    """Go on with a rollout that was paused, or whose process has ended.

    Where a process is at work on it, that one goes on.

    $ tenantry rollout resume 2026-11-27-51d74c05
    """
    with _working(options, journal, rollout) as working:
        return working.end(lambda fleet: fleet.resume(rollout))


def retry(rollout: Id, /, *, journal: Journal = FROM_ENVIRONMENT, options: Options = DEFAULTS) -> Exit:
    """Try those scripts again that were refused or failed, or of which nobody knows.

    $ tenantry rollout retry 2026-11-27-51d74c05
    """
    with _working(options, journal, rollout) as working:
        return working.end(lambda fleet: fleet.retry(rollout))


def undo(
    rollout: Id,
    /,
    *,
    accept: Annotated[
        tuple[str, ...],
        Parameter(
            name="--accept", help="What no undo brings back, such as `migrations`, and may stay; may be repeated."
        ),
    ] = (),
    going: Going = AS_USUAL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Take a rollout back: what still runs what it gave gets what it had before.

    It is a rollout of its own, which is shown first, and goes before bulk work.

    $ tenantry rollout undo 2026-11-27-51d74c05 -n production
    """
    with Session(options, PLAN) as session, opened(session, journal) as fleet:
        if options.yes or not session.output.can_ask:
            # Without consent nothing is written down.
            session.agree(f"{rollout} will be taken back", rollout)
        plan = fleet.plan_undo(rollout, accept=accept)
        if options.dry_run:
            return show(session, plan)
        session.output.note(str(plan))
        session.agree(f"{rollout} will be taken back", rollout)
    with _working(options, journal, plan.id) as working:
        return working.end(lambda fleet: _started(fleet.plan(plan.id), going))


def _started(plan: Plan, going: Going) -> Rollout:
    return plan.start(
        canary=going.canary,
        waves=[_share(wave) for wave in going.wave],
        bake=going.bake,
        check=going.check,
        gate=_gate(going.gate),
        confirm=going.confirm,
        max_failures=_share(going.max_failures),
        canary_failures=_share(going.canary_failures),
        threads=going.threads,
        even_if_changed=going.even_if_changed,
    )


def _gate(given: str | None) -> str | list[str] | None:
    """A URL, or the words of a command."""
    if given is None or "://" in given:
        return given
    try:
        return shlex.split(given)
    except ValueError as error:
        raise CommandError(f"--gate cannot be read as a command: {error}.", Exit.USAGE) from None


def _show_plan(rollout: str, journal: Journal, options: Options) -> Exit:
    with Session(options, PLAN) as session, opened(session, journal) as fleet:
        return show(session, fleet.plan(rollout))


@frozen
class _Working:
    """The work on a rollout, and what is shown of it."""

    session: Session
    fleet: Fleet
    rollout: str

    @property
    def hint(self) -> str:
        """How to go on."""
        return f"tenantry rollout resume {self.rollout} goes on."

    def end(self, do: Callable[[Fleet], Rollout]) -> Exit:
        """Do it, say what became of it, and how to go on."""
        output = self.session.output
        if self.session.options.dry_run:
            raise CommandError(
                "Nothing says beforehand what comes of that: --dry-run is for plan, start and undo.", Exit.USAGE
            )
        try:
            rollout = do(self.fleet)
        except KeyboardInterrupt:
            output.note(f"Paused. {self.hint}")
            raise
        said(self.session, rollout)
        if rollout.holder:
            output.note(f"{rollout.holder} goes on with it.")
            return Exit.DONE
        match rollout.state:
            case "paused":
                raise CommandError(f"{rollout.id} is paused: {rollout.why}\n{self.hint}", Exit.STOPPED)
            case "aborted":
                raise CommandError(f"{rollout.id} was aborted: tenantry rollout undo takes back what it did.")
        if failed := sum(rollout.counts.get(state, 0) for state in _FAILURES):
            output.note(f"{failed:,} failed: tenantry rollout report {rollout.id}")
        return Exit.DONE


@contextmanager
def _working(options: Options, journal: Journal, rollout: str) -> Iterator[_Working]:
    """Progress is shown on stderr: on a terminal as it changes, elsewhere now and then, and not at all if quiet."""
    from tenantry_fleet import show_progress

    progress = None if options.quiet or options.debug else show_progress(sys.stderr)
    with Session(options, ROLLOUT, on_event=progress) as session, opened(session, journal, progress) as fleet:
        yield _Working(session, fleet, rollout)


def said(session: Session, rollout: Rollout) -> None:
    """Print a rollout: a line for people, and a record for programs."""
    if session.output.is_json or session.options.fields:
        session.output.one(rollout)
    elif not session.options.quiet:
        broken(session, str(rollout))
