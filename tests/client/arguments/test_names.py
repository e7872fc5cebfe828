"""Names that would address something else never leave; all others arrive as they are."""

from typing import Any
from urllib.parse import quote

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask, Verb
from tests.client.support.scripts import deploy

NO_NAMES = ["", ".", "..", None, 5, b"shop", ["shop"], "shop\n", "sh\x00op", "shop\x7f", "shop\x85", "shop\ud800"]
# A list cannot be a key.
NO_KEYS = [name for name in NO_NAMES if not isinstance(name, list)]

VERBS: dict[str, Verb] = {
    "get": lambda script: script.get(),
    "get_content": lambda script: script.get_content(),
    "delete": lambda script: script.delete(),
    "deploy": lambda script: script.deploy({"index.js": b""}, compatibility_date="2026-01-01"),
}
NAMESPACE_VERBS: dict[str, Verb] = {
    "get": lambda namespace: namespace.get(),
    "create": lambda namespace: namespace.create(),
    "ensure": lambda namespace: namespace.ensure(),
    "update": lambda namespace: namespace.update(trusted_workers=True),
    "replace": lambda namespace: namespace.replace(trusted_workers=True),
    "rename": lambda namespace: namespace.rename("live"),
    "delete": lambda namespace: namespace.delete(confirm=".."),
    "list_scripts": lambda namespace: namespace.list_scripts().all(),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_no_verb_of_a_script_leaves_for_the_level_above(ask: Ask, server: Server, verb: Verb) -> None:
    with pytest.raises(tenantry.NotSent, match=r"'\.\.' would address something else"):
        ask(lambda client: verb(client.namespace("production").script("..")))

    assert server.requests == []


@pytest.mark.parametrize("verb", NAMESPACE_VERBS.values(), ids=NAMESPACE_VERBS)
def test_no_verb_of_a_namespace_leaves_for_the_level_above(ask: Ask, server: Server, verb: Verb) -> None:
    with pytest.raises(tenantry.NotSent, match=r"'\.\.' would address something else"):
        ask(lambda client: verb(client.namespace("..")))

    assert server.requests == []


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_a_script_that_is_called_so_is_not_deleted(ask: Ask, server: Server, name: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="The name of a script"):
        ask(lambda client: client.namespace("production").script(name).delete())

    assert server.requests == []


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_a_namespace_that_is_called_so_is_not_deleted(ask: Ask, server: Server, name: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="The name of a namespace"):
        ask(lambda client: client.namespace(name).delete(confirm=name))

    assert server.requests == []


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_a_namespace_is_not_renamed_to_what_is_no_name(ask: Ask, server: Server, name: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="The name of a namespace"):
        ask(lambda client: client.namespace("production").rename(name))

    assert server.requests == []


@pytest.mark.parametrize("account", [name for name in NO_NAMES if name is not None], ids=ascii)
def test_an_account_that_is_called_so_has_no_client(ask: Ask, server: Server, account: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="account_id"):
        ask(lambda client: client.list_namespaces(), account_id=account)

    assert server.requests == []


@pytest.mark.parametrize("name", NO_KEYS, ids=ascii)
def test_a_secret_or_a_variable_that_is_called_so_is_not_deployed(ask: Ask, server: Server, name: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="The name of a secret"):
        deploy(ask, secrets={name: "x"})
    with pytest.raises(tenantry.NotSent, match="The name of a variable"):
        deploy(ask, vars={name: "x"})

    assert server.requests == []


@pytest.mark.parametrize("tag", NO_NAMES, ids=ascii)
def test_a_tag_that_is_called_so_is_not_deployed(ask: Ask, server: Server, tag: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"A tag|tags"):
        deploy(ask, tags=["plan-pro", tag])

    assert server.requests == []


@pytest.mark.parametrize("tag", NO_KEYS, ids=ascii)
def test_a_tag_that_is_called_so_is_not_filtered_by(ask: Ask, server: Server, tag: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"A tag|tags"):
        ask(lambda client: client.namespace("production").list_scripts(tags={tag: True}).all())

    assert server.requests == []


@pytest.mark.parametrize(
    "name", ["a/b", "../up", "50%", "%2e%2e", "what?", "a#b", "a b", " ", "ünï", "…", "a:b@c;d", "~"]
)
def test_any_other_name_arrives_as_one_segment(ask: Ask, server: Server, name: str) -> None:
    server.succeed(None)
    ask(lambda client: client.namespace(name).script(name).delete(), account_id=name)

    (request,) = server.requests
    segment = quote(name, safe="")
    assert f"/client/v4/accounts/{segment}/workers/dispatch/namespaces/{segment}/scripts/{segment}" == request.target


def test_handles_send_nothing_and_say_what_they_are(ask: Ask, server: Server) -> None:
    async_ = "" if ask.flavour == "blocking" else "Async"

    assert f"<tenantry.{async_}Client of account {ACCOUNT} at {server.url}>" == ask(repr)
    assert f"<{async_}Namespace 'production'>" == ask(lambda client: repr(client.namespace("production")))
    assert f"<{async_}Script 'shop' in 'production'>" == ask(
        lambda client: repr(client.namespace("production").script("shop"))
    )
    assert server.requests == []
    assert TOKEN not in ask(lambda client: repr(vars(client)))
