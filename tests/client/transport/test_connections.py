"""Connections: our own, and those that a user brings."""

from collections.abc import Generator, Iterator
from typing import Any

import anyio
import httpx
import pytest

import tenantry
from tenantry_api.api.namespaces import list_namespaces
from tests.client.servers.recording import Server, listening
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask, async_connections, connections


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    """Another origin."""
    with listening() as other:
        other.succeed([])
        yield other


def test_requests_say_who_sends_them_and_ask_for_json(ask: Ask, server: Server) -> None:
    server.succeed([])
    ask(lambda client: client.list_namespaces())

    headers = server.requests[0].headers
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].startswith(f"tenantry/{tenantry.__version__} ")


def test_a_supplied_client_keeps_its_own_headers_and_ours_win(ask: Ask, server: Server) -> None:
    server.succeed([])
    bring = {"headers": {"X-Mine": "yes", "Accept": "text/html"}, "base_url": "http://127.0.0.1:9/not-here"}
    ask(lambda client: client.list_namespaces(), bring=bring)

    (request,) = server.requests
    assert (request.headers["x-mine"], request.headers["accept"]) == ("yes", "application/json")


def test_a_supplied_client_that_is_closed_is_named(ask: Ask, server: Server) -> None:
    if ask.flavour == "blocking":
        (closed := connections()).close()
        with pytest.raises(tenantry.NotSent, match="http_client is closed"):
            ask.with_connections(closed).list_namespaces()
    else:
        anyio.run((closing := async_connections()).aclose)
        with pytest.raises(tenantry.NotSent, match="http_client is closed"):
            anyio.run(ask.with_connections(closing).list_namespaces, backend=ask.flavour)

    assert server.requests == []


def test_a_supplied_client_of_the_other_kind_is_refused(ask: Ask) -> None:
    other_kind = async_connections() if ask.flavour == "blocking" else connections()
    for wrong in (other_kind, "connections"):
        with pytest.raises(tenantry.NotSent, match="http_client"):
            ask.with_connections(wrong)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_whatever_the_supplied_client_does(
    ask: Ask, server: Server, elsewhere: Server, status: int
) -> None:
    server.answer(status, location=f"{elsewhere.url}/accounts")
    with pytest.raises(tenantry.BadAnswer, match=f"{status}.*redirects are not followed"):
        ask(
            lambda client: client.list_namespaces(),
            bring={"follow_redirects": True},
            api_token=None,
            api_key="the-key",
            api_email="a@b.c",
        )

    assert elsewhere.requests == []
    assert server.requests[0].headers["x-auth-key"] == "the-key"


class Following(httpx.Auth):
    """Credentials of the user's own, and a way of following redirects."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = "Basic b3Bz"
        response = yield request
        if response.is_redirect:
            request.url = httpx.URL(response.headers["location"])
            yield request


def test_credentials_of_a_supplied_client_do_not_replace_ours(ask: Ask, server: Server, elsewhere: Server) -> None:
    server.answer(307, location=f"{elsewhere.url}/accounts")
    with pytest.raises(tenantry.BadAnswer, match="redirects are not followed"):
        ask(lambda client: client.list_namespaces(), bring={"auth": Following()})

    assert elsewhere.requests == []
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_other_options_share_the_connections(ask: Ask, server: Server) -> None:
    server.succeed([])

    if ask.flavour == "blocking":
        ask(lambda client: [client.list_namespaces(), client.with_options(timeout=5).list_namespaces()])
    else:

        async def both(client: tenantry.AsyncClient) -> None:
            await client.list_namespaces()
            await client.with_options(timeout=5).list_namespaces()

        ask(both)
    first, second = server.requests
    assert first.connection == second.connection


def test_other_options_leave_the_client_alone(ask: Ask, server: Server) -> None:
    server.break_off("stays silent")
    with pytest.raises(tenantry.NoAnswer, match=r"within 0\.2 s"):
        ask(lambda client: client.with_options(timeout=0.2).list_namespaces())
    with pytest.raises(tenantry.NoAnswer, match=r"within 0\.2 s"):
        ask(lambda client: slow_and_quick(client)[1].list_namespaces(), timeout=30)

    with pytest.raises(tenantry.NotSent, match="timeout"):
        ask(lambda client: client.with_options(timeout=-1).list_namespaces())


def slow_and_quick(client: Any) -> tuple[Any, Any]:
    return client, client.with_options(timeout=0.2)


def test_the_generated_client_has_the_credentials_and_the_connections(ask: Ask, server: Server) -> None:
    server.succeed([])

    if ask.flavour == "blocking":
        ask(lambda client: [client.list_namespaces(), list_namespaces.sync(ACCOUNT, client=client.api)])
    else:

        async def both(client: tenantry.AsyncClient) -> None:
            await client.list_namespaces()
            await list_namespaces.asyncio(ACCOUNT, client=client.api)

        ask(both)
    first, second = server.requests
    assert (first.target, first.headers, first.connection) == (second.target, second.headers, second.connection)


def test_the_generated_client_returns_refusals(server: Server) -> None:
    server.refuse(100119, status=404)
    with connections() as mine:
        client = tenantry.Client(account_id=ACCOUNT, api_token="t", base_url=server.url, http_client=mine)
        answer = list_namespaces.sync_detailed(ACCOUNT, client=client.api)

    assert answer.status_code == 404


def test_the_generated_client_shows_no_token(ask: Ask) -> None:
    async def shown(client: tenantry.AsyncClient) -> str:
        return repr(client.api)

    text = ask(lambda client: repr(client.api)) if ask.flavour == "blocking" else ask(shown)
    assert "nobody-must-see" not in text


def test_connections_that_the_generated_client_closed_are_opened_again(server: Server) -> None:
    server.succeed([])
    with tenantry.Client(account_id=ACCOUNT, api_token="t", base_url=server.url) as client:
        with client.api as raw:
            list_namespaces.sync(ACCOUNT, client=raw)

        assert client.list_namespaces() == []


def test_the_generated_client_of_an_async_client_needs_an_event_loop() -> None:
    client = tenantry.AsyncClient(account_id=ACCOUNT, api_token="t")
    with pytest.raises(tenantry.NotSent, match="event loop"):
        _ = client.api
