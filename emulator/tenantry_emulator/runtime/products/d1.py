"""D1 databases: SQLite files, asked by the runtime's binding and by the REST API alike.

https://developers.cloudflare.com/d1/ and, for the binding,
https://github.com/cloudflare/workerd/blob/main/src/cloudflare/internal/d1-api.ts
"""

import asyncio
import hashlib
import json
import math
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tenantry_emulator.runtime.keyed_locks import KeyedLocks
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text

from . import d1_rules

SECONDS = 30
# Of the rows that a statement finds: a Worker, which has 128 MB, could not take many more.
MOST_BYTES = 64 * 1024 * 1024
STEPS_BETWEEN_LOOKS = 100_000
# How many databases are worked on at a time.
THREADS = 16
PAGE_BYTES = 4096
DECODER = json.JSONDecoder()
COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


class D1Error(Exception):
    """What D1 says of a statement that it cannot run."""


@dataclass(frozen=True)
class Statement:
    """SQL, and the values of its parameters."""

    sql: str
    params: Sequence[Json] = ()


@dataclass(frozen=True)
class Rows:
    """What a statement has found, and what it has changed."""

    columns: list[str]
    rows: list[list[Json]]
    meta: JsonObject

    def objects(self) -> list[Json]:
        """The rows as objects."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Databases:
    """The databases of all accounts, by identifier; one that nobody has asked for is empty."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        # One statement after another in each database; threads of their own, so that nobody else waits for those.
        self._locks = KeyedLocks()
        self._threads = ThreadPoolExecutor(THREADS, "d1")
        self._generation = 0

    async def run(self, account: str, database: str, statements: Sequence[Statement]) -> list[Rows]:
        """Run these in one transaction."""
        generation = self._generation
        async with self._locks.of(account, database):
            work = partial(self._run, account, database, statements, generation)
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _run(self, account: str, database: str, statements: Sequence[Statement], generation: int) -> list[Rows]:
        if generation != self._generation:
            raise D1Error("interrupted")
        with closing(self._opened(account, database)) as connection:
            end = time.monotonic() + SECONDS
            connection.set_progress_handler(
                lambda: time.monotonic() > end or generation != self._generation, STEPS_BETWEEN_LOOKS
            )
            try:
                connection.execute("BEGIN")
                found = [_run(connection, single) for statement in statements for single in _singles(statement)]
                connection.commit()
            except (sqlite3.Error, sqlite3.Warning, OverflowError, TypeError, ValueError) as error:
                raise D1Error(_text(error)) from error
            return found

    def clear(self) -> None:
        """Forget all of them, and break off what is being run."""
        self._generation += 1
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Break off what is being run."""
        self._generation += 1
        self._threads.shutdown(cancel_futures=True)

    def _opened(self, account: str, database: str) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        # An identifier may be any text; a hash of it is always a name for a file.
        name = hashlib.sha256(f"{account}/{database}".encode()).hexdigest()[:32]
        connection = sqlite3.connect(self._folder / f"{name}.sqlite", isolation_level=None)
        connection.text_factory = lambda text: text.decode(errors="replace")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute(f"PRAGMA max_page_count = {self._most_bytes // PAGE_BYTES}")
        for limit, most in d1_rules.LIMITS.items():
            connection.setlimit(limit, most)
        return connection


def _singles(statement: Statement) -> Iterator[Statement]:
    """The statements that stand in one text, which share its parameters only if there is one of them."""
    pieces = [""]
    for piece in statement.sql.split(";"):
        pieces[-1] += f"{piece};"
        # Not where the semicolon stands in a text, in a comment or in a trigger.
        if sqlite3.complete_statement(pieces[-1]):
            pieces.append("")
    found = [piece.strip().removesuffix(";") for piece in pieces if COMMENTS.sub("", piece).strip("; \t\r\n")]
    if not found:
        raise sqlite3.OperationalError("No SQL statements detected.")
    for piece in found:
        if len(piece.encode()) > d1_rules.LIMITS[sqlite3.SQLITE_LIMIT_SQL_LENGTH]:
            raise sqlite3.DataError("statement too long: SQLITE_TOOBIG")
        yield Statement(piece, statement.params if len(found) == 1 else ())


def _run(connection: sqlite3.Connection, statement: Statement) -> Rows:
    begun, changes = time.perf_counter(), connection.total_changes
    connection.set_authorizer(d1_rules.authorized)
    cursor = connection.execute(statement.sql, [_parameter(value) for value in statement.params])
    rows = [*_rows(cursor)]
    connection.set_authorizer(None)
    changed = connection.total_changes - changes
    (pages,), (size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    meta: JsonObject = {
        "served_by": "tenantry_emulator",
        "duration": (time.perf_counter() - begun) * 1000,
        "changes": changed,
        "last_row_id": cursor.lastrowid or 0,
        "changed_db": changed > 0,
        "size_after": pages * size,
    }
    return Rows([name for name, *_ in cursor.description or ()], rows, meta)


def _rows(cursor: sqlite3.Cursor) -> Iterator[list[Json]]:
    size = 0
    for row in cursor:
        found = [_result(value) for value in row]
        size += 64 + sum(len(value) if isinstance(value, str) else sys.getsizeof(value) for value in found)
        if size > MOST_BYTES:
            raise sqlite3.OperationalError(f"The result takes more than {MOST_BYTES} bytes.")
        yield found


def _parameter(value: Json) -> "Json | bytes":
    """Bytes come as lists of numbers, booleans are numbers to SQLite."""
    return bytes(value) if isinstance(value, list) else value  # type: ignore[arg-type]


def _result(value: "str | int | float | bytes | None") -> Json:
    if isinstance(value, float) and not math.isfinite(value):
        # As JSON has it.
        return None
    return [*value] if isinstance(value, bytes) else value


def _text(error: Exception) -> str:
    """As D1 words it: the reason, and SQLite's name for it."""
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        error = RuntimeError(f"{error}, which may have as much as Bounds(d1_mb=...) says")
    return f"{error}: {name}" if name else str(error)


