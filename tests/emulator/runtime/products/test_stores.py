"""D1 and queues: shared by all that name them, and D1 read and written over the API too."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tenantry_emulator import Emulator, Guesses
from tests.emulator.account import Account
from tests.emulator.conftest import client
from tests.emulator.runtime.platform import Platform, answering, showing

D1 = [{"type": "d1", "name": "DB", "id": "d"}]


def query(platform: Platform, sql: str, *params: object, form: str = "query") -> Any:
    """What D1 answers over the API."""
    body = {"sql": sql, "params": [*params]}
    return platform.account.granted("POST", f"{platform.api}/d1/database/d/{form}", json=body)


DATABASE = """
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/make") {
      const made = await env.DB.exec("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, data BLOB, price REAL)");
      const insert = env.DB.prepare("INSERT INTO item (name, data, price) VALUES (?1, ?2, ?3)");
      const done = await env.DB.batch([
        insert.bind("tea", new Uint8Array([1, 2]).buffer, 2.5),
        insert.bind("ü", null, null),
      ]);
      return Response.json([made.count, done.map(({ success, meta }) => [success, meta.changes, meta.last_row_id])]);
    }
    if (pathname === "/fail") {
      const insert = env.DB.prepare("INSERT INTO item (name) VALUES ('never')");
      const error = await env.DB.batch([insert, env.DB.prepare("INSERT INTO nowhere VALUES (1)")]).catch((e) => e);
      return new Response(error.message);
    }
    const all = await env.DB.prepare("SELECT * FROM item ORDER BY id").all();
    const first = await env.DB.prepare("SELECT name FROM item WHERE id = ?").bind(1).first("name");
    const raw = await env.DB.prepare("SELECT id, name FROM item ORDER BY id").raw({ columnNames: true });
    return Response.json([all.results, first, raw]);
  },
};
"""


# With the flag, the runtime's binding calls where it sends requests without it.
CALLS = pytest.mark.parametrize("flags", [[], ["d1_binding_jsrpc"]])


@CALLS
def test_d1_runs_sql(platform: Platform, flags: list[str]) -> None:
    platform.deploy("shop", DATABASE, bindings=D1, compatibility_flags=flags)
    assert platform.shows("shop", "/make") == [1, [[True, 1, 1], [True, 1, 2]]]
    rows, first, raw = platform.shows("shop")

    assert rows == [
        {"id": 1, "name": "tea", "data": [1, 2], "price": 2.5},
        {"id": 2, "name": "ü", "data": None, "price": None},
    ]
    assert first == "tea"
    assert raw == [["id", "name"], [1, "tea"], [2, "ü"]]


@CALLS
def test_d1_takes_back_a_batch_that_fails(platform: Platform, flags: list[str]) -> None:
    platform.deploy("shop", DATABASE, bindings=D1, compatibility_flags=flags)
    platform.shows("shop", "/make")

    assert "D1_ERROR: no such table: nowhere: SQLITE_ERROR" in platform.says("shop", "/fail")
    assert len(platform.shows("shop")[0]) == 2


def test_d1_is_shared_and_reached_over_the_api(platform: Platform) -> None:
    query(platform, "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item (name) VALUES ('seed');")
    for script in ("one", "two"):
        code = showing(
            "(await env.DB.prepare('INSERT INTO item (name) VALUES (?) RETURNING id').bind('x').all()).results"
        )
        platform.deploy(script, code, bindings=[{"type": "d1", "name": "DB", "database_id": "d"}])
    assert platform.shows("one") == [{"id": 2}]
    assert platform.shows("two") == [{"id": 3}]
    (found,) = query(platform, "SELECT count(*) AS n FROM item WHERE name = ?", "x")
    (raw,) = query(platform, "SELECT id, name FROM item WHERE id = 1", form="raw")

    assert (found["results"], found["success"]) == ([{"n": 2}], True)
    assert raw["results"] == {"columns": ["id", "name"], "rows": [[1, "seed"]]}


def test_what_d1_refuses_it_says_over_the_api(platform: Platform) -> None:
    refused = platform.account.refused(
        "POST", f"{platform.api}/d1/database/d/query", json={"sql": "SELECT * FROM none"}
    )

    assert refused == (400, 7500, "no such table: none: SQLITE_ERROR")


def test_a_dump_of_d1_is_refused(platform: Platform) -> None:
    platform.deploy("shop", answering("await env.DB.dump().catch((error) => error.message)"), bindings=D1)

    assert platform.says("shop").startswith("D1_DUMP_ERROR: ")


def test_d1_counts_a_semicolon_in_a_text_or_a_trigger_as_none(platform: Platform) -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (new.x); INSERT INTO b VALUES ('y;'); END"
    query(platform, f"CREATE TABLE a (x); CREATE TABLE b (x); {trigger}; INSERT INTO a VALUES ('x;--');")
    (found,) = query(platform, "SELECT x FROM b -- no more; here\n")

    assert found["results"] == [{"x": "x;--"}, {"x": "y;"}]


def test_d1_lets_nobody_wait_for_another_database(emulator: Emulator) -> None:
    endless = {"sql": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"}
    # More than the threads that all the rest of the emulator shares.
    # The other emulator is asked for because it skips without a runtime.
    with Emulator(runs_workers=True) as own, client(own) as http, ThreadPoolExecutor(40) as threads:
        platform = Platform(own, Account(http))
        url = f"{platform.api}/d1/database"
        waiting = [threads.submit(http.post, f"{url}/slow/query", json=endless, timeout=60) for _ in range(40)]
        answers = [http.post(f"{url}/another/query", json={"sql": "SELECT 1 AS x"}).json() for _ in range(20)]
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        platform.deploy("shop", answering("'deployed'"))

        assert [answer["result"][0]["results"] for answer in answers] == [[{"x": 1}]] * 20
        assert platform.says("shop") == "deployed"
        assert not any(each.done() for each in waiting)
        own.reset()
        assert all(isinstance(each.exception(), httpx.TransportError) for each in waiting)


def test_messages_to_a_queue_can_be_read(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request, env) {
        await env.QUEUE.send({ order: 1 });
        await env.QUEUE.send("text", { contentType: "text" });
        await env.QUEUE.sendBatch([{ body: [2] }, { body: new Uint8Array([3]), contentType: "bytes" }]);
        return new Response("sent");
      },
    };
    """
    platform.deploy("shop", code, bindings=[{"type": "queue", "name": "QUEUE", "queue_name": "orders"}])
    assert platform.says("shop") == "sent"
    found = platform.told("messages", queue_name="orders")

    assert [(message["content_type"], message["body"]) for message in found] == [
        ("json", {"order": 1}),
        ("text", "text"),
        ("json", [2]),
        ("bytes", "Aw=="),
    ]
    assert platform.told("messages", queue_name="others") == []


