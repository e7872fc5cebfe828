"""Which scripts: by name, tag, etag, date, or a function of the user's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

import tenantry
from tenantry import NotSent

from .arguments import expect, expect_callable, expect_text, texts
from .context import Context
from .operations.operation import Operation
from .operations.quarantine import QUARANTINED
from .plan import Plan
from .planning import make_plan

HOLD = "tenantry-hold"
# Scripts with these tags are left alone by whoever does not ask for them by name.
RESERVED = frozenset({HOLD, QUARANTINED})

Where = Callable[[tenantry.ScriptInfo], bool]


@frozen(kw_only=True)
class Criteria:
    """What the scripts have in common; all of it has to hold. Raises NotSent for what no script could be."""

    tags: dict[str, bool] | None = None
    names: frozenset[str] | None = None
    where: Where | None = None
    etag: str | None = None
    modified_before: datetime | None = None

    def __attrs_post_init__(self) -> None:
        expect_callable("where=", self.where, "a function of a ScriptInfo")
        if self.etag is not None:
            expect("etag=", self.etag, str, "a text")
        if (limit := self.modified_before) is not None:
            expect("modified_before=", limit, datetime, "a datetime")
            if limit.tzinfo is None:
                raise NotSent("modified_before= says its time zone, as datetime.now(UTC) does.")

    def admits(self, info: tenantry.ScriptInfo) -> bool:
        """Whether a script is chosen."""
        if self.names is not None and info.name not in self.names:
            return False
        asked_for = {tag for tag, wanted in (self.tags or {}).items() if wanted}
        if self.names is None and {*info.tags} & (RESERVED - asked_for):
            return False
        return (
            all((tag in info.tags) == wanted for tag, wanted in (self.tags or {}).items())
            and self.etag in (None, info.etag)
            and (self.modified_before is None or _is_before(info.modified_on, self.modified_before))
            and (self.where is None or self.where(info))
        )

    def saved(self) -> dict[str, Any]:
        """As JSON, for the journal. Any: it is JSON."""
        return {
            "tags": self.tags,
            "names": None if self.names is None else sorted(self.names),
            "where": None if self.where is None else "(a function)",
            "etag": self.etag,
            "modified_before": None if self.modified_before is None else self.modified_before.isoformat(),
        }

    @classmethod
    def of(cls, saved: Mapping[str, Any], where: Where | None) -> Criteria:
        """From the journal, with the function again. Any: it is JSON."""
        if saved["where"] is not None and where is None:
            raise NotSent("The scripts were chosen with a function as where: pass where= again.")
        names, before = saved["names"], saved["modified_before"]
        return cls(
            tags=saved["tags"],
            names=None if names is None else frozenset(names),
            where=where,
            etag=saved["etag"],
            modified_before=None if before is None else datetime.fromisoformat(before),
        )


@frozen
class Selection:
    """Scripts that were chosen; they are listed anew each time they are looked at, page by page."""

    _context: Context = field(repr=False)
    criteria: Criteria

    def __iter__(self) -> Iterator[tenantry.ScriptInfo]:
        return filter(self.criteria.admits, self._context.namespace.list_scripts(tags=self.criteria.tags))

    def plan(self, operation: Operation, *, reason: str) -> Plan:
        """What it would be to do this to them; nothing is changed at Cloudflare.

        The plan stands in the journal, so that `fleet.plan(id)` finds it again. It costs one listing.
        """
        expect("The operation", operation, Operation, "what put_content() and the others return")
        expect_text("The reason", reason)
        if not reason.strip():
            raise NotSent("reason= says to those who come after you why this was done.")
        operation.check(self._context.namespace)
        return make_plan(self._context, operation, reason, self.criteria)


def names_of(given: Iterable[str] | str | os.PathLike[str] | None) -> frozenset[str] | None:
    """The names, or those in a file with one on each line."""
    if given is None:
        return None
    if isinstance(given, str | os.PathLike):
        path = os.fspath(given)
        try:
            given = Path(path).read_text("utf-8-sig").split("\n")
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise NotSent(f"names= is a list, or a file of names; {path!r} cannot be read: {why}.") from None
    return frozenset(name.strip() for name in texts("names=", given) if name.strip())


def tags_of(given: Mapping[str, bool] | None) -> dict[str, bool] | None:
    """The tags that a script shall have, and those that it shall not."""
    if given is None:
        return None
    expect("tags=", given, Mapping, "such as {'plan-pro': True, 'beta': False}")
    for tag, wanted in given.items():
        expect("A tag in tags=", tag, str, "a text")
        expect(f"tags= of {tag!r}", wanted, bool, "True or False")
    return dict(given)


def _is_before(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment < limit
