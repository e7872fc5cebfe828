"""Whose credentials are sent, and which are refused."""

from typing import Any

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask

KEY = "a-key-that-nobody-must-see-in-any-text"
MAIL = "ops@example.com"

Environment = pytest.MonkeyPatch


@pytest.fixture
def bare(flavour: str, server: Server) -> Ask:
    """A client without arguments but the server's address."""
    server.succeed([])
    return Ask(flavour, {"base_url": server.url})


def sent_by(ask: Ask, server: Server, **options: Any) -> dict[str, str]:
    """Where a request goes, and its credentials."""
    ask(lambda client: client.list_namespaces(), **options)
    names = ("authorization", "x-auth-email", "x-auth-key")
    (request,) = server.requests
    return {
        "account": request.path.split("/")[4],
        **{name: request.headers[name] for name in names if name in request.headers},
    }


def refusal(ask: Ask, server: Server, **options: Any) -> str:
    """Why nothing is sent."""
    with pytest.raises(tenantry.NotSent) as caught:
        ask(lambda client: client.list_namespaces(), **options)
    assert server.requests == []
    return str(caught.value)


def test_a_token_is_a_bearer(bare: Ask, server: Server) -> None:
    sent = sent_by(bare, server, account_id=ACCOUNT, api_token=TOKEN)

    assert {"account": ACCOUNT, "authorization": f"Bearer {TOKEN}"} == sent


def test_a_key_goes_with_its_mail_address(bare: Ask, server: Server) -> None:
    sent = sent_by(bare, server, account_id=ACCOUNT, api_key=KEY, api_email=MAIL)

    assert sent == {"account": ACCOUNT, "x-auth-email": MAIL, "x-auth-key": KEY}


def test_the_environment_is_enough(bare: Ask, server: Server, monkeypatch: Environment) -> None:
    monkeypatch.setenv("CLOUDFLARE_BASE_URL", server.url)
    monkeypatch.setenv("CLOUDFLARE_ACCOUNT_ID", ACCOUNT)
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", TOKEN)
    sent = sent_by(bare, server, base_url=None)

    assert {"account": ACCOUNT, "authorization": f"Bearer {TOKEN}"} == sent


def test_the_environment_may_hold_a_key(bare: Ask, server: Server, monkeypatch: Environment) -> None:
    monkeypatch.setenv("CLOUDFLARE_API_KEY", KEY)
    monkeypatch.setenv("CLOUDFLARE_EMAIL", MAIL)
    sent = sent_by(bare, server, account_id=ACCOUNT)

    assert sent == {"account": ACCOUNT, "x-auth-email": MAIL, "x-auth-key": KEY}


def test_arguments_win_over_the_environment(bare: Ask, server: Server, monkeypatch: Environment) -> None:
    monkeypatch.setenv("CLOUDFLARE_BASE_URL", "http://127.0.0.1:9/nowhere")
    monkeypatch.setenv("CLOUDFLARE_ACCOUNT_ID", "another-account")
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", "another-token")
    sent = sent_by(bare, server, account_id=ACCOUNT, api_key=KEY, api_email=MAIL)

    assert sent == {"account": ACCOUNT, "x-auth-email": MAIL, "x-auth-key": KEY}


def test_an_empty_variable_is_none(bare: Ask, server: Server, monkeypatch: Environment) -> None:
    for name in ("API_KEY", "EMAIL", "BASE_URL"):
        monkeypatch.setenv(f"CLOUDFLARE_{name}", "")
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", TOKEN)
    sent = sent_by(bare, server, account_id=ACCOUNT)

    assert {"account": ACCOUNT, "authorization": f"Bearer {TOKEN}"} == sent


def test_no_credentials_are_refused(bare: Ask, server: Server) -> None:
    assert refusal(bare, server, account_id=ACCOUNT) == "No credentials: set CLOUDFLARE_API_TOKEN, or pass api_token=."


def test_no_account_is_refused(bare: Ask, server: Server) -> None:
    assert refusal(bare, server, api_token=TOKEN) == "No account: set CLOUDFLARE_ACCOUNT_ID, or pass account_id=."


