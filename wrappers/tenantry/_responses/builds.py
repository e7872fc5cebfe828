"""Which code runs where, as one listing says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import Factory, field, frozen

from tenantry._public import public
from tenantry._responses.script_info import ScriptInfo
from tenantry_api.display import Rows, Value


@public
@frozen
class Build(Value):
    """The scripts of a namespace that have one etag."""

    etag: str | None
    """The hash of their content; None gathers the scripts of which Cloudflare says none."""
    names: Sequence[str]
    """The scripts, in the order of the listing."""
    since: datetime | None
    """When the one was changed that has not been changed for longest."""
    count: int = field(init=False, default=Factory(lambda self: len(self.names), takes_self=True))
    """How many scripts they are."""


class Census:
    """Counts scripts by their etags, row by row, and keeps nothing else of them."""

    def __init__(self) -> None:
        self._names: dict[str | None, list[str]] = {}
        self._since: dict[str | None, datetime] = {}

    def count(self, rows: Iterable[ScriptInfo]) -> None:
        for row in rows:
            self._names.setdefault(row.etag, []).append(row.name)
            if changed := row.modified_on:
                self._since[row.etag] = min(changed, self._since.get(row.etag, changed))

    def builds(self) -> Rows[Build]:
        """The largest first."""
        found = [Build(etag, tuple(names), self._since.get(etag)) for etag, names in self._names.items()]
        return Rows(sorted(found, key=lambda build: -build.count))
