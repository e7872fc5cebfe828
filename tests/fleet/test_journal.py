"""The journal: what it refuses, and what it holds after something went wrong."""

import stat
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Connection, update

import tenantry
from tenantry_fleet import Fleet, JournalError, put_content
from tenantry_fleet.journal.database import Database
from tenantry_fleet.journal.migrations import STEPS, migrate
from tenantry_fleet.journal.network_file_systems import network_file_system
from tenantry_fleet.journal.tables import BUILDS, JOURNAL, ROLLOUTS, VERSION

from .conftest import MakeFleet
from .tenants import code, deploy, running


def test_a_journal_of_a_newer_version_is_refused(journal: str) -> None:
    database = Database(journal)
    with database.begin() as connection:
        connection.execute(update(JOURNAL).values(version=99))
    database.close()

    with pytest.raises(JournalError, match="The journal has version 99; this tenantry knows version 1"):
        Database(journal)


def add_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE rollouts ADD COLUMN ticket VARCHAR")
    connection.exec_driver_sql("UPDATE rollouts SET ticket = 'none'")


def fail(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE rollouts ADD COLUMN half VARCHAR")
    raise LookupError("a defect of the step")


def columns(database: Database) -> set[str]:
    with database.begin() as connection:
        return {each["name"] for each in sqlalchemy.inspect(connection).get_columns("rollouts")}


def test_a_journal_of_an_older_version_is_migrated_step_by_step_and_each_step_whole(
    make_fleet: MakeFleet, production: tenantry.Namespace, journal: str
) -> None:
    deploy(production, 2)
    make_fleet(journal=journal).select().plan(put_content(code("new")), reason="before").start()
    database = Database(journal)

    with pytest.raises(LookupError):
        migrate(database.begin, 3, {1: add_column, 2: fail})

    assert columns(database) - {column.name for column in ROLLOUTS.c} == {"ticket"}
    with database.begin() as connection:
        assert connection.exec_driver_sql("SELECT ticket, state FROM rollouts").all() == [("none", "done")]
        assert connection.scalar(sqlalchemy.select(JOURNAL.c.version)) == 2
    # A second time there is nothing to do; and who knows of one version less refuses it.
    migrate(database.begin, 2, {1: fail})
    with pytest.raises(JournalError, match="The journal has version 2; this tenantry knows version 1"):
        Database(journal)
    database.close()


def test_every_older_version_has_a_step() -> None:
    assert [*STEPS] == [*range(1, VERSION)]


def test_nobody_else_on_the_machine_reads_the_journal(tmp_path: Path) -> None:
    Database(tmp_path / "rollouts.db").close()

    assert stat.S_IMODE((tmp_path / "rollouts.db").stat().st_mode) == 0o600


def test_a_journal_is_opened_by_many_at_once(journal: str) -> None:
    first, second = Database(journal), Database(journal)

    with first.begin() as connection:
        assert connection.scalar(sqlalchemy.select(JOURNAL.c.version)) == 1
    first.close()
    second.close()


def test_what_is_not_a_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("something else" * 1000)

    with pytest.raises(JournalError, match="file is not a database"):
        Database(tmp_path / "notes.txt")
    with pytest.raises(JournalError, match="cannot be opened: No such file"):
        Database(tmp_path / "missing" / "rollouts.db")
    with pytest.raises(JournalError, match=r"cannot be opened: .*embedded null"):
        Database("a\0b")
    for url in ("nonsense://", "postgresql://host:port/name", "postgresql+nonsense://host/name"):
        with pytest.raises(JournalError, match="leads to no database"):
            Database(url)
    # It would be opened in another way than ours, in which it can be locked for good.
    with pytest.raises(JournalError, match="is a file, given by its path"):
        Database(f"sqlite:///{tmp_path / 'rollouts.db'}")


@pytest.mark.parametrize("name", ["what?.db", "a%20b#c.db", "mäuse & männer.db", "file:memory"])
def test_a_journal_may_have_any_name(tmp_path: Path, name: str) -> None:
    Database(tmp_path / name).close()

    assert [path.name for path in tmp_path.iterdir()] == [name]


MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
files:/export /home/team nfs4 rw 0 0
//files/share /mnt/our\040files cifs rw 0 0
/dev/sdb1 /home/team/local ext4 rw 0 0
"""
FOLDERS = {
    "/var": None,
    "/home/team/rollouts": "nfs4",
    "/home/team/local/rollouts": None,
    "/mnt/our files": "cifs",
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_network_file_systems_are_known(folder: str, tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)

    assert network_file_system(Path(folder), tmp_path / "mounts") == FOLDERS[folder]
    assert network_file_system(Path(folder), tmp_path / "there is none") is None


def test_a_disk_that_is_full_is_an_error_and_nothing_is_claimed_that_was_not(
    make_fleet: MakeFleet, production: tenantry.Namespace
) -> None:
    names = deploy(production, 60)
    ended: list[object] = []

    def fill(event: Any) -> None:
        # Any: whatever is told.
        ended.append(event)
        if len(ended) == 10:
            _limit(fleet, grows=False)

    fleet = make_fleet(on_event=fill)
    plan = fleet.select().plan(put_content(code("new")), reason="the disk fills")
    with pytest.raises(JournalError, match="full"):
        plan.start()
    _limit(fleet, grows=True)

    truth = running(production, names)
    done = [row["script"] for row in fleet.report(plan.id).to_dicts() if row["outcome"] == "done"]
    assert 0 < len(done) < 60
    assert {truth[name] for name in done} == {"new"}
    assert fleet.resume(plan.id).counts == {"done": 60}
    assert running(production, names) == dict.fromkeys(names, "new")


@pytest.mark.parametrize("how", ["deleted", "another"])
def test_a_journal_that_goes_while_it_is_used_is_an_error(
    make_fleet: MakeFleet, production: tenantry.Namespace, tmp_path: Path, how: str
) -> None:
    names = deploy(production, 60)
    ended: list[object] = []

    def lose(event: Any) -> None:
        # Any: whatever is told.
        ended.append(event)
        if len(ended) == 10:
            move("rollouts.db", "kept.db")
            if how == "another":
                Database(tmp_path / "rollouts.db").close()

    def move(old: str, new: str) -> None:
        for end in ("", "-wal", "-shm"):
            (tmp_path / f"{old}{end}").replace(tmp_path / f"{new}{end}")

    fleet = make_fleet(on_event=lose)
    plan = fleet.select().plan(put_content(code("new")), reason="somebody tidies up")
    with pytest.raises(JournalError, match="was deleted, or another file has taken its place"):
        plan.start()

    assert sum(text == "new" for text in running(production, names).values()) < 60
    move("kept.db", "rollouts.db")
    # No process of the same number is at work on it.
    assert make_fleet().resume(plan.id).counts == {"done": 60}


def test_connections_that_the_server_closes_are_opened_again(
    make_fleet: MakeFleet, production: tenantry.Namespace, postgres_url: str
) -> None:
    deploy(production, 2)
    fleet = make_fleet(journal=postgres_url)
    plan = fleet.select().plan(put_content(code("new")), reason="idle for long")
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.exec_driver_sql(f"{others} AND datname = current_database()")
    engine.dispose()

    assert fleet.status(plan.id).state == "planned"
    assert plan.start().counts == {"done": 2}


def _limit(fleet: Fleet, *, grows: bool) -> None:
    """Let the file of the journal grow, or not any more: SQLite says then that the disk is full."""
    pages = 1 << 30 if grows else 1
    with fleet._context.database.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def test_damaged_code_is_noticed_before_it_is_rolled(fleet: Fleet, production: tenantry.Namespace) -> None:
    deploy(production, 2, builds=2)
    rollout = fleet.select().plan(put_content(code("new")), reason="a release").start()
    with fleet._context.database.begin() as connection:
        rows = connection.execute(sqlalchemy.select(BUILDS)).all()
        connection.execute(update(BUILDS).values(code=rows[0].code))

    undone = fleet.plan_undo(rollout.id).start(threads=1)

    assert undone.state == "paused"
    assert "The journal is damaged" in str(undone.why)
    assert undone.counts["waiting"] >= 1
