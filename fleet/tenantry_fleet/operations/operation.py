"""What every operation says of itself, and the two functions in which it meets a script."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

from attrs import frozen
from sqlalchemy import Connection

import tenantry
from tenantry import models
from tenantry_fleet.journal.records import ScriptRecord


class Moved(Exception):
    """The script is not what was planned for any more: it is left alone."""


@frozen
class Applied:
    """What a script is after an operation, as far as the answers said."""

    etag: str | None = None
    modified: str | None = None
    settings: str | None = None
    """Digest of its settings."""
    lacks: str | None = None
    """What of it could not be done."""


class Operation(ABC):
    """One thing to do to many scripts."""

    kind: ClassVar[str]
    is_repeatable: ClassVar[bool] = True
    """Whether doing it twice is doing it once."""
    reads_settings: ClassVar[bool] = False
    """Whether the settings before are read and kept, for an undo."""
    backs_up: ClassVar[bool] = False
    """Whether the code before is read and kept, once for each build."""
    writes_code: ClassVar[bool] = False
    """Whether a script has another etag afterwards."""
    is_remedy: ClassVar[bool] = False
    """Whether scripts are not well before it, which is what it is for."""
    priority: ClassVar[Literal["interactive", "bulk"]] = "bulk"
    cannot_undo: tuple[str, ...] = ()
    """What of it no undo can bring back."""
    calls: int = 1
    """Requests for each script."""

    @property
    def code(self) -> tenantry.Bundle | None:
        """The code that every script gets, if it is one code for all."""
        return None

    def check(self, namespace: tenantry.Namespace) -> None:  # noqa: B027  # most are checked when they are made
        """Raises NotSent for what no script takes. It sends nothing."""

    @abstractmethod
    def saved(self) -> dict[str, Any] | None:
        """What is needed to do it again, as JSON without secret values; None if that cannot be written down."""

    @abstractmethod
    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """Do it to one script, but for what `finish` does."""

    def finish(self, script: tenantry.Script, row: ScriptRecord) -> Iterable[None]:
        """What comes after the code, one change after another; some of it may have been done already."""
        return ()

    @property
    def digest(self) -> str:
        """What tells two operations apart."""
        return digest([self.kind, self.saved()])

    def is_there(self, etag: str | None, tags: list[str], known: str | None) -> bool:
        """Whether a script is so already; `known` is the etag of the new code."""
        return False

    def tags_after(self, tags: list[str]) -> list[str] | None:
        """The tags that a script with these has afterwards; None where they stay."""
        return None

    def look_up(self, connection: Connection, names: Sequence[str]) -> None:  # noqa: B027  # most need to know nothing
        """Read what `planned` will need to know of these."""

    def planned(self, connection: Connection, info: tenantry.ScriptInfo) -> Mapping[str, Any] | None:
        """More columns of a script that is planned for; None leaves it out. Any: the values of columns."""
        return {}

    def carried(self, row: ScriptRecord | None) -> Operation:
        """The operation as it goes to another process, with what it takes to do it to this script."""
        return self

    def was_done(self, script: tenantry.Script, row: ScriptRecord) -> bool:
        """Whether the script runs the code that it was to get, by reading it."""
        return self.code is not None and script.get_content().digest == self.code.digest


def digest(said: object) -> str:
    """SHA-256 of something that can be written as JSON."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def settings_digest(settings: models.Settings) -> str:
    """What tells two states of a script's settings apart; they hold no secret values."""
    # What an upload sets to nothing is told as nothing, or is not told.
    return digest({name: value for name, value in settings.to_dict().items() if value not in (None, [], {})})


def when(moment: datetime | None) -> str | None:
    """A time of the server's as the journal has it."""
    return None if moment is None else moment.isoformat()
