"""Scripts in the state: their code, what surrounds it, and which of them a list selects."""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager

from tenantry_emulator.clock import Clock
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.json_types import JsonObject
from tenantry_emulator.wire.paging import TagFilter

from .contents import Contents
from .database import changing
from .records import Assets, Code, Durable, DurableClass, Module, Namespace, Script, ScriptConfig

# Modules that are listed in some milliseconds.
AT_ONCE = 500
COLUMNS = """
    SELECT row, name, tag, version, etag, entry_point, has_modules,
        EXISTS (SELECT 1 FROM site WHERE site.script = script.row), handlers, settings, classes,
        (SELECT json_group_array(tag) FROM (SELECT tag FROM tag WHERE tag.script = script.row ORDER BY position)),
        created_on, modified_on, migration_tag
    FROM script
"""


class ScriptStore:
    """Scripts by namespace and name."""

    def __init__(self, database: sqlite3.Connection, clock: Clock, contents: Contents) -> None:
        self._db = database
        self._clock = clock
        self._contents = contents
        self._awaited: Counter[str] = Counter()
        """Lists of modules that no script has yet, and one may have soon; or that are being read."""

    def page(self, namespace: Namespace, tags: TagFilter, *, after: str = "", limit: int = -1) -> list[Script]:
        """Scripts that the filter selects, in the order of their names, behind a name."""
        condition, values = _condition(tags)
        query = f"{COLUMNS} WHERE namespace = ? AND name > ? AND {condition} ORDER BY name LIMIT ?"
        return [_script(row) for row in self._db.execute(query, (namespace.row, after, *values, limit))]

    def get(self, namespace: Namespace, name: str) -> Script | None:
        """A script by its name."""
        found = self._db.execute(f"{COLUMNS} WHERE namespace = ? AND name = ?", (namespace.row, name)).fetchone()
        return found and _script(found)

    def mentioning(self, account: str, name: str) -> list[tuple[str, str]]:
        """The scripts whose bindings have this name somewhere in them: namespace and name."""
        query = """
            SELECT namespace.name, script.name FROM script JOIN namespace ON namespace.row = script.namespace
            WHERE account = ? AND instr(bindings, ?) ORDER BY namespace.name, script.name
        """
        return [*self._db.execute(query, (account, json.dumps(name)))]

    def with_class(self, key: str) -> tuple[str, str, str] | None:
        """The script that has the class of Durable Objects whose data belongs to this key: account, namespace, name."""
        query = """
            SELECT account, namespace.name, script.name FROM script JOIN namespace ON namespace.row = script.namespace
            WHERE instr(classes, ?)
        """
        found: tuple[str, str, str] | None = self._db.execute(query, (json.dumps(key),)).fetchone()
        return found

    async def modules(self, script: Script) -> list[Module]:
        """The modules that it has now, in the order in which they came; none if it is not there any more."""
        found = self._db.execute("SELECT modules FROM script WHERE row = ?", (script.row,)).fetchone()
        if found is None:
            return []
        query = "SELECT name, part, content_type, digest FROM module WHERE list = ? AND position >= ? LIMIT ?"
        rows: list[tuple[str, str, str, str]] = []
        with self._held(found[0]) as listed:
            while some := self._db.execute(query, (listed, len(rows), AT_ONCE)).fetchall():
                rows += some
                await asyncio.sleep(0)
            contents = await self._contents.read(digest for *_, digest in rows)
        return [Module(name, part, content_type, contents[digest]) for name, part, content_type, digest in rows]

    @asynccontextmanager
    async def kept(self, modules: Sequence[Module]) -> AsyncIterator[str]:
        """A block in which a script may come to have these modules, by the name of their list.

        There may be many, so that the list is written before, and requests of others come in between.
        """
        insert = "INSERT INTO module VALUES (?, ?, ?, ?, ?, ?)"
        contents = self._contents.kept({module.digest: module.content for module in modules})
        async with contents:
            try:
                with self._held(identifiers.new_tag()) as listed:
                    for start in range(0, len(modules), AT_ONCE):
                        some = enumerate(modules[start : start + AT_ONCE], start)
                        with changing(self._db):
                            self._db.execute("INSERT OR IGNORE INTO loose_list VALUES (?)", (listed,))
                            rows = [(listed, place, m.name, m.part, m.content_type, m.digest) for place, m in some]
                            self._db.executemany(insert, rows)
                        await asyncio.sleep(0)
                    yield listed
            finally:
                await self._forget_lists()

    @contextmanager
    def _held(self, listed: str) -> Iterator[str]:
        """A block in which the list of modules of this name is not deleted."""
        self._awaited[listed] += 1
        try:
            yield listed
        finally:
            self._awaited -= Counter({listed: 1})

    async def _forget_lists(self) -> None:
        """Delete the lists that no script has or will have."""
        has = "EXISTS (SELECT 1 FROM script WHERE script.modules = {}.list)"
        some = f"SELECT rowid FROM module WHERE list = ? AND NOT {has.format('module')} LIMIT ?"
        lists = self._db.execute("SELECT list FROM loose_list").fetchall()
        for (listed,) in lists:
            deleted = AT_ONCE
            while not self._awaited[listed] and deleted == AT_ONCE:
                with changing(self._db):
                    delete = f"DELETE FROM module WHERE rowid IN ({some})"
                    deleted = self._db.execute(delete, (listed, AT_ONCE)).rowcount
                await asyncio.sleep(0)
        if lists:
            with changing(self._db):
                had = "NOT EXISTS (SELECT 1 FROM module WHERE module.list = loose_list.list)"
                self._db.execute(f"DELETE FROM loose_list WHERE {had} OR {has.format('loose_list')}")

    async def code(self, script: Script) -> Code:
        """The code that runs."""
        return Code(script.etag, script.entry_point, script.has_modules, script.handlers, await self.modules(script))

    def bindings(self, script: Script) -> list[JsonObject]:
        """The bindings with their secrets, in the order in which they came."""
        bindings: list[JsonObject] = json.loads(self.bindings_json(script))
        return bindings

    def bindings_json(self, script: Script) -> str:
        """The same as JSON, which takes a while to read where they are many."""
        found = self._db.execute("SELECT bindings FROM script WHERE row = ?", (script.row,)).fetchone()
        return str(found[0]) if found else "[]"

    def put(
        self,
        namespace: Namespace,
        name: str,
        code: Code,
        modules: str,
        config: ScriptConfig,
        assets: Assets | None,
        version: VersionId,
    ) -> None:
        """Create the script, or replace all of it but its identifier and its age; `modules` names their list."""
        with changing(self._db):
            self._db.execute(
                """
                INSERT INTO script (namespace, name, tag, version, etag, entry_point, modules, has_modules, handlers,
                    settings, bindings, classes, created_on, modified_on)
                VALUES (?, ?, ?, '', '', '', '', 0, '',
                    '', '', '', ?, '')
                ON CONFLICT (namespace, name) DO NOTHING
                """,
                (namespace.row, name, identifiers.new_tag(), version.created_on),
            )
            (row,) = self._db.execute(
                "SELECT row FROM script WHERE namespace = ? AND name = ?", (namespace.row, name)
            ).fetchone()
            self._change(row, _of_code(code, modules) | _of_config(config) | _of_version(version))
            self._set_tags(row, config.tags)
            self._set_assets(row, assets)

    def put_code(self, script: Script, code: Code, modules: str, version: VersionId) -> None:
        """Replace the code alone; `modules` names the list of its modules."""
        with changing(self._db):
            self._change(script.row, _of_code(code, modules) | _of_version(version))

    def put_config(self, script: Script, config: ScriptConfig, version: VersionId) -> None:
        """Replace everything but the code and the assets."""
        with changing(self._db):
            self._change(script.row, _of_config(config) | _of_version(version))
            self._set_tags(script.row, config.tags)

    def set_bindings(self, script: Script, bindings: Sequence[JsonObject], version: VersionId) -> None:
        """Replace all bindings."""
        with changing(self._db):
            self._change(script.row, {"bindings": json.dumps(bindings)} | _of_version(version))

    def set_tags(self, script: Script, tags: Sequence[str]) -> None:
        """Replace all tags."""
        with changing(self._db):
            self._change(script.row, {"modified_on": identifiers.timestamp(self._clock.now())})
            self._set_tags(script.row, tags)

    def remove(self, scripts: Iterable[Script]) -> None:
        """The scripts, and all that they have."""
        with changing(self._db):
            self._db.executemany("DELETE FROM script WHERE row = ?", [(script.row,) for script in scripts])

    def _change(self, row: int, columns: Mapping[str, object]) -> None:
        """Write these columns at once: SQLite writes the whole row each time, with its bindings, which may be many."""
        changed = ", ".join(f"{name} = ?" for name in columns)
        self._db.execute(f"UPDATE script SET {changed} WHERE row = ?", (*columns.values(), row))

    def _set_tags(self, row: int, tags: Sequence[str]) -> None:
        self._db.execute("DELETE FROM tag WHERE script = ?", (row,))
        numbered = [(row, position, tag) for position, tag in enumerate(tags)]
        self._db.executemany("INSERT INTO tag VALUES (?, ?, ?)", numbered)

    def _set_assets(self, row: int, assets: Assets | None) -> None:
        """None leaves the script without any. The manifest, which may be long, goes from one table to the other."""
        if assets is None:
            self._db.execute("DELETE FROM site WHERE script = ?", (row,))
            return
        if assets.session is not None:
            self._db.execute(
                """
                INSERT INTO site (script, manifest, config) SELECT ?, manifest, '{}' FROM session WHERE id = ?
                ON CONFLICT (script) DO UPDATE SET manifest = excluded.manifest, config = excluded.config
                """,
                (row, assets.session),
            )
        if assets.config is not None:
            self._db.execute("UPDATE site SET config = ? WHERE script = ?", (json.dumps(assets.config), row))


