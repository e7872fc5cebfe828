"""Events, and what the log says of messages."""

import logging
from typing import Any

import pytest

from tenantry import events
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask
from tests.client.support.scripts import shop
from tests.client.support.verbs import VERBS, namespace


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


def test_a_ray_that_is_none_shows_no_secret(ask: Ask, server: Server) -> None:
    told: list[Any] = []
    server.refuse(10007, status=404, cf_ray=f"8f0-{TOKEN}")
    ask(lambda client: shop(client).delete(), on_event=told.append)

    assert told[-1].ray.startswith("8f0-")
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
