"""Operations as the journal has them, made again."""

from __future__ import annotations

from sqlalchemy import Connection

from tenantry import NotSent
from tenantry_fleet.arguments import expect
from tenantry_fleet.journal import builds
from tenantry_fleet.journal.database import Database
from tenantry_fleet.journal.records import RolloutRecord

from .code import Deploy, PutContent
from .operation import Operation
from .quarantine import Quarantine
from .settings import PatchSettings, Tags
from .undo import Release, Undo


def again(database: Database, record: RolloutRecord, given: Operation | None) -> Operation:
    """The operation of a rollout. Raises NotSent where it has to be given, or where another one is."""
    if given is not None:
        expect("operation=", given, Operation, "what put_content() and the others return")
        if (given.kind, given.digest) != (record.operation, record.digest):
            raise NotSent(f"operation= is another one than the {record.operation} that {record.id} began with.")
        return given
    if record.saved is None:
        raise NotSent(f"{record.operation} of {record.id} could not be written down: pass operation= once more.")
    if record.operation in ("undo", "release"):
        return Undo(database, record.place, record.saved["of"]) if record.saved else Release(database, record.place)
    with database.begin() as connection:
        return _made(connection, record.operation, dict(record.saved))


def _made(connection: Connection, kind: str, saved: dict[str, object]) -> Operation:
    match kind, saved:
        case "put_content", {"build": str(digest)}:
            return PutContent(builds.read(connection, digest))
        case "deploy", {"build": str(digest), "arguments": dict(arguments)}:
            return Deploy(builds.read(connection, digest), arguments)
        case "patch_settings", {"settings": dict(settings)}:
            return PatchSettings(settings)
        case "tags", {"verb": str(verb), "tags": list(tags)}:
            return Tags(verb, tags)
        case "quarantine", {"text": str(text)}:
            return Quarantine(text)
    raise NotSent(f"This tenantry knows no operation {kind!r}.")
