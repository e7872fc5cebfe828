"""Verbs of several requests: where one fails after another has changed something, the error does not say otherwise."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask, Verb
from tests.client.support.scripts import shop

MANY = [f"KEY_{number}" for number in range(30)]
VERBS: dict[str, Verb] = {
    "put_secrets": lambda client: shop(client).put_secrets(dict.fromkeys(MANY, "the value of a secret")),
    "delete_secrets": lambda client: shop(client).delete_secrets(MANY),
}
FAILURES: dict[str, Callable[[Server], None]] = {
    "refused": lambda server: server.refuse(10021),
    "limited": lambda server: server.refuse(971, status=429, retry_after="600"),
    "reset": lambda server: server.break_off("resets"),
    "nonsense": lambda server: server.answer(200, b"<html>", content_type="text/html"),
}


@pytest.mark.parametrize("fail", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_secrets_that_were_done_are_named(ask: Ask, server: Server, verb: Verb, fail: Callable[[Server], None]) -> None:
    server.succeed({})
    fail(server)
    with pytest.raises(tenantry.Error, match="read what is there") as caught:
        ask(verb, retries=0)

    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert (error.outcome, error.done) == ("unknown", tuple(MANY[:25]))
        assert "read what is there before you send it again" in str(error)


@pytest.mark.parametrize(("fail", "outcome"), [("refused", "refused"), ("limited", "refused"), ("nonsense", "unknown")])
@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_of_the_first_request_nothing_was_done(ask: Ask, server: Server, verb: Verb, fail: str, outcome: str) -> None:
    FAILURES[fail](server)
    with pytest.raises(tenantry.Error) as caught:
        ask(verb, retries=0)

    assert (caught.value.outcome, caught.value.done) == (outcome, ())


WRITES: dict[str, Verb] = {
    "patch_settings": lambda client: shop(client).patch_settings(tags=["a"]),
    "create": lambda client: client.namespace("production").create(),
    "update": lambda client: client.namespace("production").update(trusted_workers=True),
    "replace": lambda client: client.namespace("production").replace(trusted_workers=True),
}


@pytest.mark.parametrize("fail", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("verb", WRITES.values(), ids=WRITES)
def test_a_write_whose_answer_says_nothing_was_done_where_reading_fails(
    ask: Ask, server: Server, verb: Verb, fail: Callable[[Server], None]
) -> None:
    server.succeed(None)
    fail(server)
    with pytest.raises(tenantry.Error) as caught:
        ask(verb, retries=0)

    assert [request.method == "GET" for request in server.requests] == [False, True]
    assert caught.value.outcome == "unknown"
    assert "read what is there before you send it again" in str(caught.value)


def test_scripts_that_were_deleted_are_named_twice(ask: Ask, server: Server) -> None:
    server.succeed({"deleted": [{"id": "one"}], "has_more": True})
    server.refuse(10000, status=403)

    def delete(client: Any) -> Any:
        return client.namespace("production").delete_scripts(tag="old")

    with pytest.raises(tenantry.Denied) as caught:
        ask(delete, retries=0)

    assert (caught.value.outcome, caught.value.deleted, caught.value.done) == ("unknown", ("one",), ("one",))
