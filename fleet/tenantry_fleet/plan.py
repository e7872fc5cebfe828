"""A plan: what a rollout would do, what that costs, and its start."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor

from attrs import field, frozen

from tenantry import NotSent

from .arguments import expect
from .context import Context
from .engine.backup import missing
from .engine.listing import Admits, differences
from .engine.run import Job, run
from .journal import rollouts, scripts
from .operations.operation import Operation
from .options import Check, Gate, Options, Share
from .rollout import Rollout, rollout_of

# Calls a second of a client as it is. Bulk leaves a quarter of Cloudflare's 1,200 in five minutes to others.
RATES = {"interactive": 3.8, "bulk": 3.0}
# Scripts in one page of a listing.
PAGE = 1_000
# The canary, three waves and the catch-up are each begun with a listing.
_LISTINGS = 6
# An undo has negative positions: the newest come first.
_BEFORE_ALL = -(1 << 62)
# Seconds between two listings within a wave.
_LISTING_EVERY = 300


@frozen(kw_only=True)
class Plan:
    """What would be done; `print()` shows it in a line or two. It has changed nothing at Cloudflare."""

    id: str
    operation: str
    scripts: int
    """How many were chosen."""
    unchanged: int
    """How many are so already; no call is spent on them."""
    left_alone: int
    """How many an undo leaves as they are, since they were changed meanwhile."""
    calls: int
    """What it takes to change the others."""
    backups: int
    """Builds that nobody has kept yet; one call each."""
    listings: int
    """Calls that look at the namespace again, before each wave and every five minutes."""
    missing: tuple[str, ...] = ()
    """Names that were asked for and are not among them: they are not there, or left out by what else was asked."""
    _context: Context = field(alias="context", repr=False, eq=False)
    _does: Operation = field(alias="does", repr=False, eq=False)
    _admits: Admits = field(alias="admits", repr=False, eq=False)

    @property
    def seconds(self) -> float:
        """How long it takes, as far as the rate limit of a client as it is decides."""
        return (self.calls + self.backups + self.listings) / RATES[self._does.priority]

    def __str__(self) -> str:
        parts = [_count(self.scripts, "script")]
        if self.unchanged:
            parts.append(f"{self.unchanged:,} are so already")
        if self.left_alone:
            parts.append(f"{self.left_alone:,} changed since, and are left alone")
        calls = _count(self.calls, "call")
        if self.backups:
            calls += f" + {self.backups:,} to back up {_count(self.backups, 'build')}"
        parts += [
            f"{calls} + {self.listings:,} to look again",
            f"about {_duration(self.seconds)} at {RATES[self._does.priority]:g}/s",
        ]
        if self.missing:
            parts.append(f"not among them: {', '.join(self.missing[:10])}{', …' if len(self.missing) > 10 else ''}")
        return " · ".join(parts)

    def start(
        self,
        *,
        canary: int = 20,
        waves: Sequence[Share] = ("1%", "10%", "100%"),
        bake: float = 0.0,
        check: Check | None = None,
        gate: Gate | None = None,
        confirm: bool = False,
        max_failures: Share = "1%",
        canary_failures: Share = 0,
        rate: float | None = None,
        threads: int = 8,
        executor: Executor | None = None,
        even_if_changed: bool = False,
    ) -> Rollout:
        """Do it, and return when it is done, aborted, or paused by something that goes wrong.

        First come `canary` scripts, then the waves, each of which says how far it goes in all: a number, or a part such
        as "10%". After each, `bake` seconds pass. `check` is a function of a script's name, or a URL with `{name}`; it
        is asked about a sample of each wave before, during and after it, and of the canary again. `gate` is a function,
        a command or a URL, asked before each wave and every minute. With `confirm` each wave waits for `promote()`.

        `max_failures` is how many may fail, in a wave and in all: a number, or a part of what was attempted, which
        counts from 100 attempts on. In the canary it is `canary_failures`. `rate` is calls a second, where that shall
        be fewer than the client's.

        `executor` is a pool of your own, which is given as many steps at once as there would be `threads`. Threads
        share the client of this process; all other executors may be other processes, such as a ProcessPoolExecutor's,
        whose clients `Fleet(client_factory=…)` makes. This process stays until the end, keeps the journal, and has
        all calls wait for its pacer. Raises NotSent where the scripts are not as they were planned for, unless
        `even_if_changed`: those that were changed are left alone in any case.
        """
        options = Options(
            canary=canary,
            waves=waves,
            bake=bake,
            check=check,
            gate=gate,
            confirm=confirm,
            max_failures=max_failures,
            canary_failures=canary_failures,
            rate=rate,
            threads=threads,
        )
        expect("even_if_changed=", even_if_changed, bool, "True or False")
        job = Job(context=self._context, operation=self._does, options=options, admits=self._admits, executor=executor)
        job.check()
        self._prepare(options, even_if_changed)
        run(job, self.id)
        return rollout_of(self._context, self.id)

    def _prepare(self, options: Options, even_if_changed: bool) -> None:
        """Write down how it shall go, unless somebody has started it, or the scripts are others by now."""
        with self._context.database.begin() as connection:
            record = rollouts.get(connection, self.id)
        if not record.ends and record.state in ("listing", "aborted"):
            raise NotSent(f"{self.id} was never planned to its end: plan again.")
        if record.state != "planned":
            raise NotSent(f"{self.id} was started already: resume() goes on with it.")
        options.ends(self.scripts)
        if not even_if_changed and (said := str(differences(self._context, record))):
            raise NotSent(f"The scripts are not as they were planned for: {said}. Plan again, or even_if_changed=True.")
        with self._context.database.begin() as connection:
            if rollouts.get_for_update(connection, self.id).state != "planned":
                raise NotSent(f"{self.id} was started by somebody else.")
            # Who is so already is not a canary.
            total = scripts.counts(connection, self.id).get("waiting", 0)
            ends = [scripts.position(connection, self.id, end) if end else _BEFORE_ALL for end in options.ends(total)]
            now, detail = self._context.clock.now(), options.given(even_if_changed=even_if_changed)
            rollouts.change(
                connection,
                self.id,
                options=options.saved(),
                ends=ends,
                rate=options.rate,
                started=now,
                state="running",
            )
            rollouts.note(connection, self.id, now, self._context.actor, "start", detail)


def plan_of(context: Context, operation: Operation, identifier: str, admits: Admits) -> Plan:
    """A plan as the journal has it."""
    with context.database.begin() as connection:
        record = rollouts.get(connection, identifier)
        counts = scripts.counts(connection, identifier)
        asked = record.selection.get("names") or []
        known = scripts.named(connection, identifier, asked) if asked else {}
    calls = counts.get("waiting", 0) * operation.calls
    pages = -(-record.listed // PAGE) or 1
    return Plan(
        id=identifier,
        operation=operation.kind,
        scripts=sum(counts.values()),
        unchanged=counts.get("unchanged", 0),
        left_alone=counts.get("changed", 0),
        calls=calls,
        backups=len(missing(context, record, None)) if operation.backs_up else 0,
        listings=pages * (_LISTINGS + int(calls / RATES[operation.priority] / _LISTING_EVERY)),
        missing=tuple(name for name in asked if name not in known),
        context=context,
        does=operation,
        admits=admits,
    )


def _duration(seconds: float) -> str:
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
