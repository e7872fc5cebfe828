"""The outcome of a rollout, script by script."""

from __future__ import annotations

import importlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from tenantry import NotSent
from tenantry_fleet.arguments import expect
from tenantry_fleet.clock import moment
from tenantry_fleet.context import Context
from tenantry_fleet.journal import rollouts, scripts
from tenantry_fleet.journal.records import RolloutRecord, ScriptRecord

from .page import fragment, page


@frozen(kw_only=True)
class Report:
    """What a rollout did; its scripts are read from the journal each time that they are looked at.

    A script is `done`; `unchanged`, for it was so already; `refused` by Cloudflare; `failed`, and not changed;
    `partial`, where its code was written and its tags were not, or not all; `unknown`, where nobody knows; `gone`, for
    it was deleted meanwhile; or `changed` by somebody else, and left alone.
    """

    id: str
    counts: Mapping[str, int]
    """How many scripts there are of each outcome."""
    failures: Mapping[int | None, int]
    """How many were refused or failed, by Cloudflare's code; None where there was none."""
    _context: Context = field(alias="context", repr=False, eq=False)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict for each script. Any: texts, numbers, lists and None."""
        return [*self._rows()]

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each script. Raises NotSent without pandas. Any: it need not be installed."""
        try:
            pandas = importlib.import_module("pandas")
        except ModuleNotFoundError:
            raise NotSent("to_pandas() needs pandas, which is not installed.") from None
        return pandas.DataFrame(self._rows())

    def save(self, to: str | os.PathLike[str]) -> Path:
        """Write one page of HTML with everything in it: it asks nobody for anything."""
        expect("to", to, (str, os.PathLike), "a path")
        path = Path(to)
        try:
            path.write_text(page(self._record(), self.counts, self.failures, self.to_dicts()), "utf-8")
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise NotSent(f"The report cannot be written to {os.fspath(path)!r}: {why}.") from None
        return path

    def _repr_html_(self) -> str:
        return fragment(self._record(), self.counts, self.failures)

    def _record(self) -> RolloutRecord:
        with self._context.database.begin() as connection:
            return rollouts.get(connection, self.id)

    def _rows(self) -> Iterator[dict[str, Any]]:
        with self._context.database.begin() as connection:
            for row in scripts.every(connection, self.id):
                yield _said(row)


def report_of(context: Context, identifier: str) -> Report:
    """The report of a rollout."""
    with context.database.begin() as connection:
        rollouts.get(connection, identifier)
        counts = scripts.counts(connection, identifier)
        failed = scripts.in_states(connection, identifier, scripts.FAILURES)
    codes = Counter(row.code for row in failed)
    return Report(id=identifier, counts=counts, failures=codes, context=context)


def _said(row: ScriptRecord) -> dict[str, Any]:
    return {
        "script": row.name,
        "outcome": row.state,
        "wave": row.wave,
        "why": row.why,
        "code": row.code,
        "ray": row.ray,
        "attempts": row.attempts,
        "check": row.check_after,
        "before": row.before_etag,
        "after": row.after_etag,
        "started": moment(row.started),
        "ended": moment(row.ended),
    }
