"""Successes with less in them than was hoped for, and with more than is known."""

from typing import Any

import pytest

import tenantry
from tenantry import models
from tenantry_api.api.settings import get_settings
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask
from tests.client.support.scripts import CODE, shop
from tests.client.support.verbs import VERBS, namespace


def test_nothing_at_all_is_a_success_of_a_delete(ask: Ask, server: Server) -> None:
    server.answer(200)

    assert ask(lambda client: shop(client).delete()) is True
    assert ask(lambda client: client.namespace("production").delete(confirm="production")) is None


@pytest.mark.parametrize("status", [204, 205])
def test_nothing_at_all_is_a_success_where_the_status_says_so(ask: Ask, server: Server, status: int) -> None:
    server.answer(status)

    assert ask(VERBS["script.deploy"]) == models.Deployed(id="shop")


@pytest.mark.parametrize("verb", ["get", "create", "ensure", "update", "replace", "rename"])
def test_an_empty_success_is_bad_where_something_is_asked_for(ask: Ask, server: Server, verb: str) -> None:
    server.answer(204)
    with pytest.raises(tenantry.BadAnswer, match="a success without a result"):
        ask(VERBS[verb])


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "an empty object": b"{}",
    "no success": b'{"result": []}',
    "success null": b'{"success": null, "result": []}',
    "success 0": b'{"success": 0, "result": []}',
    "success in quotes": b'{"success": "false", "result": []}',
    "1": b'{"success": 1, "result": []}',
    "errors beside it": b'{"success": true, "errors": [{"code": 1, "message": "no"}], "result": []}',
    **{
        f"errors {errors} beside it": b'{"success": true, "errors": %s, "result": []}' % errors.encode()
        for errors in ("true", "1", '"no"', '{"code": 1}', "[null]", "[[]]")
    },
    "errors alone": b'{"errors": [{"code": 10000, "message": "Authentication error"}]}',
    "an error of another kind": b'{"code": 1000, "error": "nope"}',
    "a web page": b"<html>please log in</html>",
    "not an object": b"[]",
}
WRITES_AND_LISTS = ["list_namespaces", "list_scripts", "script.deploy", "update", "create", "get"]