def test_a_token_and_a_key_are_one_too_many(bare: Ask, server: Server) -> None:
    text = refusal(bare, server, account_id=ACCOUNT, api_token=TOKEN, api_key=KEY, api_email=MAIL)

    assert "Both api_token= and api_key= are given" in text
    assert TOKEN not in text
    assert KEY not in text


def test_a_token_in_the_environment_comes_before_a_key(bare: Ask, server: Server, monkeypatch: Environment) -> None:
    monkeypatch.setenv("CLOUDFLARE_API_KEY", KEY)
    monkeypatch.setenv("CLOUDFLARE_EMAIL", MAIL)
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", TOKEN)
    sent = sent_by(bare, server, account_id=ACCOUNT)

    assert {"account": ACCOUNT, "authorization": f"Bearer {TOKEN}"} == sent


def test_half_of_a_pair_is_not_completed_from_the_environment(
    bare: Ask, server: Server, monkeypatch: Environment
) -> None:
    monkeypatch.setenv("CLOUDFLARE_EMAIL", MAIL)

    assert "api_key= needs api_email= beside it" in refusal(bare, server, account_id=ACCOUNT, api_key=KEY)
    assert "CLOUDFLARE_EMAIL needs CLOUDFLARE_API_KEY" in refusal(bare, server, account_id=ACCOUNT)


UNSENDABLE = ["secret\n", "two words", "secret\r\nX-Forged: yes", "geheimnisß", "\ud800secret", "secret\x00", b"secret"]


@pytest.mark.parametrize("value", UNSENDABLE, ids=ascii)
@pytest.mark.parametrize("argument", ["api_token", "api_key"])
def test_what_no_header_can_carry_is_refused_and_not_repeated(
    bare: Ask, server: Server, argument: str, value: Any
) -> None:
    mail = {} if argument == "api_token" else {"api_email": MAIL}
    text = refusal(bare, server, account_id=ACCOUNT, **{argument: value}, **mail)

    assert argument in text
    assert "secret" not in text
    assert "geheimnis" not in text


def test_an_empty_token_is_not_looked_up_elsewhere(bare: Ask, server: Server, monkeypatch: Environment) -> None:
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", TOKEN)

    assert refusal(bare, server, account_id=ACCOUNT, api_token="") == "api_token= is empty."


NO_URLS = [
    "",
    "api.cloudflare.com",
    "ftp://api.cloudflare.com",
    "https://",
    "http://[::1",
    "http://xn--zz-.example/",
    f"http://{'a' * 70}.example/",
    "http://host:port/",
    "http://host:99999/",
    "http://ho st/",
    "https://host/\n",
    "https://host/\ud800",
    "https://host/?query",
    "https://host/#fragment",
    b"https://host",
    5,
]


@pytest.mark.parametrize("url", NO_URLS, ids=ascii)
def test_a_base_url_that_cannot_be_used_is_refused(bare: Ask, server: Server, url: Any) -> None:
    assert "base_url" in refusal(bare, server, account_id=ACCOUNT, api_token=TOKEN, base_url=url)


def test_a_base_url_with_a_password_is_refused_without_it(bare: Ask, server: Server) -> None:
    with_password = server.url.replace("http://", "http://ops:password@")
    text = refusal(bare, server, account_id=ACCOUNT, api_token=TOKEN, base_url=with_password)

    assert "base_url" in text
    assert "password@" not in text


def test_a_slash_at_the_end_of_the_base_url_makes_no_difference(bare: Ask, server: Server) -> None:
    bare(lambda client: client.list_namespaces(), base_url=server.url + "/", account_id=ACCOUNT, api_token=TOKEN)

    assert f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces" == server.requests[0].target


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), "60", None, True, 10**400], ids=repr)
def test_a_timeout_that_cannot_be_used_is_refused(bare: Ask, server: Server, timeout: Any) -> None:
    assert "timeout" in refusal(bare, server, account_id=ACCOUNT, api_token=TOKEN, timeout=timeout)
