"""Checks a sample of each wave: before it, during it, and after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future

from sqlalchemy import Connection

from tenantry_fleet.context import Context
from tenantry_fleet.errors import Stopped
from tenantry_fleet.events import Checked
from tenantry_fleet.journal import scripts
from tenantry_fleet.journal.records import RolloutRecord
from tenantry_fleet.options import Options

from . import probes
from .probes import Probe, answers

SAMPLE = 100


class Health:
    """The checks of one rollout; a script that was unwell before it was rolled does not count."""

    def __init__(
        self,
        context: Context,
        record: RolloutRecord,
        options: Options,
        probe: Probe | None,
        executor: Executor,
        listen: Callable[[], None],
        *,
        is_remedy: bool,
    ) -> None:
        self._context = context
        self._record = record
        self._options = options
        self._probe = probe
        self._executor = executor
        self._listen = listen
        self._is_remedy = is_remedy
        self._asked: dict[Future[str | None], str] = {}
        self._heard = 0.0
        self._wave = 0
        self._size = 0

    def before(self, wave: int, end: int | None) -> None:
        """Choose the sample of a wave, and check it before anything is done to it."""
        self._wave = wave
        if self._probe is None:
            return
        with self._context.database.begin() as connection:
            names = scripts.waiting_names(connection, self._record.id, end)
            known = self._known(connection) if self._is_remedy else {}
        # Of the others nobody knows whether they were well before the rollout that is taken back.
        chosen = sample([name for name in names if name in known] or names)
        found = {name: known.get(name) for name in chosen} if self._is_remedy else self._ask(chosen)
        with self._context.database.begin() as connection:
            is_first = not scripts.sampled(connection, self._record.id, None)
            for name, why in found.items():
                scripts.mark(connection, self._record.id, name, is_sampled=True, check_before=why)
            earlier = scripts.sampled(connection, self._record.id, [wave])
        self._size = len(chosen) + len(earlier)
        if is_first and found and all(found.values()) and not self._is_remedy:
            # None of them would count, and a check that is wrong itself would let everything pass.
            name, why = next(iter(found.items()))
            text = f"The check finds nobody well before anything is done, such as {name}: {why}"
            raise Stopped("paused", f"{text} Resumed, it does not count them.")

    def _known(self, connection: Connection) -> dict[str, str | None]:
        """The scripts that were checked before the rollout that is taken back now, and what was wrong with them."""
        rows = scripts.sampled(connection, self._record.undoes, None) if self._record.undoes else []
        return {row.name: row.check_before for row in rows}

    def ask(self, name: str) -> None:
        """Check a script whose turn was just now; what comes of it is collected later."""
        if self._probe is not None:
            self._heard = self._heard if self._asked else time.monotonic()
            self._asked[self._executor.submit(self._probe, name)] = name

    def ask_canary(self) -> None:
        """Check the canary once more, while a wave is under way."""
        if self._probe is not None and self._wave > 0 and not self._asked:
            with self._context.database.begin() as connection:
                names = [row.name for row in scripts.sampled(connection, self._record.id, [0])]
            for name in names:
                self.ask(name)

    def collect(self, connection: Connection) -> str | None:
        """Write down what the checks said that have ended; why to stop, if too many are unwell."""
        said = {future: future.result() for future in self._asked if future.done()}
        now = time.monotonic()
        if said:
            self._heard = now
        elif self._asked and now - self._heard >= probes.SILENCE:
            said = dict.fromkeys(self._asked, probes.silent())
        for future, why in said.items():
            self._note(connection, self._asked.pop(future), why)
        return self._too_many(connection) if said else None

    def after(self) -> None:
        """Check the sample of the wave, and the canary's again. Raises Stopped where too many are unwell."""
        if self._probe is None:
            return
        said = [*zip(self._asked.values(), answers(self._asked, self._listen), strict=True)]
        self._asked.clear()
        with self._context.database.begin() as connection:
            rows = scripts.sampled(connection, self._record.id, sorted({0, self._wave}))
        said += self._ask([row.name for row in rows if row.state in ("done", "unchanged")]).items()
        with self._context.database.begin() as connection:
            for name, why in said:
                self._note(connection, name, why)
            why_stop = self._too_many(connection)
        if why_stop:
            raise Stopped("paused", why_stop)

    def _ask(self, names: list[str]) -> dict[str, str | None]:
        assert self._probe is not None
        asked = [self._executor.submit(self._probe, name) for name in names]
        return dict(zip(names, answers(asked, self._listen), strict=True))

    def _note(self, connection: Connection, name: str, why: str | None) -> None:
        record = self._record
        scripts.mark(connection, record.id, name, check_after=why)
        said = (record.operation, self._context.namespace.name, record.id, self._wave, name, why)
        self._context.tell(Checked(*said))

    def _too_many(self, connection: Connection) -> str | None:
        rows = scripts.sampled(connection, self._record.id, sorted({0, self._wave}))
        for wave, size in ((0, None), (self._wave, self._size)):
            checked = [row for row in rows if row.wave == wave and not row.is_forgiven]
            unwell = [row for row in checked if row.check_after and not row.check_before]
            if len(unwell) > self._options.allowed_checks(wave, size or len(checked)):
                first = f"{unwell[0].name}: {unwell[0].check_after}"
                return f"{len(unwell)} of {len(checked)} checked in wave {wave} are not well, such as {first}"
        return None


def sample(names: list[str]) -> list[str]:
    """At most so many, spread evenly; the order of the names is seeded already."""
    if len(names) <= SAMPLE:
        return names
    return [names[index * len(names) // SAMPLE] for index in range(SAMPLE)]
