"""Settings of the environment with which no connection can be opened: told by their names, and without their values."""

from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

import tenantry
from tests.client.support.flavours import ACCOUNT, TOKEN

OPTIONS: dict[str, Any] = {"account_id": ACCOUNT, "api_token": TOKEN, "base_url": "http://127.0.0.1:9", "rate": None}
OPTIONS["retries"] = 0

SETTINGS = {
    "a proxy over SOCKS": ("ALL_PROXY", "socks5://user:canary@127.0.0.1:9", "httpx[socks]"),
    "in lower case": ("all_proxy", "socks5://127.0.0.1:9", "httpx[socks]"),
    "a proxy of another scheme": ("HTTPS_PROXY", "ftp://user:canary@host", "not a proxy"),
    "a proxy without a port": ("http_proxy", "http://user:canary@host:port", "not a proxy"),
    "a list that is none": ("NO_PROXY", "[::1:80", "not a proxy"),
    "certificates that are none": ("SSL_CERT_FILE", __file__, "no certificate"),
    "a log of keys in no folder": ("SSLKEYLOGFILE", "/nonexistent/keys", "No such file"),
}

if httpx.__version__ >= "0.28":
    # Before, it uses the certificates that it has where these are not there.
    SETTINGS["certificates that are not there"] = ("SSL_CERT_FILE", "/nonexistent.pem", "No such file")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def refusal(flavour: str) -> str:
    """Why a new client cannot send."""
    if flavour == "blocking":
        with pytest.raises(tenantry.NotSent) as caught:
            tenantry.Client(**OPTIONS)
    else:
        client = tenantry.AsyncClient(**OPTIONS)
        with pytest.raises(tenantry.NotSent) as caught:
            anyio.run(client.list_namespaces, backend=flavour)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    return str(caught.value)


@pytest.mark.parametrize(("name", "value", "why"), SETTINGS.values(), ids=SETTINGS)
def test_a_setting_is_named(flavour: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str) -> None:
    monkeypatch.setenv(name, value)
    text = refusal(flavour)

    assert text.startswith(f"No connection can be opened, because of {name}: ")
    assert why in text
    assert "canary" not in text


def test_only_the_setting_that_is_wrong_is_named(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "proxy.example:8080")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    monkeypatch.setenv("ALL_PROXY", "socks5h://proxy.example")
    monkeypatch.setenv("NO_PROXY", "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(Path(__file__).parents[1] / "responses" / "untrusted.pem"))

    assert "because of ALL_PROXY: " in refusal(flavour)


def test_the_raw_client_says_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", __file__)
    client = tenantry.AsyncClient(**OPTIONS)

    async def main() -> None:
        with pytest.raises(tenantry.NotSent, match="SSL_CERT_FILE"):
            _ = client.api

    anyio.run(main)
