"""A namespace that is missing: the error says which one may have been meant, at the price of one request more."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask

# Any: a client of either kind, and what its verb returns.
Verb = Callable[[Any], Any]

VERBS: dict[str, Verb] = {
    "get": lambda client: client.namespace("prodution").get(),
    "list": lambda client: listed(client.namespace("prodution")),
    "deploy": lambda client: (
        client.namespace("prodution").script("shop").deploy({"a.js": ""}, compatibility_date="2026-01-01")
    ),
    "delete": lambda client: client.namespace("prodution").script("shop").delete(),
}


def listed(namespace: Any) -> Any:
    return namespace.list_scripts().all()


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_a_name_that_is_nearly_right_is_suggested(production: Ask, verb: Verb) -> None:
    with pytest.raises(tenantry.NamespaceNotFound, match="Did you mean 'production'") as caught:
        production(verb)

    assert caught.value.hint is not None
    assert "ensure() creates it" in caught.value.hint
    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))


def refusal(ask: Ask, server: Server, name: str, *there: str) -> tenantry.NamespaceNotFound:
    server.refuse(100119, status=404)
    server.succeed([{"namespace_name": each} for each in there])
    with pytest.raises(tenantry.NamespaceNotFound) as caught:
        ask(lambda client: client.namespace(name).get())
    assert ["scripts" not in request.path for request in server.requests] == [True, True]
    return caught.value


HINTS = {
    "a few others": (["staging", "live"], "There are: live, staging."),
    "no other": ([], "The account has no dispatch namespace."),
    "the very same": (["acme"], "Yet 'acme' is listed"),
}


@pytest.mark.parametrize(("there", "hint"), HINTS.values(), ids=HINTS)
def test_what_there_is_is_said(ask: Ask, server: Server, there: list[str], hint: str) -> None:
    assert str(refusal(ask, server, "acme", *there).hint).startswith(hint)


def test_of_many_others_none_is_named(ask: Ask, server: Server) -> None:
    missing = refusal(ask, server, "acme", *(f"tenant-{number}" for number in range(6)))

    assert missing.hint == "list_namespaces() shows what is there; ensure() creates it."


def test_where_the_list_is_refused_the_first_refusal_stays(ask: Ask, server: Server) -> None:
    server.refuse(100119, status=404)
    server.refuse(10000, status=403)
    with pytest.raises(tenantry.NamespaceNotFound, match=r"ensure\(\) creates it\.$"):
        ask(lambda client: client.namespace("production").get())


def test_what_creates_a_namespace_does_not_ask(ask: Ask, server: Server) -> None:
    server.refuse(100119, status=404)
    server.succeed({"namespace_name": "production"})
    ask(lambda client: client.namespace("production").ensure())

    assert [request.method for request in server.requests] == ["GET", "POST"]
