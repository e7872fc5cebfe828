"""KV as Workers reach it: shared by all that name it, held to its limits, and read and written over the API too."""

import asyncio
import uuid

import pytest
from starlette.requests import Request
from starlette.types import Message

from tenantry_emulator import Emulator, Guesses
from tenantry_emulator.clock import Clock
from tenantry_emulator.runtime.products import kv
from tenantry_emulator.runtime.products.kv import KvNamespace
from tenantry_emulator.store.database import opened
from tenantry_emulator.store.kv import KvStore
from tests.emulator.account import Account
from tests.emulator.conftest import client
from tests.emulator.runtime.platform import Platform, showing

KV = [{"type": "kv_namespace", "name": "KV", "namespace_id": "a/b c"}]


def values(platform: Platform, key: str) -> str:
    return f"{platform.api}/storage/kv/namespaces/a%2Fb%20c/values/{key}"


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


@pytest.mark.parametrize(
    ("taken", "refused", "says"),
    [
        (
            "put('k', 'v', { expirationTtl: 60 })",
            "put('k', 'v', { expirationTtl: 59 })",
            "PUT failed: 400 Invalid expira",
        ),
        (
            "put('k', 'v', { expiration: NOW + 9999 })",
            "put('k', 'v', { expiration: NOW })",
            "PUT failed: 400 Invalid expira",
        ),
        ("put(LONG, 'v')", "put(LONG + 'k', 'v')", "PUT failed: 414 UTF-8 encoded length of 513 exceeds"),
        (
            "list({ prefix: LONG })",
            "list({ prefix: LONG + 'k' })",
            "GET failed: 414 UTF-8 encoded length of 513 exceeds",
        ),
        ("put('k', 'v', META(1022))", "put('k', 'v', META(1023))", "PUT failed: 413 Metadata length of 1025 exceeds"),
        ("put('k', SIZED(26214400))", "put('k', SIZED(26214401))", "PUT failed: 413 Value length of 26214401 exceeds"),
        ("put('k', STREAM(26214400))", "put('k', STREAM(200000000))", "PUT failed: 413 Value length of "),
        ("list({ limit: 1000 })", "list({ limit: 1001 })", "GET failed: 400 Invalid key_count_limit of 1001"),
        (
            "get('k', { cacheTtl: 30 })",
            "get('k', { cacheTtl: 29 })",
            "GET failed: 400 A value is cached for 30 seconds",
        ),
        ("get(KEYS(100))", "get(KEYS(101))", "failed: 400 You can request from 1 to 100 keys"),
        ("get(['k'], 'json')", "get(['k'], 'stream')", "failed: 400 Values come as text or json, not as stream"),
    ],
)
def test_kv_is_held_to_its_limits(platform: Platform, taken: str, refused: str, says: str) -> None:
    worker = f"""
    const LONG = "ü".repeat(256);
    const META = (length) => ({{ metadata: "m".repeat(length) }});
    const SIZED = (length) => new Uint8Array(length), KEYS = (count) => Array(count).fill("k");
    const STREAM = (length) => {{
      const {{ readable, writable }} = new FixedLengthStream(length);
      const write = async () => {{
        const writer = writable.getWriter(), piece = new Uint8Array(1000000);
        for (let rest = length; rest > 0; rest -= piece.length) await writer.write(piece.subarray(0, rest));
        await writer.close();
      }};
      write().catch(() => {{}});
      return readable;
    }};
    export default {{ async fetch(request, env) {{
      const NOW = Math.floor(Date.now() / 1000);
      await env.KV.{taken};
      return new Response(await env.KV.{refused}.then(() => "taken", (error) => error.message));
    }} }}"""
    platform.deploy("shop", worker, bindings=KV)

    assert says in platform.says("shop")


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


class StandingClock(Clock):
    """A clock that stands still between two steps."""

    moment = 0.0

    def seconds(self) -> float:
        return self.moment


def test_a_key_may_be_held_to_one_write_per_second() -> None:
    clock = StandingClock()
    store = KvStore(opened(None), clock, most_bytes=10_000)

    def put(key: str, namespace_id: str = "n") -> int:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"v"}

        scope = {"type": "http", "method": "PUT", "raw_path": key.encode(), "query_string": b"", "headers": []}
        namespace = KvNamespace(store, "account", namespace_id)
        return asyncio.run(kv.answer(namespace, Request(scope, receive))).status_code

    assert [put("/a"), put("/a")] == [200, 200]
    store.is_paced = True
    assert [put("/a"), put("/a"), put("/b"), put("/a", "other")] == [200, 429, 200, 200]
    clock.moment = 0.9
    assert put("/a") == 429
    clock.moment = 1.0
    assert [put("/a"), put("/a")] == [200, 429]
    store.forget()
    assert put("/a") == 200


def test_that_is_a_guess(emulator: Emulator) -> None:
    # The other emulator is asked for because it skips without a runtime.
    with Emulator(runs_workers=True, guesses=Guesses(one_kv_write_per_second=True)) as own, client(own) as http:
        platform = Platform(own, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        puts = "Promise.allSettled(Array.from({ length: 50 }, () => env.KV.put('a', 'v')))"
        reasons = f"(await {puts}).map(({{ reason }}) => reason?.message ?? 'written')"
        platform.deploy("shop", showing(reasons), bindings=KV)
        told = platform.shows("shop")

        # The fifty are written at once, so that a second between each and the next is out of the question.
        assert "KV PUT failed: 429 Too Many Requests: a key is written once per second." in told
        assert "written" in told
