"""The client objects of the low-level functions."""

from threading import Barrier, Thread

import httpx

from tenantry_api import AuthenticatedClient, Client
from tenantry_api.api.namespaces import get_namespace

from .recording import TOKEN, Server


def test_it_waits_for_a_finite_time() -> None:
    with Client("http://localhost") as client:
        assert httpx.Timeout(60, connect=10) == client.get_httpx_client().timeout


def test_it_asks_for_json(server: Server) -> None:
    with Client(server.url) as client:
        get_namespace.sync("account", "production", client=client)

    assert server.requests[0].headers["accept"] == "application/json"


def test_another_accept_wins(server: Server) -> None:
    with Client(server.url, headers={"accept": "text/plain"}) as client:
        get_namespace.sync("account", "production", client=client)

    assert server.requests[0].headers["accept"] == "text/plain"


def test_the_token_is_sent_and_not_written_into_the_headers_given(server: Server) -> None:
    headers = {"X-Trace": "1"}
    with AuthenticatedClient(server.url, TOKEN, headers=headers) as client:
        get_namespace.sync("account", "production", client=client)

    assert headers == {"X-Trace": "1"}
    assert f"Bearer {TOKEN}" == server.requests[0].headers["authorization"]


def test_an_address_and_a_key_authenticate_too(server: Server) -> None:
    with Client(server.url, headers={"X-Auth-Email": "me@example.com", "X-Auth-Key": TOKEN}) as client:
        get_namespace.sync("account", "production", client=client)

    assert server.requests[0].headers["x-auth-key"] == TOKEN


def test_no_credential_is_printed() -> None:
    client = AuthenticatedClient(
        "http://localhost",
        TOKEN,
        headers={"X-Auth-Key": TOKEN},
        cookies={"session": TOKEN},
        httpx_args={"auth": ("me", TOKEN)},
    )

    assert TOKEN not in repr(client)
    assert "http://localhost" in repr(client)


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.status = 307
    with AuthenticatedClient(server.url, TOKEN) as client:
        assert get_namespace.sync_detailed("account", "production", client=client).status_code == 307

    assert len(server.requests) == 1


def test_any_httpx_client_can_send(server: Server) -> None:
    with httpx.Client(base_url="http://unused", headers={"X-Mine": "yes"}) as mine:
        client = AuthenticatedClient(server.url, TOKEN).set_httpx_client(mine)
        get_namespace.sync("account", "production", client=client)

    assert server.requests[0].headers["x-mine"] == "yes"
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_threads_share_one_httpx_client() -> None:
    made: list[httpx.Client] = []
    start = Barrier(8)
    with Client("http://localhost") as client:

        def first_use() -> None:
            start.wait()
            made.append(client.get_httpx_client())

        threads = [Thread(target=first_use) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(made) == 8
    assert len(set(made)) == 1


def test_a_client_with_other_settings_leaves_the_first_one_alone() -> None:
    with Client("http://localhost", headers={"A": "1"}) as first:
        sent = first.get_httpx_client().headers
        with first.with_headers({"B": "2"}) as second, first.with_timeout(httpx.Timeout(5)) as third:
            assert (second.get_httpx_client().headers["a"], second.get_httpx_client().headers["b"]) == ("1", "2")
            assert httpx.Timeout(5) == third.get_httpx_client().timeout

        assert "b" not in sent
        assert httpx.Timeout(60, connect=10) == first.get_httpx_client().timeout


def test_no_limit_has_to_be_asked_for() -> None:
    with Client("http://localhost", timeout=None) as client:
        assert httpx.Timeout(None) == client.get_httpx_client().timeout
