"""KV over the API, which needs no runtime: held to the same limits as in Workers, and to a bound of what it holds."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tenantry_emulator import Bounds, Emulator
from tests.emulator.account import Account
from tests.emulator.conftest import client

MIB = 2**20
LONG = "%C3%BC" * 256
SMALL = {"expiration_ttl": "60"}


def kv(account: Account, path: str) -> str:
    """Where the API has it."""
    return str(account.http.base_url).replace("workers/dispatch/", f"storage/kv/namespaces/n/{path}")


def sized(metadata: int) -> dict[str, Any]:
    """A value with metadata of so many bytes, which are more as JSON with escapes, and with spaces."""
    text = json.dumps({"é": 1, "text": "m" * (metadata - 18)}, ensure_ascii=False)
    return {"files": {"value": (None, b"v"), "metadata": (None, text.encode())}}


def keys(count: int) -> dict[str, Any]:
    return {"json": {"keys": ["k"] * count}}


def pairs(count: int) -> dict[str, Any]:
    return {"json": [{"key": f"k{number}", "value": "v"} for number in range(count)]}


def padded(length: int) -> dict[str, Any]:
    return {"content": b"[%s]" % (b" " * (length - 2))}


@pytest.mark.parametrize(
    ("method", "path", "taken", "refused", "status"),
    [
        ("PUT", "values/k", {"content": bytes(25 * MIB)}, {"content": bytes(25 * MIB + 1)}, 413),
        ("PUT", "values/k", sized(1024), sized(1025), 413),
        ("PUT", "values/k", {"params": {"expiration_ttl": "60"}}, {"params": {"expiration_ttl": "59"}}, 400),
        ("PUT", "values/k", {"params": {"expiration": "9999999999999"}}, {"params": {"expiration": "1"}}, 400),
        ("GET", "keys", {"params": {"limit": "10"}}, {"params": {"limit": "9"}}, 400),
        ("GET", "keys", {"params": {"limit": "1000"}}, {"params": {"limit": "1001"}}, 400),
        ("GET", "keys", {"params": {"prefix": "p" * 512}}, {"params": {"prefix": "p" * 513}}, 414),
        ("POST", "bulk/get", keys(100), keys(101), 400),
        ("POST", "bulk/delete", {"json": ["k"] * 10_000}, {"json": ["k"] * 10_001}, 400),
        ("PUT", "bulk", pairs(10_000), pairs(10_001), 400),
        ("PUT", "bulk", padded(100_000_000), padded(100_000_001), 413),
        ("PUT", "bulk", {"json": [{"key": "k", "value": "v", "metadata": {}}]}, {"json": [{"key": "k"}]}, 400),
        (
            "PUT",
            "bulk",
            {"json": [{"key": "k", "value": "dg==", "base64": True}]},
            {"json": [{"key": "k", "value": "v", "base64": True}]},
            400,
        ),
    ],
)
def test_the_api_is_held_to_the_limits_of_kv(
    account: Account, method: str, path: str, taken: Any, refused: Any, status: int
) -> None:
    account.granted(method, kv(account, path), **taken)

    assert account.refused(method, kv(account, path), **refused)[0] == status


def test_a_key_has_at_most_512_bytes(account: Account) -> None:
    account.granted("PUT", kv(account, f"values/{LONG}"), content=b"v")

    assert account.refused("PUT", kv(account, f"values/{LONG}k"), content=b"v")[:2] == (414, 10004)


def test_many_pairs_are_written_read_and_deleted_at_once(account: Account) -> None:
    sent = [
        {"key": "text", "value": "ü", "metadata": {"m": 1}},
        {"key": "bytes", "value": base64.b64encode(b"v").decode(), "base64": True, "expiration_ttl": 60},
        {"key": "json", "value": "[1]"},
    ]
    done = account.granted("PUT", kv(account, "bulk"), json=sent)
    wanted = {"keys": ["text", "bytes", "none"], "withMetadata": True}
    found = account.granted("POST", kv(account, "bulk/get"), json=wanted)
    as_json = account.granted("POST", kv(account, "bulk/get"), json={"keys": ["json"], "type": "json"})

    assert done == {"successful_key_count": 3, "unsuccessful_keys": []}
    assert found["values"] == {
        "text": {"value": "ü", "metadata": {"m": 1}},
        "bytes": {"value": "v", "metadata": None},
        "none": None,
    }
    assert as_json["values"] == {"json": [1]}
    account.granted("POST", kv(account, "bulk/delete"), json=["text", "none"])
    account.granted("DELETE", kv(account, "bulk"), json=["json"])
    assert [key["name"] for key in account.granted("GET", kv(account, "keys"))] == ["bytes"]


@contextmanager
def small(**options: Any) -> Iterator[tuple[Emulator, Account]]:
    """An account at an emulator whose KV holds 1 MiB."""
    with Emulator(bounds=Bounds(kv_mb=1), runs_workers=False, **options) as emulator, client(emulator) as http:
        yield emulator, Account(http)


def sized_pair(key: str, size: int) -> bytes:
    """A value that makes a pair of so many bytes; 100 are counted beside each."""
    return bytes(size - len(key) - 100)


def put(account: Account, key: str, size: int, **request: Any) -> None:
    account.granted("PUT", kv(account, f"values/{key}"), content=sized_pair(key, size), **request)


def refusal_of(account: Account, key: str) -> tuple[int, int, str]:
    """The refusal of an empty value."""
    return account.refused("PUT", kv(account, f"values/{key}"), content=b"")


def test_what_all_namespaces_hold_is_bounded(tmp_path: Path) -> None:
    with small(state=tmp_path / "state") as (emulator, account):
        other = kv(account, "values/b").replace("/n/", "/another/")
        put(account, "a", MIB // 2)
        account.granted("PUT", other, content=sized_pair("b", MIB // 2))

        assert refusal_of(account, "c") == (
            507,
            99507,
            "All KV namespaces of the account may hold 1 MiB together; Bounds(kv_mb=...) says how much.",
        )
        # In the place of another, and of what was deleted, there is room; and each account has its own.
        put(account, "a", MIB // 2)
        account.granted("DELETE", other)
        put(account, "b", MIB // 2)
        with client(emulator) as http:
            put(Account(http), "c", MIB)
    with small(state=tmp_path / "state") as (emulator, _), client(emulator) as http:
        again = Account(http)
        again.http.base_url = account.http.base_url.copy_with(port=emulator.port)

        assert refusal_of(again, "c")[:2] == (507, 99507)
        emulator.reset()
        put(again, "c", MIB)


def test_what_has_expired_takes_no_room() -> None:
    with small() as (emulator, account):
        put(account, "a", MIB, params=SMALL)
        assert refusal_of(account, "b")[0] == 507
        emulator.clock.advance(61)
        put(account, "b", MIB)
