"""Registered credentials: who is known, what they may do, and for how long."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from tenantry_emulator import Emulator, WrongArgument
from tests.emulator.account import PRODUCTION, Account
from tests.emulator.conftest import NO_CERTIFICATES, client
from tests.emulator.site import SHOP, Site, refusal

READER, WRITER = "reader-token", "writer-token"


@pytest.fixture
def guarded() -> Iterator[Emulator]:
    """An emulator that knows a token that may read, and one that may do everything."""
    with Emulator() as emulator:
        emulator.register_token(READER, permissions=["Workers Scripts Read"])
        emulator.register_token(WRITER)
        yield emulator


def get(emulator: Emulator, **headers: str) -> httpx.Response:
    url = f"{emulator.url}/accounts/{emulator.account_id}/workers/dispatch/namespaces"
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(url, headers=sent, trust_env=False, verify=NO_CERTIFICATES)


@pytest.mark.parametrize("token", [READER, WRITER])
def test_a_registered_token_is_known(guarded: Emulator, token: str) -> None:
    assert get(guarded, authorization=f"Bearer {token}").status_code == 200


@pytest.mark.parametrize("token", ["stranger", "any-token-will-do", READER.upper()])
def test_a_token_that_is_not_registered_is_unknown(guarded: Emulator, token: str) -> None:
    answer = get(guarded, authorization=f"Bearer {token}")

    assert refusal(answer) == (401, 10000)
    assert token not in answer.text


def test_a_token_that_may_read_may_not_write(guarded: Emulator) -> None:
    with client(guarded) as http:
        http.headers["Authorization"] = f"Bearer {WRITER}"
        account = Account(http)
        account.granted("POST", "/namespaces", json={"name": "production"})
        account.deploy("shop", tags=["pro"])
        session = Site(account, SHOP).open()
        http.headers["Authorization"] = f"Bearer {READER}"

        assert account.granted("GET", f"{PRODUCTION}/scripts/shop/tags") == ["pro"]
        for method, path in (("DELETE", PRODUCTION), ("PUT", f"{PRODUCTION}/scripts/shop"), ("POST", "/namespaces")):
            assert account.refused(method, path) == (403, 10000, "Authentication error")
        assert account.granted("GET", PRODUCTION)["script_count"] == 1
        site = Site(account, SHOP)
        assert site.send(session["jwt"], map(site.part, session["buckets"][0])).status_code == 201


def test_a_key_is_known_with_its_mail_address_alone(guarded: Emulator) -> None:
    guarded.register_key("ops@example.com", "the-key")

    assert get(guarded, x_auth_email="ops@example.com", x_auth_key="the-key").status_code == 200
    assert refusal(get(guarded, x_auth_email="dev@example.com", x_auth_key="the-key")) == (401, 10000)
    assert refusal(get(guarded, x_auth_email="ops@example.com", x_auth_key="a-key")) == (401, 10000)


def test_a_token_expires(guarded: Emulator) -> None:
    guarded.register_token("brief", expires_on=datetime.now(UTC) + timedelta(hours=1))

    assert get(guarded, authorization="Bearer brief").status_code == 200
    guarded.clock.advance(3600)
    assert refusal(get(guarded, authorization="Bearer brief")) == (401, 10000)


def test_a_permission_that_nothing_asks_for_is_an_error_of_the_caller(guarded: Emulator) -> None:
    with pytest.raises(WrongArgument, match=r"no operation asks for Workers Script Read; .* Workers Scripts Read"):
        guarded.register_token("typo", permissions=["Workers Script Read"])


@pytest.mark.parametrize("token", ["", " a", "a\n"])
def test_a_token_that_no_header_can_carry_cannot_be_registered(guarded: Emulator, token: str) -> None:
    with pytest.raises(
        WrongArgument, match=r"token takes a text that is not empty|a token is a text without spaces around it"
    ):
        guarded.register_token(token)


def test_a_token_can_be_registered_over_http() -> None:
    with Emulator() as emulator:
        url = f"http://127.0.0.1:{emulator.port}/__emulator/tokens"
        wrong = {"token": "t", "permissions": ["typo"]}
        with httpx.Client(trust_env=False, verify=NO_CERTIFICATES) as http:
            assert refusal(http.post(url, json=wrong)) == (400, 99400)
            assert http.post(url, json={"token": READER, "permissions": ["Workers Tail Read"]}).status_code == 200

        assert get(emulator, authorization=f"Bearer {READER}").status_code == 200
        assert refusal(get(emulator, authorization="Bearer stranger")) == (401, 10000)


def test_credentials_are_in_no_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("state")
    with Emulator(state=folder / "state") as emulator, client(emulator) as http:
        emulator.register_token(WRITER)
        http.headers["Authorization"] = f"Bearer {WRITER}"
        Account(http).granted("POST", "/namespaces", json={"name": "production"})
        Site(Account(http), SHOP).deploy()

    assert not any(WRITER.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"token": 5}, "token takes a text"),
        ({"token": ""}, "token takes a text"),
        ({"permissions": "Workers Scripts Read"}, r"permissions takes a list, such as \['Workers Scripts Read'\]"),
        ({"expires_on": datetime(2027, 1, 1)}, "a time with its zone"),
        ({"expires_on": datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))}, "the years 1 to 9999"),
        ({"expires_on": "tomorrow"}, "expires_on takes datetime, not 'tomorrow'"),
    ],
)
def test_a_token_that_cannot_be_registered_is_refused_at_once(
    emulator: Emulator, wrong: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(WrongArgument, match=complaint):
        emulator.register_token(**{"token": "reader", **wrong})
