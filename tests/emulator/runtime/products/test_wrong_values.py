"""What KV, D1 and the emulator's own answers do with values that nobody means: refused in words, never a failure."""

from typing import Any

import httpx
import pytest

from tenantry_emulator import WrongArgument
from tests.emulator.runtime.platform import Platform, showing

KV = [{"type": "kv_namespace", "name": "KV", "namespace_id": "n"}]
D1 = [{"type": "d1", "name": "DB", "id": "d"}]
ENDLESS = "SELECT 1e999 AS above, -1e999 AS below, CAST(x'ff61' AS TEXT) AS text"
KEYS = "/storage/kv/namespaces/n/keys"
VALUE = "/storage/kv/namespaces/n/values/key"


def test_d1_answers_what_json_does_not_have(platform: Platform) -> None:
    platform.deploy("shop", showing(f'await env.DB.prepare("{ENDLESS}").first()'), bindings=D1)

    assert platform.shows("shop") == {"above": None, "below": None, "text": "\ufffda"}
    (found,) = platform.account.granted("POST", f"{platform.api}/d1/database/d/query", json={"sql": ENDLESS})
    assert found["results"] == [{"above": None, "below": None, "text": "\ufffda"}]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"sql": 5}, "/sql"),
        ({"sql": "SELECT ?", "params": {"a": 1}}, "/params"),
        ({"sql": "SELECT ?", "params": "x"}, "/params"),
        ({"batch": {}}, "/batch"),
        ({"batch": []}, "/batch"),
        ({"batch": [{"sql": "SELECT 1"}, 5]}, "/batch/1"),
        ([{"sql": "SELECT 1"}], "/"),
    ],
)
def test_a_request_of_d1_that_says_nothing_is_refused(platform: Platform, body: Any, pointer: str) -> None:
    status, code, message = platform.account.refused("POST", f"{platform.api}/d1/database/d/raw", json=body)

    assert (status, code) == (400, 7500)
    assert message.startswith(f"The body is wrong at {pointer}: ")


@pytest.mark.parametrize("seconds", ["1e30", "99999999999999999999999999"])
def test_kv_refuses_a_time_that_no_clock_shows(platform: Platform, seconds: str) -> None:
    put = f"await env.KV.put('key', 'value', {{ expirationTtl: {seconds} }}).then(() => 'taken', () => 'refused')"
    platform.deploy("shop", showing(put), bindings=KV)

    assert platform.shows("shop") == "refused"
    for field in ("expiration_ttl", "expiration"):
        url = f"{platform.api}{VALUE}?{field}={'9' * 30}"
        assert platform.account.refused("PUT", url, content=b"v")[:2] == (400, 10004)


@pytest.mark.parametrize("limit", ["", "0", "-1", "x", "1001", "9" * 5000])
def test_kv_refuses_a_limit_that_is_none(platform: Platform, limit: str) -> None:
    assert platform.account.refused("GET", f"{platform.api}{KEYS}", params={"limit": limit})[0] == 400


def test_kv_refuses_a_form_without_a_value(platform: Platform) -> None:
    parts = {"values": (None, b"v"), "metadata": (None, b"{}")}

    assert platform.account.refused("PUT", f"{platform.api}{VALUE}", files=parts)[0] == 400


def test_nothing_is_said_of_what_is_not_there(platform: Platform) -> None:
    emulator, account_id = platform.emulator, platform.account_id
    platform.deploy("shop", showing("1"))

    assert emulator.logs("production", "shop", account_id=account_id) == []
    assert emulator.logs(None, account_id=account_id) == []
    for namespace, script in (("prodution", ""), ("production", "shpo"), (None, "shop")):
        with pytest.raises(WrongArgument, match="There is not a "):
            emulator.logs(namespace, script, account_id=account_id)
    with pytest.raises(WrongArgument, match="There is not a script 'shpo' in production"):
        emulator.assets("production", "shpo", account_id=account_id)


def test_a_queue_that_nobody_reads_does_not_grow_for_ever(platform: Platform) -> None:
    code = """
    export default { async fetch(request, env) {
      const batch = Array(100).fill({ body: "x".repeat(2500), contentType: "text" });
      let sent = 0;
      try {
        for (;; sent++) await env.QUEUE.sendBatch(batch);
      } catch (error) {
        return Response.json([sent, error.message]);
      }
    } }"""
    platform.deploy("shop", code, bindings=[{"type": "queue", "name": "QUEUE", "queue_name": "unread"}])
    # Some 25,000 messages, on a machine that may be busy.
    sent, complaint = platform.shows("shop", timeout=60)

    # 64 MiB, and 100 bytes beside each message.
    assert 64 * 2**20 < sent * 100 * 2600 <= 64 * 2**20 + 260_000
    assert complaint.endswith("(10251)")
    url = str(httpx.URL(platform.emulator.url, path="/__emulator/messages"))
    platform.account.granted("DELETE", url, params={"account_id": platform.account_id, "queue_name": "unread"})
    assert platform.shows("shop", timeout=60) == [sent, complaint]


def test_a_value_without_an_end_is_cut_off_and_harms_nobody(platform: Platform) -> None:
    stream = 'new ReadableStream({ type: "bytes", pull: (it) => it.enqueue(new Uint8Array(1e6)) })'
    platform.deploy("shop", showing(f"await env.KV.put('key', {stream}).catch(String)"), bindings=KV)

    assert platform.shows("shop") == "Error: Network connection lost."
    assert platform.account.granted("GET", f"{platform.api}{KEYS}") == []
    assert platform.emulator.failures == []
