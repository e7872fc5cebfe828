"""Any request of the API, for what has no verb: paced, repeated and refused as those that have one."""

import pytest

import tenantry
from tenantry._flow import body
from tenantry_api.types import Call
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask

PATH = f"/accounts/{ACCOUNT}/workers/dispatch/namespaces"


def test_the_body_comes_back_as_it_is(ask: Ask, server: Server) -> None:
    server.answer(200, b'{"success": true,  "result": [1]}', content_type="application/json")

    assert ask(lambda client: client.request("GET", f"{PATH}?page=2")) == b'{"success": true,  "result": [1]}'
    assert (server.requests[0].method, server.requests[0].target) == ("GET", f"/client/v4{PATH}?page=2")


def test_what_is_sent_is_sent_as_it_is(ask: Ask, server: Server) -> None:
    server.succeed({})
    ask(lambda client: client.request("POST", PATH, content=b"a b", content_type="text/plain"))

    (sent,) = server.requests
    assert (sent.body, sent.headers["content-type"]) == (b"a b", "text/plain")
    assert sent.headers["authorization"].startswith("Bearer ")


def test_a_success_that_is_none_is_a_refusal(ask: Ask, server: Server) -> None:
    refused = b'{"success": false, "errors": [{"code": 10000, "message": "Authentication error"}]}'
    server.answer(200, refused, content_type="application/json")

    with pytest.raises(tenantry.Denied, match="10000"):
        ask(lambda client: client.request("GET", PATH))


@pytest.mark.parametrize(("method", "is_same"), [("GET", True), ("PUT", True), ("DELETE", True), ("POST", False)])
def test_it_is_repeated_where_twice_is_the_same_as_once(method: str, is_same: bool) -> None:
    call = next(body(method, PATH, b"", "text/plain"))

    assert isinstance(call, Call)
    assert call.repeatable == is_same


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("method", "get"),
        ("method", "GET\r\nX: y"),
        ("path", "accounts"),
        ("path", "/a b"),
        ("path", "/a#b"),
        ("path", "https://other.example/"),
        ("content_type", "text/plain\n"),
    ],
)
def test_what_cannot_be_sent_is_refused(ask: Ask, server: Server, name: str, wrong: str) -> None:
    arguments = {"method": "POST", "path": PATH, "content_type": "text/plain", name: wrong}
    with pytest.raises(tenantry.NotSent, match=f"{name} is a text such as"):
        ask(lambda client: client.request(**arguments, content=b"a"))
    assert server.requests == []


@pytest.mark.parametrize("answer", [b"[1]", b'"a text"', b"not JSON"])
def test_json_of_any_form_comes_back(ask: Ask, server: Server, answer: bytes) -> None:
    server.answer(200, answer, content_type="text/plain" if answer == b"not JSON" else "application/json")

    assert ask(lambda client: client.request("GET", PATH)) == answer
