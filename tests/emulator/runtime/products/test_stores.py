"""KV, D1 and queues: shared by all that name them, and read and written over the API too."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tenantry_emulator import Emulator
from tests.emulator.account import Account
from tests.emulator.conftest import client
from tests.emulator.runtime.platform import Platform, answering, showing

KV = [{"type": "kv_namespace", "name": "KV", "namespace_id": "a/b c"}]
D1 = [{"type": "d1", "name": "DB", "id": "d"}]


def values(platform: Platform, key: str) -> str:
    return f"{platform.api}/storage/kv/namespaces/a%2Fb%20c/values/{key}"


def query(platform: Platform, sql: str, *params: object, form: str = "query") -> Any:
    """What D1 answers over the API."""
    body = {"sql": sql, "params": [*params]}
    return platform.account.granted("POST", f"{platform.api}/d1/database/d/{form}", json=body)


def test_kv_keeps_values_of_every_kind_with_their_metadata(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request, env) {
        await env.KV.put("text", "Grüße");
        await env.KV.put("bytes/ü ?#%", new Uint8Array([0, 255]).buffer);
        await env.KV.put("json", JSON.stringify({ a: 1 }), { metadata: { mark: "ü" } });
        await env.KV.put("gone", "x");
        await env.KV.delete("gone");
        return Response.json([
          await env.KV.get("text"),
          [...new Uint8Array(await env.KV.get("bytes/ü ?#%", "arrayBuffer"))],
          await env.KV.get("json", "json"),
          await env.KV.getWithMetadata("json"),
          await env.KV.get("gone"),
          await new Response(await env.KV.get("text", "stream")).text(),
          [...await env.KV.get(["text", "gone"])],
        ]);
      },
    };
    """
    platform.deploy("shop", code, bindings=KV)
    text, data, value, with_metadata, gone, streamed, many = platform.shows("shop")

    assert (text, data, value, gone, streamed) == ("Grüße", [0, 255], {"a": 1}, None, "Grüße")
    assert (with_metadata["value"], with_metadata["metadata"]) == ('{"a":1}', {"mark": "ü"})
    assert many == [["text", "Grüße"], ["gone", None]]


def test_kv_lists_keys_in_pages(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request, env) {
        for (const key of ["b", "a2", "a1", "a3"]) await env.KV.put(key, "x", key === "a1" ? { metadata: [1] } : {});
        const first = await env.KV.list({ prefix: "a", limit: 2 });
        const rest = await env.KV.list({ prefix: "a", cursor: first.cursor });
        return Response.json([first.keys, first.list_complete, rest.keys, rest.list_complete]);
      },
    };
    """
    platform.deploy("shop", code, bindings=KV)
    expected = [[{"name": "a1", "metadata": [1]}, {"name": "a2"}], False, [{"name": "a3"}], True]

    assert platform.shows("shop") == expected


def test_kv_forgets_what_has_expired(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request, env) {
        if (request.method === "PUT") await env.KV.put("key", "value", { expirationTtl: 60 });
        const { keys } = await env.KV.list();
        return Response.json([await env.KV.get("key"), keys.length]);
      },
    };
    """
    platform.deploy("shop", code, bindings=KV)
    assert platform.shows("shop", method="PUT") == ["value", 1]
    platform.emulator.clock.advance(61)

    assert platform.shows("shop") == [None, 0]


def test_kv_refuses_what_cloudflare_refuses(platform: Platform) -> None:
    code = """
    const tried = (action) => action().then(() => "fine", (error) => error.message);
    export default {
      async fetch(request, env) {
        return Response.json([
          await tried(() => env.KV.put("k", "v", { expirationTtl: 59 })),
          await tried(() => env.KV.put("k".repeat(513), "v")),
          await tried(() => env.KV.put("k", "v", { metadata: "m".repeat(1025) })),
        ]);
      },
    };
    """
    platform.deploy("shop", code, bindings=KV)

    assert [text.split("failed: ")[1][:3] for text in platform.shows("shop")] == ["400", "414", "413"]


def test_kv_is_shared_and_reached_over_the_api(platform: Platform) -> None:
    for script in ("one", "two"):
        code = showing("[await env.KV.get('seed'), await env.KV.put('from " + script + "', 'x') ?? null]")
        platform.deploy(script, code, bindings=KV)
    platform.account.granted("PUT", values(platform, "seed"), content=b"a value")
    for script in ("one", "two"):
        assert platform.shows(script) == ["a value", None]
    keys = platform.account.granted("GET", values(platform, "").replace("/values/", "/keys"))

    assert [key["name"] for key in keys] == ["from one", "from two", "seed"]
    assert platform.account.http.get(values(platform, "seed")).content == b"a value"
    platform.account.granted("DELETE", values(platform, "seed"))
    assert platform.account.refused("GET", values(platform, "seed"))[:2] == (404, 10009)


def test_kv_over_the_api_takes_metadata_and_an_expiration(platform: Platform) -> None:
    platform.deploy("shop", showing("await env.KV.getWithMetadata('key')"), bindings=KV)
    parts = {"value": (None, b"v"), "metadata": (None, b'{"m": 1}')}
    url = values(platform, "key")
    platform.account.granted("PUT", url, params={"expiration_ttl": "60"}, files=parts)
    found = platform.shows("shop")

    assert (found["value"], found["metadata"]) == ("v", {"m": 1})
    for name, wrong in (("expiration_ttl", ("5", "soon")), ("expiration", ("9" * 20, "9" * 9999))):
        for each in wrong:
            assert platform.account.refused("PUT", url, params={name: each}, content=b"v")[0] == 400
    assert platform.account.refused("GET", url.replace("values/key", "keys"), params={"limit": "9" * 9999})[0] == 400


def test_two_accounts_share_no_values(platform: Platform) -> None:
    platform.account.granted("PUT", values(platform, "key"), content=b"mine")
    other = values(platform, "key").replace(platform.account_id, uuid.uuid4().hex)

    assert platform.account.refused("GET", other)[0] == 404


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


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM nowhere",
        "ATTACH '/etc/passwd' AS other",
        "BEGIN",
        "SAVEPOINT s",
        "PRAGMA journal_mode = WAL",
        "SELECT load_extension('x')",
        "-- nothing",
        "SELECT ?",
        "SELECT zeroblob(2000001)",
        f"SELECT {' + '.join(['1'] * 30_000)}",
        f"SELECT {', '.join(['1'] * 101)}",
        f"SELECT 'x' LIKE '{'x' * 51}'",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT zeroblob(1000000) FROM n",
    ],
)
def test_d1_refuses_what_it_cannot_run(platform: Platform, sql: str) -> None:
    refused = platform.account.refused("POST", f"{platform.api}/d1/database/d/query", json={"sql": sql})

    assert refused[:2] == (400, 7500)


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
        assert {each.result().json()["errors"][0]["message"].partition(":")[0] for each in waiting} == {"interrupted"}


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
        ("send(1, { delaySeconds: 86400 })", "send(1, { delaySeconds: 86401 })", 10203),
        ("sendBatch([{ body: 1, delaySeconds: 0 }])", "sendBatch([{ body: 1, delaySeconds: -1 }])", 10203),
        ("sendBatch([{ body: 1 }], { delaySeconds: 1 })", "sendBatch([{ body: 1 }], { delaySeconds: 86401 })", 10202),
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
