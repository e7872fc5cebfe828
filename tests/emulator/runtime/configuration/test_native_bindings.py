"""Bindings at work; those with a store behind them have tests of their own."""

import base64
import hmac
from typing import Any

import pytest

from tests.emulator.account import PRODUCTION
from tests.emulator.runtime.platform import Platform, answering, showing

KEY = base64.b64encode(b"0" * 32).decode()
PKCS8 = (
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvj"
    "BeBSDZH2r1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G"
)
# What a user Worker may be bound to that is not emulated.
OTHERS: list[dict[str, Any]] = [
    {"type": "ai"},
    {"type": "analytics_engine", "dataset": "d"},
    {"type": "browser"},
    {"type": "hyperdrive", "id": "h"},
    {"type": "images"},
    {"type": "r2_bucket", "bucket_name": "b"},
    {"type": "ratelimit", "namespace_id": "1", "simple": {"limit": 10, "period": 60}},
    {"type": "send_email"},
    {"type": "vectorize", "index_name": "i"},
    {"type": "worker_loader"},
    {"type": "workflow", "workflow_name": "w"},
    {"type": "service", "service": "shop", "binding_interface": "kv"},
]


def test_texts_and_json_are_what_was_sent(platform: Platform) -> None:
    awkward = '"quoted" \\ $(x) \'y\' \n\t\r \x00 \x7f ) ], äöü 🎉 embed "/etc/passwd"'
    value = {"a": [1, 2.5, None, True], "b": awkward}
    bindings = [
        {"type": "plain_text", "name": "TEXT", "text": awkward},
        {"type": "json", "name": "JSON", "json": value},
        {"type": "secret_text", "name": "SECRET", "text": awkward},
        {"type": "plain_text", "name": "EMPTY", "text": ""},
        {"type": "plain_text", "name": 'A "name"', "text": "n"},
    ]
    platform.deploy("shop", showing("env"), bindings=bindings)
    expected = {"TEXT": awkward, "JSON": value, "SECRET": awkward, "EMPTY": "", 'A "name"': "n"}

    assert platform.shows("shop") == expected


def test_what_is_inherited_works_on(platform: Platform) -> None:
    secret = {"type": "secret_text", "name": "KEY", "text": "k"}
    platform.deploy("shop", showing("1"), bindings=[secret, {"type": "plain_text", "name": "OLD", "text": "o"}])
    inherited = [{"type": "inherit", "name": "KEY"}, {"type": "inherit", "name": "NEW", "old_name": "OLD"}]
    platform.deploy("shop", showing("env"), bindings=inherited)

    assert platform.shows("shop") == {"KEY": "k", "NEW": "o"}


def test_a_secret_key_is_a_key_of_webcrypto(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request, env) {
        const data = new TextEncoder().encode("text");
        const signature = await crypto.subtle.sign("HMAC", env.RAW, data);
        const other = await crypto.subtle.sign("HMAC", env.JWK, data);
        const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, env.PKCS8, data);
        const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
        return Response.json([hex(signature), hex(other), signed.byteLength, env.RAW.extractable]);
      },
    };
    """
    key = {"type": "secret_key", "algorithm": {"name": "HMAC", "hash": "SHA-256"}, "usages": ["sign"]}
    jwk = {"kty": "oct", "k": base64.urlsafe_b64encode(b"0" * 32).decode().rstrip("="), "alg": "HS256"}
    elliptic = {"name": "ECDSA", "namedCurve": "P-256"}
    bindings = [
        {**key, "name": "RAW", "format": "raw", "key_base64": KEY},
        {**key, "name": "JWK", "format": "jwk", "key_jwk": jwk},
        {**key, "name": "PKCS8", "format": "pkcs8", "algorithm": elliptic, "key_base64": PKCS8},
    ]
    platform.deploy("shop", code, bindings=bindings)

    signature = hmac.digest(b"0" * 32, b"text", "sha256").hex()
    assert platform.shows("shop") == [signature, signature, 64, False]


def test_version_metadata_says_which_version_runs(platform: Platform) -> None:
    bindings = [{"type": "version_metadata", "name": "VERSION"}]
    platform.deploy("shop", showing("env.VERSION"), bindings=bindings)
    first = platform.shows("shop")
    assert platform.shows("shop") == first
    platform.deploy("shop", showing("env.VERSION"), bindings=bindings)
    second = platform.shows("shop")

    assert {"id", "tag", "timestamp"} == set(first)
    assert first["id"] != second["id"]
    assert second["timestamp"] == platform.account.granted("GET", f"{PRODUCTION}/scripts/shop")["script"]["modified_on"]


@pytest.mark.parametrize("binding", OTHERS, ids=lambda binding: binding["type"])
def test_a_binding_that_is_not_emulated_is_there_and_says_so_when_it_is_used(
    platform: Platform, binding: dict[str, Any]
) -> None:
    code = """
    export default {
      async fetch(request, env) {
        if (new URL(request.url).pathname === "/use") await env.THING.run("x");
        return new Response("ready " + typeof env.THING);
      },
    };
    """
    platform.deploy("shop", code, bindings=[{**binding, "name": "THING"}])
    answer = platform.ask("shop", "/use")

    assert platform.says("shop") == "ready object"
    assert answer.status_code == 500
    assert "The binding THING is of type " + binding["type"] in answer.text
    assert "does not emulate" in answer.text


def test_a_trusted_namespace_has_request_cf_and_an_untrusted_one_has_not(platform: Platform) -> None:
    platform.deploy("shop", answering("typeof request.cf"))
    assert platform.says("shop") == "undefined"
    platform.account.granted("PATCH", PRODUCTION, json={"trusted_workers": True})

    assert platform.says("shop") == "object"


def test_the_cache_api_keeps_nothing(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request) {
        await caches.default.put(request.url, new Response("kept", { headers: { "cache-control": "max-age=60" } }));
        const { url } = request;
        return Response.json([await caches.default.match(url) ?? null, await caches.default.delete(url)]);
      },
    };
    """
    platform.deploy("shop", code)

    assert platform.shows("shop") == [None, False]
