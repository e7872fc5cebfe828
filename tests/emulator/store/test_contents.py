"""What modules and static assets contain is kept once, in pieces, as long as something has it."""

import asyncio
import functools
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tenantry_emulator import Emulator
from tenantry_emulator.clock import Clock
from tenantry_emulator.store.contents import PIECES, SMALL, Contents
from tenantry_emulator.store.database import opened
from tenantry_emulator.store.records import Module
from tenantry_emulator.store.scripts import AT_ONCE, ScriptStore
from tenantry_emulator.wire.turns import PIECE
from tests.emulator.account import PRODUCTION, Account, Part, module
from tests.emulator.conftest import client
from tests.emulator.server.turns import turns_beside
from tests.emulator.site import Site

CODE = b"export default { fetch() {} }"
DATA = "application/octet-stream"
LARGE = bytes(range(256)) * 4096


def with_data(content: bytes) -> list[Part]:
    return [module("index.js", CODE), module("data.bin", content, DATA)]


def kept(path: Path) -> int:
    """Bytes of all contents in the file."""
    with closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("SELECT total(length(content)) FROM piece").fetchone()
    return int(size)


def test_a_content_is_kept_once_and_as_long_as_a_script_has_it(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state", runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        for script in ("one", "two"):
            account.deploy(script, main_module="index.js", modules=with_data(LARGE))
        assert kept(tmp_path / "state") == len(LARGE) + len(CODE)

        account.granted("DELETE", f"{PRODUCTION}/scripts/one")
        account.deploy("three", main_module="index.js", modules=[module("index.js", CODE)])
        assert LARGE in account.http.get(f"{PRODUCTION}/scripts/two/content").content

        account.deploy("two", main_module="index.js", modules=with_data(b"small"))
        assert kept(tmp_path / "state") == len(CODE) + len(b"small")
        account.granted("DELETE", PRODUCTION)
        account.granted("POST", "/namespaces", json={"name": "production"})
        account.deploy("four", main_module="index.js", modules=[module("index.js", CODE)])
        assert kept(tmp_path / "state") == len(CODE)


def test_lists_of_modules_that_no_script_has_are_forgotten(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state", runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        for script in ("one", "two", "two", "three"):
            account.deploy(script, main_module="index.js", modules=with_data(LARGE))
        account.granted("DELETE", f"{PRODUCTION}/scripts/one")
        account.deploy("three", main_module="index.js", modules=[module("index.js", CODE)])
        with closing(sqlite3.connect(tmp_path / "state")) as database:
            listed = database.execute(
                "SELECT script.name, count(*) FROM module JOIN script ON modules = list GROUP BY 1"
            )
            assert listed.fetchall() == [("three", 1), ("two", 2)]
            assert database.execute("SELECT count(*) FROM module").fetchone() == (3,)
            assert database.execute("SELECT count(*) FROM loose_list").fetchone() == (0,)


def test_a_long_list_of_modules_is_written_and_forgotten_between_turns_of_the_event_loop() -> None:
    modules = [Module(f"{number}.bin", "", DATA, b"data") for number in range(6 * AT_ONCE)]
    with closing(opened(None)) as database:
        scripts = ScriptStore(database, Clock(), Contents(database))

        async def upload() -> None:
            async with scripts.kept(modules) as listed:
                found = database.execute("SELECT name FROM module WHERE list = ? ORDER BY position", (listed,))
                assert [name for (name,) in found] == [each.name for each in modules]

        assert asyncio.run(turns_beside(upload())) >= 2 * len(modules) // AT_ONCE
        assert database.execute("SELECT count(*) FROM module").fetchone() == (0,)


def test_a_refused_upload_leaves_nothing(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state", runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        account.deploy_refused(main_module="index.js", modules=[module("index.js", b"1"), module("b.bin", LARGE, DATA)])

        assert kept(tmp_path / "state") == 0


def test_uploads_of_the_same_content_at_the_same_time_all_have_it(production: Account) -> None:
    scripts = [f"s{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        upload = functools.partial(production.deploy, main_module="index.js", modules=with_data(LARGE))
        assert all(threads.map(upload, scripts))

    contents = [production.http.get(f"{PRODUCTION}/scripts/{script}/content").content for script in scripts]
    assert all(LARGE in content for content in contents)


def test_a_file_of_assets_is_kept_as_long_as_its_namespace_is(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state", runs_workers=False) as emulator, client(emulator) as http:
        account = Account(http)
        for name in ("production", "staging"):
            account.granted("POST", "/namespaces", json={"name": name})
            Site(account, {"/large.bin": (LARGE, DATA)}, namespace=f"/namespaces/{name}").complete()
        assert kept(tmp_path / "state") == len(LARGE)

        account.granted("DELETE", "/namespaces/staging")
        account.deploy("one", main_module="index.js", modules=[module("index.js", CODE)])
        assert kept(tmp_path / "state") == len(LARGE) + len(CODE)
        account.granted("DELETE", PRODUCTION)
        account.granted("POST", "/namespaces", json={"name": "production"})
        account.deploy("one", main_module="index.js", modules=[module("index.js", CODE)])
        assert kept(tmp_path / "state") == len(CODE)


def test_a_large_content_is_written_read_and_deleted_between_turns_of_the_event_loop() -> None:
    large = {"digest": LARGE * 20}
    pieces = len(large["digest"]) // PIECE
    with closing(opened(None)) as database:
        contents = Contents(database)

        async def written() -> None:
            async with contents.kept(large):
                assert await turns_beside(read()) >= pieces
            (left,) = database.execute("SELECT count(*) FROM piece").fetchone()
            assert left == 0

        async def read() -> None:
            assert await contents.read(large) == large

        assert asyncio.run(turns_beside(written())) >= 2 * pieces + pieces // PIECES


def test_many_contents_that_are_there_are_found_between_turns_of_the_event_loop() -> None:
    many = {f"{number}": b"code" for number in range(20 * SMALL)}
    with closing(opened(None)) as database:
        contents = Contents(database)

        async def again() -> None:
            async with contents.kept(many):
                pass

        async def twice() -> int:
            async with contents.kept(many):
                held = turns_beside(again())
                (there,) = database.execute("SELECT count(*) FROM piece").fetchone()
                assert there == len(many)
                return await held

        assert asyncio.run(twice()) >= len(many) // SMALL


def test_no_table_reads_contents_to_find_a_row() -> None:
    with closing(opened(None)) as database:
        tables = [sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE type = 'table'")]

    assert [sql for sql in tables if "BLOB" in sql and "WITHOUT ROWID" in sql] == []