def _of_code(code: Code, modules: str) -> dict[str, object]:
    """The columns that say it; `modules` names the list of its modules."""
    return {
        "etag": code.etag,
        "entry_point": code.entry_point,
        "has_modules": code.has_modules,
        "handlers": json.dumps(code.handlers),
        "modules": modules,
    }


def _of_config(config: ScriptConfig) -> dict[str, object]:
    classes = {name: [each.storage, each.key] for name, each in config.durable.classes.items()}
    return {
        "settings": json.dumps(config.settings),
        "bindings": config.bindings_json,
        "migration_tag": config.durable.migration_tag,
        "classes": json.dumps(classes),
    }


def _of_version(version: VersionId) -> dict[str, object]:
    return {"version": version.id, "modified_on": version.created_on}


def _condition(tags: TagFilter) -> tuple[str, list[str]]:
    """The filter as SQL; one without pairs selects everything."""
    has = "EXISTS (SELECT 1 FROM tag WHERE tag.script = script.row AND tag.tag = ?)"
    conditions = [has if wanted else f"NOT {has}" for _, wanted in tags.pairs]
    joined = (" AND " if tags.all_must_hold else " OR ").join(conditions)
    return f"({joined or 'TRUE'})", [tag for tag, _ in tags.pairs]


# As sqlite3 gives it.
_Row = tuple[int, str, str, str, str, str, int, int, str, str, str, str, str, str, str | None]


def _script(row: _Row) -> Script:
    number, name, tag, version, etag, entry_point, has_modules, has_assets, handlers, settings, *texts, migration = row
    classes, tags, created_on, modified_on = texts
    return Script(
        row=number,
        name=name,
        tag=tag,
        version=version,
        etag=etag,
        entry_point=entry_point,
        has_modules=bool(has_modules),
        has_assets=bool(has_assets),
        handlers=json.loads(handlers),
        settings=json.loads(settings),
        durable=Durable(migration, {name: DurableClass(*each) for name, each in json.loads(classes).items()}),
        tags=json.loads(tags),
        created_on=created_on,
        modified_on=modified_on,
    )
