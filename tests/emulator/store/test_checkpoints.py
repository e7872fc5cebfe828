"""What was committed is brought from SQLite's log into the file beside the requests, and not by one of them."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tenantry_emulator import Emulator
from tenantry_emulator.store.database import Checkpoints, opened

# More than SQLite's log would have before a commit brings it into the file, as SQLite is set up by itself.
ROWS, SIZE = 64, 256 * 1024
SECONDS = 30


def wait_until_it_has(path: Path, size: int) -> None:
    """Wait for another thread, which comes several times a second."""
    deadline = time.monotonic() + SECONDS
    while path.stat().st_size < size:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def fill(database: sqlite3.Connection) -> None:
    for position in range(ROWS):
        with database:
            database.execute("INSERT INTO piece VALUES ('digest', ?, ?)", (position, bytes(SIZE)))


def test_a_commit_writes_into_the_log_alone(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with closing(opened(path)) as database:
        before = path.stat().st_size
        fill(database)

        assert path.stat().st_size == before
        assert path.with_name("state-wal").stat().st_size > ROWS * SIZE


def test_the_file_has_what_was_committed_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with closing(opened(path)) as database:
        checkpoints = Checkpoints(path)
        try:
            fill(database)
            wait_until_it_has(path, ROWS * SIZE)
        finally:
            checkpoints.close()
        # The log is begun anew, and grows no more.
        log = path.with_name("state-wal").stat().st_size
        database.execute("PRAGMA wal_checkpoint(PASSIVE)")
        with database:
            database.execute("DELETE FROM piece WHERE position = 0")
        assert path.with_name("state-wal").stat().st_size == log


def test_a_log_that_cannot_be_brought_into_the_file_is_said_in_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenantry_emulator.store.database.CHECKPOINT_SECONDS", 0.001)
    path = tmp_path / "state"
    path.write_bytes(b"not a database" * 1000)
    checkpoints = Checkpoints(path)
    deadline = time.monotonic() + SECONDS
    while not caplog.records:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    checkpoints.close()

    assert [record.getMessage() for record in caplog.records] == [
        f"{path} grows, as its log cannot be brought into it: file is not a database"
    ]


def test_nothing_is_left_of_the_log_once_the_emulator_is_closed(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state", runs_workers=False) as emulator:
        emulator.create_namespace("production")

    assert [path.name for path in tmp_path.glob("state*")] == ["state"]