async def answer(databases: Databases, account: str, database: str, request: Request) -> Response:
    """The answer to a request of a D1 binding."""
    if request.scope["path"] == "/dump":
        # https://developers.cloudflare.com/d1/worker-api/d1-database/#dump
        return JSONResponse({"error": "only databases of the alpha have it"}, 400)
    # In threads, and in pieces, so that nobody waits for who brings or finds megabytes.
    queries = [as_object(query) for query in await asyncio.to_thread(_queries, await request.body())]
    statements = [Statement(as_text(query.get("sql")), as_list(query.get("params"))) for query in queries]
    try:
        found = await databases.run(account, database, statements)
    except D1Error as error:
        return JSONResponse({"success": False, "error": str(error)})
    as_rows = request.query_params.get("resultsFormat") == "ROWS_AND_COLUMNS"
    return Response(await asyncio.to_thread(_written, found, as_rows=as_rows), media_type="application/json")


def _queries(content: bytes) -> list[Json]:
    """The queries of a request, one by one, as the runtime writes them: without a space between them."""
    text, found, at = content.decode(), list[Json](), 1
    if not text.startswith("["):
        return [json.loads(text)]
    while text[at] != "]":
        query, end = DECODER.raw_decode(text, at)
        found.append(query)
        at = end + (text[end] == ",")
    return found


def _written(found: Sequence[Rows], *, as_rows: bool) -> str:
    """What statements have found, row by row."""
    answers = []
    for each in found:
        rows = ",".join(_dumps(row) for row in (each.rows if as_rows else each.objects()))
        results = f'{{"columns":{_dumps(each.columns)},"rows":[{rows}]}}' if as_rows else f"[{rows}]"
        answers.append(f'{{"success":true,"results":{results},"meta":{_dumps(each.meta)}}}')
    return f"[{','.join(answers)}]"


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
