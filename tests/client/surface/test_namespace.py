"""The verbs of a namespace, at the emulator."""

import json
from typing import Any

import pytest

import tenantry
from tenantry import models
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask


def names(ask: Ask) -> list[str]:
    return [namespace.namespace_name for namespace in ask(lambda client: client.list_namespaces())]


def test_a_namespace_lives_from_create_to_delete(emulated: Ask) -> None:
    created = emulated(lambda client: client.namespace("production").create())
    assert isinstance(created, models.NamespaceInfo)
    assert (created.namespace_name, created.trusted_workers, created.script_count) == ("production", False, 0)
    assert emulated(lambda client: client.namespace("production").get()) == created
    assert names(emulated) == ["production"]

    assert emulated(lambda client: client.namespace("production").delete(confirm="production")) is None
    assert names(emulated) == []
    with pytest.raises(tenantry.NamespaceNotFound):
        emulated(lambda client: client.namespace("production").get())


def test_a_namespace_is_created_once(production: Ask) -> None:
    with pytest.raises(tenantry.Exists):
        production(lambda client: client.namespace("production").create())


def test_what_cloudflare_does_not_accept_as_a_name_is_invalid(emulated: Ask) -> None:
    with pytest.raises(tenantry.Invalid, match="does not accept 'not a name!' as the name of a namespace"):
        emulated(lambda client: client.namespace("not a name!").create())


def test_ensure_creates_what_is_not_there_and_takes_what_is(emulated: Ask) -> None:
    first = emulated(lambda client: client.namespace("production").ensure())

    assert emulated(lambda client: client.namespace("production").ensure()) == first
    assert names(emulated) == ["production"]


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("verb", ["update", "replace"])
def test_trust_can_be_given_and_taken(production: Ask, verb: str, trusted: bool) -> None:
    production(lambda client: client.namespace("production").update(trusted_workers=not trusted))
    changed = production(lambda client: getattr(client.namespace("production"), verb)(trusted_workers=trusted))

    assert (changed.namespace_name, changed.trusted_workers) == ("production", trusted)


@pytest.mark.parametrize("trusted", [True, False])
def test_a_namespace_keeps_its_trust_when_it_is_renamed(production: Ask, trusted: bool) -> None:
    production(lambda client: client.namespace("production").update(trusted_workers=trusted))
    renamed = production(lambda client: client.namespace("production").rename("live"))

    assert renamed.name == "live"
    assert isinstance(renamed, tenantry.Namespace | tenantry.AsyncNamespace)
    assert production(lambda client: client.namespace("live").get()).trusted_workers is trusted
    assert names(production) == ["live"]


@pytest.mark.parametrize("verb", ["get", "rename", "update", "replace", "delete"])
def test_what_is_not_there_is_not_found(emulated: Ask, verb: str) -> None:
    arguments: dict[str, Any] = {
        "rename": {"name": "live"},
        "update": {"trusted_workers": True},
        "replace": {"trusted_workers": True},
        "delete": {"confirm": "production"},
    }
    with pytest.raises(tenantry.NamespaceNotFound, match="list_namespaces"):
        emulated(lambda client: getattr(client.namespace("production"), verb)(**arguments.get(verb, {})))


@pytest.mark.parametrize("confirm", ["", "Production", "staging", None, True], ids=repr)
def test_a_namespace_is_not_deleted_by_mistake(production: Ask, confirm: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="say confirm='production'"):
        production(lambda client: client.namespace("production").delete(confirm=confirm))

    assert names(production) == ["production"]


def test_both_fields_of_a_namespace_go_out_when_it_is_replaced(ask: Ask, server: Server) -> None:
    server.succeed({"namespace_name": "live", "trusted_workers": True})
    ask(lambda client: client.namespace("production").replace(trusted_workers=False))
    ask(lambda client: client.namespace("production").rename("live"))
    ask(lambda client: client.namespace("production").update(trusted_workers=True))

    replaced, read, renamed, updated = server.requests
    assert (replaced.method, json.loads(replaced.body)) == ("PUT", {"name": "production", "trusted_workers": False})
    assert (read.method, read.body) == ("GET", b"")
    assert (renamed.method, json.loads(renamed.body)) == ("PUT", {"name": "live", "trusted_workers": True})
    assert (updated.method, json.loads(updated.body)) == ("PATCH", {"trusted_workers": True})


@pytest.mark.parametrize("trusted", ["no", "false", 0, None], ids=repr)
@pytest.mark.parametrize("verb", ["update", "replace"])
def test_trust_is_not_given_by_what_merely_counts_as_true(ask: Ask, server: Server, verb: str, trusted: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="trusted_workers is True or False"):
        ask(lambda client: getattr(client.namespace("production"), verb)(trusted_workers=trusted))

    assert server.requests == []


def test_a_trust_that_is_not_answered_is_not_made_up_when_a_namespace_is_renamed(ask: Ask, server: Server) -> None:
    server.succeed({"namespace_name": "production"})
    ask(lambda client: client.namespace("production").rename("live"))

    assert json.loads(server.requests[1].body) == {"name": "live"}


def test_a_rename_whose_answer_is_lost_is_not_repeated(ask: Ask, server: Server) -> None:
    server.succeed({"namespace_name": "production", "trusted_workers": True})
    server.break_off("resets")

    with pytest.raises(tenantry.NoAnswer):
        ask(lambda client: client.namespace("production").rename("live"), retries=4)
    assert [request.method for request in server.requests] == ["GET", "PUT"]