@pytest.mark.parametrize("verb", WRITES_AND_LISTS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_does_not_say_that_it_is_a_success_is_not_one(ask: Ask, server: Server, body: bytes, verb: str) -> None:
    server.answer(200, body)
    with pytest.raises(tenantry.BadAnswer) as caught:
        ask(VERBS[verb])

    assert caught.value.outcome == "unknown"


@pytest.mark.parametrize("body", [body for name, body in BODIES.items() if name != "nothing"])
def test_a_delete_is_done_only_if_it_is_said(ask: Ask, server: Server, body: bytes) -> None:
    server.answer(200, body)
    with pytest.raises(tenantry.BadAnswer, match="read what is there before you send it again"):
        ask(VERBS["script.delete"])


@pytest.mark.parametrize("verb", ["list_namespaces", "list_scripts"])
def test_a_list_that_is_not_there_is_not_empty(ask: Ask, server: Server, verb: str) -> None:
    server.answer(200, b'{"success": true}')
    with pytest.raises(tenantry.BadAnswer, match="a success without a result"):
        ask(VERBS[verb])


@pytest.mark.parametrize("kind", [None, "text/plain", "application/javascript", "text/html"])
@pytest.mark.parametrize("page", [b"<html>log in</html>", b"\xef\xbb\xbf\n <!DOCTYPE html>", b'<?xml version="1.0"?>'])
def test_a_web_page_is_not_taken_for_code(ask: Ask, server: Server, page: bytes, kind: str | None) -> None:
    server.answer(200, page, **({"content_type": kind} if kind else {}))
    with pytest.raises(tenantry.BadAnswer):
        ask(VERBS["script.get_content"])


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_success_has_no_code(ask: Ask, server: Server, status: int) -> None:
    server.answer(status)
    with pytest.raises(tenantry.BadAnswer, match="holds no code"):
        ask(lambda client: shop(client).get_content())


def test_result_null_is_an_empty_list(ask: Ask, server: Server) -> None:
    server.succeed(None)

    assert ask(lambda client: client.list_namespaces()) == []
    assert ask(lambda client: client.namespace("production").list_scripts().all()) == []


@pytest.mark.parametrize("result", [{}, {"a": 1}, {"scripts": []}, {"script": None}, {"script": {}}], ids=repr)
def test_an_object_that_is_not_a_script_is_not_a_list_of_scripts(ask: Ask, server: Server, result: Any) -> None:
    server.succeed(result)
    with pytest.raises(tenantry.BadAnswer, match="neither a script nor a list of them"):
        ask(VERBS["list_scripts"])

    server.answers.clear()
    server.succeed({"script": {"id": "shop"}})
    assert [script.name for script in ask(VERBS["list_scripts"])] == ["shop"]


def test_result_null_of_a_namespace_is_bad(ask: Ask, server: Server) -> None:
    server.succeed(None)
    with pytest.raises(tenantry.BadAnswer, match="a success without a result"):
        ask(namespace)


@pytest.mark.parametrize("verb", ["create", "update", "replace"])
def test_result_null_of_a_change_is_asked_for(ask: Ask, server: Server, verb: str) -> None:
    server.succeed(None)
    server.succeed({"namespace_name": "production", "trusted_workers": True})

    assert ask(VERBS[verb]).trusted_workers is True
    assert [request.method for request in server.requests][1:] == ["GET"]


def test_a_result_of_a_deploy_without_a_name_is_deployed(ask: Ask, server: Server) -> None:
    for result in (None, {}, {"id": None}):
        server.succeed(result)
        assert ask(VERBS["script.deploy"]).id == "shop"

    server.succeed({})
    assert ask(lambda client: shop(client).put_content(CODE)) == models.ScriptDetails(id="shop")


@pytest.mark.parametrize("row", [None, {}, {"script": None}, {"script": {}, "created_on": None}], ids=repr)
def test_a_script_that_is_nothing_is_not_found(ask: Ask, server: Server, row: Any) -> None:
    server.succeed(row)
    with pytest.raises(tenantry.ScriptNotFound, match="The answer names no script"):
        ask(lambda client: shop(client).get())


@pytest.mark.parametrize("kind", ["text/html", "Text/HTML; charset=utf-8"])
def test_a_web_page_is_not_a_success_whatever_it_says(ask: Ask, server: Server, kind: str) -> None:
    server.answer(200, b'{"success": true, "result": {"namespace_name": "production"}}', content_type=kind)
    with pytest.raises(tenantry.BadAnswer, match="is a web page"):
        ask(namespace)


@pytest.mark.parametrize("envelope", [{"errors": None}, {"messages": None}, {"extra": 1}, {"errors": ""}], ids=repr)
def test_an_envelope_may_have_less_and_more(ask: Ask, server: Server, envelope: Any) -> None:
    server.answer_json({"success": True, "result": {"namespace_name": "production", "colour": "red"}, **envelope})

    found = ask(namespace)
    assert (found.namespace_name, found["colour"]) == ("production", "red")


# --- what this version does not know ---


def settings_through_api(ask: Ask) -> models.Settings:
    async def of_async(client: Any) -> Any:
        return await get_settings.asyncio(ACCOUNT, "production", "shop", client=client.api)

    def of(client: Any) -> Any:
        return get_settings.sync(ACCOUNT, "production", "shop", client=client.api)

    envelope = ask(of if ask.flavour == "blocking" else of_async)
    settings: models.Settings = envelope.result
    return settings


def test_an_unknown_type_of_binding_can_be_read(ask: Ask, server: Server) -> None:
    binding = {"type": "quantum_computer", "name": "QUANTUM", "qubits": 3}
    server.succeed({"bindings": [binding]})

    [found] = settings_through_api(ask).bindings or []
    assert (found.type_, found.name, found.to_dict()) == ("quantum_computer", "QUANTUM", binding)


def test_an_unknown_value_of_an_enum_can_be_read(ask: Ask, server: Server) -> None:
    server.succeed({"usage_model": "free_for_all", "placement": {"mode": "lunar"}})

    settings = settings_through_api(ask)
    assert settings.usage_model == "free_for_all"
    assert settings.placement is not None
    assert settings.placement.mode == "lunar"


def test_a_script_may_hold_what_nobody_knows(ask: Ask, server: Server) -> None:
    script = {"id": "shop", "usage_model": "free_for_all", "created_on": "soon", "tags": "none", "colour": "red"}
    server.succeed({"script": script, "dispatch_namespace": "production"})
    found = ask(lambda client: shop(client).get())

    assert (found.name, found.dispatch_namespace, found.created_on) == ("shop", "production", None)
    assert (found.script.usage_model, found.script["colour"], found.raw["script"]) == ("free_for_all", "red", script)
