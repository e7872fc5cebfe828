"""What errors, events and the log tell, and what they never do."""

import json
import logging
from typing import Any

import pytest

import tenantry
from tenantry import events
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask
from tests.client.support.verbs import VERBS, namespace, shop

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY2NvdW50In0.c2lnbmF0dXJl"


FORMS: list[tuple[Any, tuple[tuple[int | None, str], ...]]] = [
    ({"errors": None}, ()),
    ({"errors": []}, ()),
    ({"errors": "many"}, ()),
    ({"errors": ["quota", {"code": 10027, "message": "too large"}]}, ((None, "quota"), (10027, "too large"))),
    ({"errors": [None, 5, [7]]}, ((None, "None"), (None, "5"), (None, "[7]"))),
    ({"code": 10007, "error": "no such script"}, ((10007, "no such script"),)),
    ({"code": "10007", "message": "no such script"}, ((10007, "no such script"),)),
    ({"errors": [{"code": None, "message": None}]}, ((None, "no message"),)),
    ({"errors": [{"code": "9" * 5000, "message": "x"}]}, ((None, "x"),)),
    ({"errors": [{"code": {"a": 1}, "message": ["x"]}]}, ((None, "['x']"),)),
    (
        {
            "errors": [
                {"code": 1, "message": "a", "error_chain": [{"code": 2, "message": "b"}]},
                {"code": 3, "message": "c"},
            ]
        },
        ((1, "a"), (2, "b"), (3, "c")),
    ),
    ({"errors": [{"code": 1, "message": "a", "error_chain": "none"}]}, ((1, "a"),)),
]


@pytest.mark.parametrize(("body", "errors"), FORMS, ids=range(len(FORMS)))
def test_errors_have_many_forms(ask: Ask, server: Server, body: Any, errors: Any) -> None:
    server.answer_json({"success": False, **body}, 400)
    with pytest.raises(tenantry.Refused) as caught:
        ask(namespace)

    assert tuple((error.code, error.message) for error in caught.value.errors) == errors


def test_a_long_chain_of_causes_is_read(ask: Ask, server: Server) -> None:
    chain: dict[str, Any] = {"code": 0, "message": "m"}
    for code in range(1, 300):
        chain = {"code": code, "message": "m", "error_chain": [chain]}
    server.answer_json({"success": False, "errors": [chain]}, 400)
    with pytest.raises(tenantry.Refused) as caught:
        ask(namespace)

    assert [error.code for error in caught.value.errors] == [*reversed(range(300))]


def test_an_error_says_where_it_is_and_where_it_is_explained(ask: Ask, server: Server) -> None:
    link = "https://developers.cloudflare.com/workers/"
    error = {"code": 4711, "message": "bad", "source": {"pointer": "/bindings/0"}, "documentation_url": link}
    server.answer_json({"success": False, "errors": [error], "messages": [{"code": 1, "message": "hint"}]}, 400)
    with pytest.raises(tenantry.Refused, match=r"bad \(4711\) at /bindings/0") as caught:
        ask(namespace)

    assert caught.value.errors == (tenantry.errors.Problem(4711, "bad", link, "/bindings/0"),)
    assert caught.value.messages == (tenantry.errors.Problem(1, "hint"),)
    assert (caught.value.method, caught.value.path) == (
        "GET",
        f"/accounts/{ACCOUNT}/workers/dispatch/namespaces/production",
    )


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
        assert_hidden(secret, caught.value)


def assert_hidden(secret: str, error: tenantry.Error) -> None:
    text = f"{error} {error!r} {vars(error)}"

    assert secret[:30] not in text


def test_remarks_repeat_no_secret(ask: Ask, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    told: list[Any] = []
    server.succeed({"namespace_name": "production"}, messages=[{"code": 1, "message": f"{TOKEN} and {JWT}"}])
    ask(namespace, on_event=told.append)

    assert TOKEN not in f"{told} {caplog.text}"
    assert JWT not in f"{told} {caplog.text}"


def test_an_answer_is_an_event(ask: Ask, server: Server) -> None:
    told: list[Any] = []
    server.refuse(10007, status=404, cf_ray="8f0-VIE")
    ask(lambda client: shop(client).delete(), on_event=told.append)

    asked, answered = told
    assert isinstance(asked, events.Asked)
    assert isinstance(answered, events.Answered)
    path = f"/accounts/{ACCOUNT}/workers/dispatch/namespaces/production/scripts/shop"
    assert (answered.method, answered.path, answered.status, answered.ray) == ("DELETE", path, 404, "8f0-VIE")
    assert answered.seconds >= 0
    assert TOKEN not in repr(told)


@pytest.mark.parametrize("message", [{"code": 7, "message": "soon"}, "soon"], ids=["object", "text"])
@pytest.mark.parametrize("verb", ["get", "list_scripts", "script.get"])
def test_messages_of_a_success_are_warnings_and_an_event(
    ask: Ask, server: Server, caplog: pytest.LogCaptureFixture, verb: str, message: Any
) -> None:
    told: list[events.Event] = []
    server.succeed({"id": "shop"}, messages=[message])
    ask(VERBS[verb], on_event=told.append)

    remarked = told[-1]
    assert isinstance(remarked, events.Remarked)
    assert [problem.message for problem in remarked.messages] == ["soon"]
    (record,) = (record for record in caplog.records if record.name == "tenantry")
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith("GET /accounts/")
    assert "soon" in record.getMessage()


def test_an_observer_that_fails_changes_nothing(ask: Ask, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    def fail(event: events.Event) -> None:
        raise LookupError("no such metric")

    server.succeed({"namespace_name": "production"})

    assert ask(namespace, on_event=fail).namespace_name == "production"
    assert "no such metric" in caplog.text
