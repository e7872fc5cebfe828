"""Brings back what was there before a rollout."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Literal

from attrs import evolve
from sqlalchemy import Connection

import tenantry
from tenantry import models
from tenantry_fleet.journal import builds, rollouts, scripts
from tenantry_fleet.journal.database import Database
from tenantry_fleet.journal.records import ScriptRecord

from .operation import Applied, Moved, Operation, settings_digest, when
from .quarantine import STUB

# A snapshot is restored by reading the script and its settings, and an upload, and the script is read again for its
# etag. After a patch its settings are compared first.
_CALLS = {"deploy": 4, "patch_settings": 5, "quarantine": 2}


class Undo(Operation):
    """Gives each script what it had, where it still runs what the rollout gave it."""

    kind = "undo"
    is_remedy = True
    # A rollback is what people wait for.
    priority: ClassVar[Literal["interactive", "bulk"]] = "interactive"
    writes_code = True

    def __init__(self, database: Database, place: str, of: str) -> None:
        self.place = place
        self.of = of
        self._database = database
        self._undone, self._given = "quarantine", STUB
        self._patched: Mapping[str, Any] = {}
        if of:
            with database.begin() as connection:
                record = rollouts.get(connection, of)
                self._undone = record.operation
                self._patched = (record.saved or {}).get("settings", {})
                if self._undone != "quarantine":
                    known = builds.by_etag(connection, place, record.etag)
                    self._given = (record.saved or {}).get("build") or known or ""
        self.calls: int = _CALLS.get(self._undone, 1)
        self._sources: Mapping[str, ScriptRecord] = {}
        # A fleet goes back to few builds.
        self._build: Callable[[str], tenantry.Bundle] = lru_cache(maxsize=8)(self._read)

    def saved(self) -> dict[str, Any]:
        """The rollout that it undoes."""
        return {"of": self.of}

    def look_up(self, connection: Connection, names: Sequence[str]) -> None:
        """What became of these in the rollout that is undone."""
        self._sources = scripts.named(connection, self.of, names)

    def planned(self, connection: Connection, info: tenantry.ScriptInfo) -> Mapping[str, Any] | None:
        """What this script had before, if the rollout changed it."""
        row = self._sources.get(info.name or "")
        if row is None or not row.attempts or row.state in ("gone", "changed", "unchanged"):
            return None
        restore = self.restore(connection, row, {*info.tags})
        if row.state != "done":
            if self._is_as_before(row, info):
                return None
            # It may have happened, and is looked at before anything is done to it.
            if self._patched and row.before_settings is not None:
                after = models.Settings.from_dict({**row.before_settings, **self._patched})
                restore["after_settings"] = settings_digest(after)
            else:
                restore["given"] = self._given
        columns = {"restore": restore, "position": -round((row.ended or row.started or 0) * 1000)}
        why = None if self._undone == "tags" else _why_not(row, info, restore)
        return {**columns, "state": "changed", "why": why} if why else columns

    def _is_as_before(self, row: ScriptRecord, info: tenantry.ScriptInfo) -> bool:
        if self._undone == "tags":
            return {*info.tags} == {*row.before_tags}
        is_touched = when(info.modified_on) != row.before_modified
        return info.etag == row.before_etag and not (self._undone == "patch_settings" and is_touched)

    def restore(self, connection: Connection, row: ScriptRecord, tags: set[str]) -> dict[str, Any]:
        """What to bring back: code by its digest, tags, and settings if the rollout wrote some."""
        found: dict[str, Any] = {}
        if self._undone != "tags":
            found["build"] = builds.by_etag(connection, self.place, row.before_etag)
        if row.before_settings is not None:
            found |= {"settings": row.before_settings, "after_settings": row.after_settings}
            found |= {"migration_tag": row.before_migration_tag, "has_assets": row.before_has_assets}
        elif row.after_tags is not None and tags == {*row.after_tags}:
            found["tags"] = row.before_tags
        elif row.after_tags is not None:
            # Somebody else's tags stay, at a call for each of ours.
            had = {*row.before_tags}
            found["remove"] = [tag for tag in row.after_tags if tag not in had]
            found["add"] = [tag for tag in row.before_tags if tag not in row.after_tags]
        return found

    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """Settings come with code in one upload; else it is the code."""
        restore = row.restore or {}
        if given := restore.get("given"):
            code = script.get_content()
            if given not in (code.digest, code.main):
                raise Moved("It runs other code by now.")
        if "settings" in restore:
            return self._restored(script, row, restore)
        if build := restore.get("build"):
            details = script.put_content(self._code(build))
            return Applied(details.etag, when(details.modified_on))
        return Applied(row.before_etag)

    def finish(self, script: tenantry.Script, row: ScriptRecord) -> Iterator[None]:
        """The tags, where they did not come with the settings."""
        restore = row.restore or {}
        if "tags" in restore:
            script.set_tags(restore["tags"])
            yield
        for tag in restore.get("remove", ()):
            script.remove_tag(tag)
            yield
        for tag in restore.get("add", ()):
            script.add_tag(tag)
            yield

    def carried(self, row: ScriptRecord | None) -> Undo:
        """With the code that it brings back; the journal stays here."""
        digest = row and (row.restore or {}).get("build")
        other = copy.copy(self)
        other._build = ({digest: self._build(digest)} if digest else dict[str, tenantry.Bundle]()).__getitem__
        other._sources = {}
        del other._database
        return other

    def was_done(self, script: tenantry.Script, row: ScriptRecord) -> bool:
        """By its code."""
        return script.get_content().digest == (row.restore or {}).get("build")

    def _restored(self, script: tenantry.Script, row: ScriptRecord, restore: Mapping[str, Any]) -> Applied:
        before, after = models.Settings.from_dict(restore["settings"]), restore["after_settings"]
        if after is not None and (now := settings_digest(script.get_settings())) != after:
            if now == settings_digest(before):
                return Applied(row.before_etag)
            raise Moved("Its settings were changed since.")
        client = script.namespace.client
        snapshot = tenantry.Snapshot(
            account_id=client.account_id,
            namespace=script.namespace.name,
            script=script.name,
            code=self._code(restore["build"]),
            settings=before,
            migration_tag=restore["migration_tag"],
            has_assets=restore["has_assets"],
        )
        lost = script.restore(snapshot, missing_secrets="skip").not_restored
        return Applied(lacks=f"Not all could be restored: {', '.join(lost)}." if lost else None)

    def _code(self, digest: str) -> tenantry.Bundle:
        code = self._build(digest)
        if not any(code.values()):
            text = "It was made of static assets alone: deploy(None, assets=…) makes it so again."
            raise tenantry.NotSent(text)
        return code

    def _read(self, digest: str) -> tenantry.Bundle:
        with self._database.begin() as connection:
            return builds.read(connection, digest)


class Release(Undo):
    """Takes scripts out of quarantine: the code before comes back, and the tag goes."""

    kind = "release"
    is_remedy = True

    def __init__(self, database: Database, place: str) -> None:
        super().__init__(database, place, "")
        self._stubs: dict[str | None, bool] = {}

    def saved(self) -> dict[str, Any]:
        """There is nothing to say."""
        return {}

    def look_up(self, connection: Connection, names: Sequence[str]) -> None:
        """What became of these when they were put into quarantine last, and which code they had before."""
        found = {name: scripts.tried(connection, self.place, "quarantine", name) for name in names}
        self._sources = {name: self._from_code(connection, rows) for name, rows in found.items() if rows}

    def _from_code(self, connection: Connection, rows: Sequence[ScriptRecord]) -> ScriptRecord:
        """The newest of them; one that found another stub there has the code that this one had replaced."""
        etags = (row.before_etag for row in rows)
        etag = next((each for each in etags if not self._is_stub(connection, each)), rows[0].before_etag)
        return evolve(rows[0], before_etag=etag)

    def _is_stub(self, connection: Connection, etag: str | None) -> bool:
        if etag not in self._stubs:
            digest = builds.by_etag(connection, self.place, etag)
            self._stubs[etag] = digest is not None and builds.read(connection, digest).main == STUB
        return self._stubs[etag]


def _why_not(row: ScriptRecord, info: tenantry.ScriptInfo, restore: Mapping[str, Any]) -> str | None:
    """Why the script is left as it is."""
    if "given" in restore and not restore["given"]:
        return "Nobody knows whether it runs the code of the rollout."
    # What is not done and has nothing given was only to change settings.
    etag = row.after_etag if row.state == "done" else row.before_etag
    if "given" not in restore and info.etag != etag:
        return "It runs other code by now."
    if row.after_modified is not None and "settings" in restore and when(info.modified_on) != row.after_modified:
        return "It was changed since."
    if "build" in restore and restore["build"] is None:
        return "Nobody kept the code that it ran before."
    return None