@pytest.mark.parametrize(
    ("taken", "refused", "code"),
    [
        ("send('x'.repeat(128000), TEXT)", "send('x'.repeat(128001), TEXT)", 10204),
        ("sendBatch(Array(100).fill({ body: 1 }))", "sendBatch(Array(101).fill({ body: 1 }))", 10206),
        ("sendBatch(Array(2).fill({ body: LARGE }))", "sendBatch(Array(3).fill({ body: LARGE }))", 10205),
        ("send(1, { delaySeconds: 43200 })", "send(1, { delaySeconds: 43201 })", 10203),
        ("sendBatch([{ body: 1, delaySeconds: 0 }])", "sendBatch([{ body: 1, delaySeconds: -1 }])", 10203),
        ("sendBatch([{ body: 1 }], { delaySeconds: 1 })", "sendBatch([{ body: 1 }], { delaySeconds: 43201 })", 10202),
    ],
)
def test_a_queue_is_held_to_its_limits(platform: Platform, taken: str, refused: str, code: int) -> None:
    worker = f"""
    const TEXT = {{ contentType: "text" }}, LARGE = "x".repeat(127998);
    export default {{ async fetch(request, env) {{
      await env.QUEUE.{taken};
      return new Response(await env.QUEUE.{refused}.then(() => "taken", (error) => error.message));
    }} }}"""
    platform.deploy("shop", worker, bindings=[{"type": "queue", "name": "QUEUE", "queue_name": "bounded"}])

    assert platform.says("shop").endswith(f"({code})")


def test_a_worker_is_told_how_much_a_queue_holds(platform: Platform) -> None:
    sends = "await env.QUEUE.send('three', { contentType: 'text' })"
    queue = [{"type": "queue", "name": "QUEUE", "queue_name": "counted"}]
    platform.deploy("shop", showing(f"[{sends}, {sends}]"), bindings=queue)

    metrics = [sent["metadata"]["metrics"] for sent in platform.shows("shop")]
    assert metrics == [{"backlogCount": 1, "backlogBytes": 5}, {"backlogCount": 2, "backlogBytes": 10}]


def test_a_message_may_be_delayed_longer(emulator: Emulator) -> None:
    # The other emulator is asked for because it skips without a runtime.
    with Emulator(runs_workers=True, guesses=Guesses(max_queue_delay=86_400)) as own, client(own) as http:
        platform = Platform(own, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        send = "env.QUEUE.send(1, { delaySeconds: Number(await request.text()) })"
        code = answering(f"await {send}.then(() => 'taken', (error) => error.message)")
        platform.deploy("shop", code, bindings=[{"type": "queue", "name": "QUEUE", "queue_name": "late"}])

        assert platform.says("shop", method="POST", content="86400") == "taken"
        assert platform.says("shop", method="POST", content="86401").endswith("(10203)")
