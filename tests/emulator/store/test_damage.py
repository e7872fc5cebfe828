"""A state that something else has written into."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tenantry_emulator import Emulator
from tests.emulator.account import Account
from tests.emulator.conftest import client


def damage(state: Path, table: str) -> None:
    """Write over the page where a table begins."""
    with closing(sqlite3.connect(state)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    with state.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_a_damaged_state_is_told_as_such_and_is_no_defect_of_the_emulator(tmp_path: Path) -> None:
    state = tmp_path / "state"
    Emulator(state=state, runs_workers=False).close()
    damage(state, "namespace")

    with Emulator(state=state, runs_workers=False) as emulator, client(emulator) as http:
        status, code, message = Account(http).refused("POST", "/namespaces", json={"name": "production"})

        assert (status, code) == (507, 99507)
        assert message == "tenantry_emulator cannot use a file: database disk image is malformed."
        assert emulator.failures == []
