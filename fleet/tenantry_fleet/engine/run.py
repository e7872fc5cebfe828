"""One process's work on a rollout: from taking hold of it until it is done, stops, or is told to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import ParamSpec

from attrs import frozen

import tenantry
from tenantry import NotSent
from tenantry_fleet.arguments import expect
from tenantry_fleet.context import Context
from tenantry_fleet.errors import Held, JournalError, Stopped
from tenantry_fleet.events import WaveBegan
from tenantry_fleet.journal import rollouts, scripts
from tenantry_fleet.journal.records import RolloutRecord
from tenantry_fleet.operations.operation import Operation
from tenantry_fleet.options import Options
from tenantry_fleet.steps.elsewhere import Elsewhere
from tenantry_fleet.steps.pool import Pool, Threads

from .backup import keep_all
from .control import Control
from .health import Health
from .holder import Hold
from .listing import Admits, compare, newcomers
from .probes import Probe, answers, check_probe, gate_probe
from .roller import Every, Roller

# Seconds between two listings, and between two questions to the gate, while a wave is under way.
LISTING, GATE = 300.0, 60.0
P = ParamSpec("P")
# A fleet to which scripts are added faster than they are rolled is never done.
_CATCH_UPS = 3


@frozen(kw_only=True)
class Job:
    """What a run is about."""

    context: Context
    operation: Operation
    options: Options
    admits: Admits
    executor: Executor | None = None

    @property
    def elsewhere(self) -> Executor | None:
        """The executor whose steps cannot share our client: all but threads may be other processes."""
        return None if isinstance(self.executor, ThreadPoolExecutor) else self.executor

    def check(self) -> None:
        """Raises NotSent for checks and gates that nobody can ask, and for an operation that stays in this process."""
        if self.executor is not None:
            expect("executor=", self.executor, Executor, "a concurrent.futures.Executor")
        check_probe(self.options.check)
        gate_probe(self.options.gate)
        if self.elsewhere:
            Elsewhere.of(self.context, self.operation, self.elsewhere)


def run(job: Job, rollout: str) -> None:
    """Go on with a rollout from where it is. Raises Held where another process is at it."""
    job.check()
    hold = Hold(job.context, rollout)
    probes = check_probe(job.options.check), gate_probe(job.options.gate)
    with job.context.database.begin() as connection:
        record = hold.take(connection)
        if record.state in ("done", "aborted"):
            raise NotSent(f"{record.id} is {record.state}; there is nothing to go on with.")
        # What the process before had under way is looked at first.
        scripts.mark_all(connection, rollout, ["sent"], state="waiting", attempts=1)
        rollouts.change(connection, rollout, wanted=None, started=record.started or job.context.clock.now())
    control = Control(job.context, record, hold)
    try:
        control.become("running")
        with hold.beating(), ExitStack() as closing:
            pool = closing.enter_context(_pool(job))
            checks = closing.enter_context(_threads(job.options.threads))
            _Run(job, control, pool, checks, *probes).waves()
        control.become("done")
    except Stopped as stopped:
        if stopped.state == "lost":
            raise Held(str(stopped)) from None
        control.become(stopped.state, str(stopped))
    except JournalError:
        raise
    except tenantry.Error as error:
        # A listing or a download that fails is about no script in particular.
        control.become("paused", str(error))
    except BaseException as error:
        is_ctrl_c = isinstance(error, KeyboardInterrupt)
        control.become("paused", "Ctrl-C" if is_ctrl_c else f"{type(error).__name__}: {error}")
        raise
    finally:
        hold.let_go()


@contextmanager
def _pool(job: Job) -> Iterator[Pool]:
    """Where the steps are done."""
    if job.elsewhere:
        elsewhere = Elsewhere.of(job.context, job.operation, job.elsewhere)
        try:
            yield elsewhere
        finally:
            elsewhere.close()
        return
    namespace = job.context.with_priority(job.operation.priority)
    with ExitStack() as closing:
        executor = job.executor or closing.enter_context(_threads(job.options.threads))
        yield Threads(executor, namespace, job.operation)


@contextmanager
def _threads(count: int) -> Iterator[Executor]:
    """Threads of our own; who is still in one by then, such as a check that hangs, is not waited for."""
    executor = ThreadPoolExecutor(count)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


class _Run:
    """The waves in their order, and what lies between them."""

    def __init__(
        self,
        job: Job,
        control: Control,
        pool: Pool,
        checks: Executor,
        probe: Probe | None,
        gate: Callable[[], str | None] | None,
    ) -> None:
        self._job = job
        self._control = control
        self._number = 0
        self._gate = gate
        self._checks = checks
        self._health = Health(
            job.context, control.record, job.options, probe, checks, control.listen, is_remedy=job.operation.is_remedy
        )
        self._roller = Roller(
            context=job.context,
            operation=job.operation,
            options=job.options,
            control=control,
            health=self._health,
            pool=pool,
        )

    @property
    def _record(self) -> RolloutRecord:
        return self._control.record

    def waves(self) -> None:
        """All that are left, and then the scripts that were created meanwhile, or are tried again."""
        ends = self._record.ends
        for wave in range(self._record.wave, len(ends)):
            if wave and self._job.options.confirm:
                self._again_after_pauses(self._control.wait_for_promotion, wave)
            # Behind the last one nothing is left out, such as what a listing added.
            self._again_after_pauses(self._wave, wave, ends[wave] if wave < len(ends) - 1 else None)
            self._control.change(wave=wave + 1)
            if wave == 0 and self._record.etag_differs:
                text = "Equal code got other etags here, so that each script is backed up for itself: a call more each."
                raise Stopped("paused", f"{text} Resumed, it goes on so.")
        for number in range(_CATCH_UPS):
            newcomers(self._job.context, self._record, self._job.operation, self._job.admits)
            if not self._waiting(None):
                return
            self._again_after_pauses(self._wave, len(ends) + number, None)

    def _again_after_pauses(self, do: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """What somebody pauses begins anew when they let it go on."""
        while True:
            try:
                return do(*args, **kwargs)
            except Stopped as stopped:
                if not stopped.is_pause:
                    raise
                self._control.wait_for_resume()

    def _wave(self, wave: int, end: int | None) -> None:
        """A wave from its listing to its last check."""
        self._number = wave
        self._control.listen()
        self._ask_gate()
        self._before(end)
        self._health.before(wave, end)
        context, record = self._job.context, self._record
        context.tell(WaveBegan(record.operation, context.namespace.name, record.id, wave, self._waiting(end)))
        now = context.clock.now()
        self._roller.periodically = [Every(LISTING, self._compare, now), Every(GATE, self._minute, now)]
        self._roller.roll(wave, end)
        self._control.wait(self._job.options.bake)
        self._health.after()

    def _before(self, end: int | None) -> None:
        """The code that runs now is kept, and the listing looked at."""
        if self._job.operation.backs_up:
            keep_all(self._job.context, self._record, end, compare=self._compare, listen=self._control.listen)
        else:
            self._compare()

    def _waiting(self, end: int | None) -> int:
        with self._job.context.database.begin() as connection:
            return len(scripts.waiting_names(connection, self._record.id, end))

    def _compare(self) -> None:
        self._control.listen()
        self._roller.listed_at = self._job.context.clock.now()
        last, ends = len(self._record.ends) - 1, self._record.ends
        for row in compare(self._job.context, self._record, self._job.operation):
            self._control.tell_ended(max(self._number, min(bisect_left(ends, row.position), last)), row)
        self._control.listen()

    def _minute(self) -> None:
        self._ask_gate()
        self._health.ask_canary()

    def _ask_gate(self) -> None:
        if self._gate and (why := answers([self._checks.submit(self._gate)], self._control.listen)[0]):
            raise Stopped("paused", f"The gate is shut: {why}")
