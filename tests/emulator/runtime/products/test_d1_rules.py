"""What D1 lets a statement do, and how large it may be: the most that it takes, and the least that it does not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenantry_emulator.runtime.products.d1 import D1Error, Databases, Rows, Statement

MIB = 2**20


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    found = Databases(tmp_path, MIB)
    yield found
    found.close()


def run(databases: Databases, *statements: str, params: tuple[str, ...] = ()) -> list[Rows]:
    """What these find, in one transaction."""
    return asyncio.run(databases.run("account", "database", [Statement(sql, params) for sql in statements]))


def refused(databases: Databases, *statements: str, params: tuple[str, ...] = ()) -> str:
    with pytest.raises(D1Error) as caught:
        run(databases, *statements, params=params)
    return str(caught.value)


def columns(count: int) -> str:
    return ", ".join(f"c{number}" for number in range(count))


def repeated(what: str, count: int, between: str) -> str:
    return between.join([what] * count)


def nested(count: int) -> str:
    """Tables, each of which has the next filled."""
    tables = "; ".join(f"CREATE TABLE IF NOT EXISTS t{number} (x)" for number in range(count + 1))
    step = "CREATE TRIGGER IF NOT EXISTS g{0} AFTER INSERT ON t{0} BEGIN INSERT INTO t{1} VALUES (1); END"
    triggers = "; ".join(step.format(number, number + 1) for number in range(count))
    return f"{tables}; {triggers}; INSERT INTO t0 VALUES (1)"


@pytest.mark.parametrize(
    ("taken", "refused_too", "says"),
    [
        ("SELECT length(zeroblob(2000000))", "SELECT length(zeroblob(2000001))", "string or blob too big"),
        (f"SELECT 1 /*{'c' * 99_987}*/", f"SELECT 1 /*{'c' * 99_988}*/", "statement too long"),
        (f"SELECT {repeated('1', 100, ',')}", f"SELECT {repeated('1', 101, ',')}", "too many columns"),
        (f"CREATE TABLE t ({columns(100)})", f"CREATE TABLE u ({columns(101)})", "too many columns"),
        (f"SELECT max({repeated('1', 32, ',')})", f"SELECT max({repeated('1', 33, ',')})", "too many arguments"),
        (f"SELECT 'x' LIKE '{'x' * 50}'", f"SELECT 'x' LIKE '{'x' * 51}'", "pattern too complex"),
        (f"SELECT 'x' GLOB '{'x' * 50}'", f"SELECT 'x' GLOB '{'x' * 51}'", "pattern too complex"),
        (repeated("SELECT 1", 5, " UNION "), repeated("SELECT 1", 6, " UNION "), "too many terms in compound"),
        (f"SELECT {repeated('1', 99, '+')}", f"SELECT {repeated('1', 101, '+')}", "maximum depth 100"),
        (nested(10), nested(11), "too many levels of trigger recursion"),
        ("CREATE TABLE t (x)", "CREATE TEMP TABLE t (x)", "not authorized"),
        ("CREATE TABLE cf_t (x)", "CREATE TABLE _cf_t (x)", "not authorized"),
        ("CREATE VIRTUAL TABLE t USING fts5(x)", "CREATE VIRTUAL TABLE u USING rtree(x, a, b)", "not authorized"),
        ("SELECT json('[]'), pow(2, 3), log(2)", "SELECT sqlite_version()", "not authorized to use function"),
        ("PRAGMA table_info(t)", "PRAGMA journal_mode", "not authorized"),
        ("PRAGMA data_version", "PRAGMA page_count", "not authorized"),
        ("SELECT 1", "SELECT load_extension('x')", "load_extension"),
        ("SELECT 1", "ATTACH ':memory:' AS other", "not authorized"),
        ("SELECT 1", "BEGIN", "not authorized"),
        ("SELECT 1", "SAVEPOINT s", "not authorized"),
        ("SELECT 1 -- one", "-- none", "No SQL statements detected"),
    ],
)
def test_d1_is_held_to_its_rules(databases: Databases, taken: str, refused_too: str, says: str) -> None:
    run(databases, taken)

    assert says in refused(databases, refused_too)


def test_a_statement_has_at_most_100_parameters(databases: Databases) -> None:
    run(databases, f"SELECT {repeated('?', 50, '+')} + {repeated('?', 50, '+')}", params=("1",) * 100)

    assert "variable" in refused(databases, "SELECT ?101", params=("1",) * 101)


def test_what_a_statement_finds_is_bounded(databases: Databases) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT zeroblob(1000000) FROM n"

    assert "The result takes more than" in refused(databases, endless)


def test_full_text_is_searched(databases: Databases) -> None:
    run(databases, "CREATE VIRTUAL TABLE note USING fts5(text)", "INSERT INTO note VALUES ('green tea'), ('coffee')")
    (found,) = run(databases, "SELECT text FROM note WHERE note MATCH 'tea'")

    assert found.rows == [["green tea"]]


def test_a_database_has_at_most_its_size(databases: Databases) -> None:
    run(databases, "CREATE TABLE t (x)", "INSERT INTO t VALUES (zeroblob(1000000))")

    assert refused(databases, "INSERT INTO t VALUES (zeroblob(100000))") == (
        "database or disk is full, which may have as much as Bounds(d1_mb=...) says: SQLITE_FULL"
    )
    run(databases, "DELETE FROM t", "INSERT INTO t VALUES (zeroblob(1000000))")
