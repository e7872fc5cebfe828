"""A script as lists and `get()` answer it: one row, decoded only where it is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from tenantry._public import public
from tenantry_api import models
from tenantry_api.display import Value


@public
class ScriptInfo(Value):
    """A script in a dispatch namespace, without its code.

    Cloudflare nests the script in its row, or does not; here it makes no difference. Every field but the name may be
    None: Cloudflare promises none of them.
    """

    def __init__(self, row: Mapping[str, object]) -> None:
        self.raw: Mapping[str, object] = row
        """The row as it came."""

    @cached_property
    def script(self) -> models.ScriptDetails:
        """All that Cloudflare says of the script itself, decoded once."""
        return models.ScriptDetails.from_dict(self._said)

    @property
    def _said(self) -> Mapping[str, object]:
        nested = self.raw.get("script")
        # Asked of a dict, the second question takes as long as all else.
        return nested if type(nested) is dict or isinstance(nested, Mapping) else self.raw

    @property
    def name(self) -> str:
        """The name of the script; empty if the row has none, which no script can have."""
        return _text(self._said, "id") or ""

    @property
    def dispatch_namespace(self) -> str | None:
        """The name of its dispatch namespace."""
        return _text(self.raw, "dispatch_namespace")

    @property
    def _tags(self) -> Sequence[str] | None:
        """Its tags; None where the row does not say."""
        tags = self._said.get("tags")
        return tuple(tags) if isinstance(tags, list) else None

    @property
    def tags(self) -> Sequence[str]:
        """Its tags; none where the row has none."""
        return self._tags or ()

    @property
    def etag(self) -> str | None:
        """Hash of its content."""
        return _text(self._said, "etag")

    @property
    def created_on(self) -> datetime | None:
        """When it was created."""
        return _time(self._said, "created_on") or _time(self.raw, "created_on")

    @property
    def modified_on(self) -> datetime | None:
        """When it was last changed."""
        return _time(self._said, "modified_on") or _time(self.raw, "modified_on")

    @property
    def compatibility_date(self) -> str | None:
        """The runtime's behaviour it was written for, as a day."""
        return _text(self._said, "compatibility_date")

    @property
    def migration_tag(self) -> str | None:
        """Tag of the Durable Object migration that was applied last."""
        return _text(self._said, "migration_tag")

    def to_dict(self) -> dict[str, Any]:
        """All that the row says, without its nesting, and `name` for the script's `id`. Any: JSON."""
        said = {name: value for name, value in self._said.items() if value is not None}
        flat = {"name": self.name, "dispatch_namespace": None, "tags": [], **self.raw, **said}
        return {name: value for name, value in flat.items() if name not in {"id", "script"}}

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, ScriptInfo) else NotImplemented

    def __repr__(self) -> str:
        return f"ScriptInfo({self.name!r} in {self.dispatch_namespace!r})"


def _text(row: Mapping[str, object], field: str) -> str | None:
    """A field without decoding the rest of the row: a loop over thousands of names need not pay for it."""
    value = row.get(field)
    return value if isinstance(value, str) else None


def _time(row: Mapping[str, object], field: str) -> datetime | None:
    """A time, where the field is one."""
    try:
        return datetime.fromisoformat(_text(row, field) or "")
    except ValueError:
        return None
