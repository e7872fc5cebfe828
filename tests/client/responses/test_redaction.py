"""Tokens and secrets that an answer repeats come out nowhere."""

import json
from typing import Any

import pytest

import tenantry
from tenantry import events
from tests.client.servers.recording import Server
from tests.client.support.flavours import TOKEN, Ask
from tests.client.support.scripts import DAY, shop
from tests.client.support.verbs import namespace

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY2NvdW50In0.c2lnbmF0dXJl"
TELLTALES = [TOKEN, JWT, JWT.rpartition(".")[0] + "." + "x" * 20_000]


@pytest.mark.parametrize("secret", TELLTALES, ids=["token", "JWT", "long JWT"])
@pytest.mark.parametrize("status", [200, 302, 400, 500])
def test_an_error_repeats_no_secret(ask: Ask, server: Server, status: int, secret: str) -> None:
    told = f"you sent {secret} to us"
    entry = {"code": 1, "message": told, "source": {"pointer": told}, "documentation_url": told}
    bodies = [
        told.encode(),
        secret.encode(),
        json.dumps({"success": False, "errors": [entry, told], "messages": [entry, told]}).encode(),
        json.dumps({"success": True, "result": told}).encode(),
    ]
    for body in bodies:
        server.answers.clear()
        server.answer(status, body, cf_ray=secret[:1000])
        with pytest.raises(tenantry.Error) as caught:
            ask(namespace)
        assert vars(caught.value)["answer"].status == status
        assert secret[:30] not in f"{caught.value} {caught.value!r} {vars(caught.value)}"


@pytest.mark.parametrize("content", [b"{not JSON", b"[" * 100_000], ids=["not JSON", "deep"])
def test_a_module_that_is_called_json_hides_no_refusal(ask: Ask, server: Server, content: bytes) -> None:
    server.answer(400, json.dumps({"success": False, "errors": [{"code": 10021, "message": "bad"}]}).encode())
    code = tenantry.Bundle(
        {"index.js": b"export default { fetch() {} }", "data.json": content}, types={"data.json": "application/json"}
    )
    with pytest.raises(tenantry.Invalid, match="10021"):
        ask(lambda client: shop(client).deploy(code, compatibility_date=DAY))


def test_remarks_repeat_no_secret(ask: Ask, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    told: list[Any] = []
    server.succeed({"namespace_name": "production"}, messages=[{"code": 1, "message": f"{TOKEN} and {JWT}"}])
    ask(namespace, on_event=told.append)

    assert isinstance(told[-1], events.Remarked)
    assert "and" in caplog.text
    assert TOKEN not in f"{told} {caplog.text}"
    assert JWT not in f"{told} {caplog.text}"
