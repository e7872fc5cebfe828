"""Whatever comes back is a value, or an error of tenantry's that says what came."""

import gzip
import json
import logging
from typing import Any

import pytest

import tenantry
from tenantry import events, models
from tenantry_api.api.settings import get_settings

from .conftest import ACCOUNT, TOKEN
from .flavours import Ask, Verb
from .recording import Server

DAY = "2026-01-01"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY2NvdW50In0.c2lnbmF0dXJl"
HTML = b"<!DOCTYPE html><h1>Sorry</h1>" + b"x" * 500
# https://developers.cloudflare.com/changelog/post/2026-03-12-rfc9457-structured-errors/ has the form.
EDGE = {"type": "about:blank", "title": "Error 1020", "status": 520, "error_category": "origin", "retryable": True}


def namespace(client: Any) -> Any:
    return client.namespace("production").get()


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


VERBS: dict[str, Verb] = {
    "list_namespaces": lambda client: client.list_namespaces(),
    "get": namespace,
    "create": lambda client: client.namespace("production").create(),
    "ensure": lambda client: client.namespace("production").ensure(),
    "update": lambda client: client.namespace("production").update(trusted_workers=True),
    "replace": lambda client: client.namespace("production").replace(trusted_workers=True),
    "rename": lambda client: client.namespace("production").rename("live"),
    "delete": lambda client: client.namespace("production").delete(confirm="production"),
    "list_scripts": lambda client: client.namespace("production").list_scripts().all(),
    "script.get": lambda client: shop(client).get(),
    "script.get_content": lambda client: shop(client).get_content(),
    "script.delete": lambda client: shop(client).delete(),
    "script.deploy": lambda client: shop(client).deploy({"index.js": b""}, compatibility_date=DAY),
    "script.deploy, keeping": lambda client: shop(client).deploy(
        {"index.js": b""}, compatibility_date=DAY, keep_settings=True
    ),
}
every_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


@every_verb
def test_every_verb_reads_refusals(ask: Ask, server: Server, verb: Verb) -> None:
    server.refuse(4711, status=499)
    with pytest.raises(tenantry.Refused, match=r"answered 499: message of 4711 \(4711\)"):
        ask(verb)

    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 429, 499, 500, 520, 530, 599])
def test_an_envelope_of_errors_is_refused_whatever_its_status(ask: Ask, server: Server, status: int) -> None:
    server.refuse(4711, status=status, cf_ray="8f0-VIE")
    with pytest.raises(tenantry.Refused, match=rf"answered {status}: .* \[ray 8f0-VIE\]") as caught:
        ask(namespace)

    assert (caught.value.status, caught.value.code, caught.value.ray) == (status, 4711, "8f0-VIE")


@every_verb
def test_every_verb_knows_the_edge(ask: Ask, server: Server, verb: Verb) -> None:
    server.answer(520, HTML)
    with pytest.raises(tenantry.NoAnswer, match="answered 520, but not from Cloudflare's API"):
        ask(verb)

    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 520, 530])
@pytest.mark.parametrize("body", [HTML, json.dumps(EDGE).encode(), b""], ids=["HTML", "problem", "empty"])
def test_what_the_edge_answers_is_no_answer(ask: Ask, server: Server, status: int, body: bytes) -> None:
    server.answer(status, body)
    with pytest.raises(tenantry.NoAnswer, match=f"answered {status}, but not from Cloudflare's API") as caught:
        ask(namespace)

    assert (caught.value.status, caught.value.sent) == (status, True)
    assert caught.value.answer is not None
    assert caught.value.answer.start == body.decode()[:200]


def test_what_the_edge_says_is_repeated(ask: Ask, server: Server) -> None:
    for status in (499, 502):
        server.answers.clear()
        server.answer_json(EDGE, status)
        with pytest.raises(tenantry.Error, match="Error 1020"):
            ask(namespace)


@pytest.mark.parametrize("body", [HTML, b""], ids=["HTML", "empty"])
def test_a_refusal_may_have_no_envelope(ask: Ask, server: Server, body: bytes) -> None:
    server.answer(499, body)
    with pytest.raises(tenantry.Refused, match="answered 499: ") as caught:
        ask(namespace)

    assert (caught.value.status, caught.value.code, caught.value.errors) == (499, None, ())
    assert caught.value.answer.start == body.decode()[:200]


def test_a_challenge_is_of_the_firewall(ask: Ask, server: Server) -> None:
    server.answer(403, HTML, content_type="text/html", cf_mitigated="challenge", set_cookie="secret=1")
    with pytest.raises(tenantry.Refused, match="Cloudflare's firewall answered in place of its API") as caught:
        ask(namespace)

    assert not isinstance(caught.value, tenantry.Denied)
    assert {"content-type": "text/html", "cf-mitigated": "challenge"}.items() <= caught.value.answer.headers.items()
    assert "set-cookie" not in caught.value.answer.headers


@every_verb
def test_success_false_is_refused_whatever_the_status_says(ask: Ask, server: Server, verb: Verb) -> None:
    server.refuse(100119, status=200)
    with pytest.raises(tenantry.NamespaceNotFound, match="answered 200"):
        ask(verb)


@pytest.mark.parametrize("result", ["text", {"namespace_name": "production"}, [5]], ids=repr)
@pytest.mark.parametrize("verb", [VERBS[name] for name in ("get", "delete", "list_scripts", "script.deploy")])
def test_success_false_is_refused_whatever_its_result_is(ask: Ask, server: Server, verb: Verb, result: Any) -> None:
    server.answer_json({"success": False, "errors": [{"code": 100119}], "result": result})
    with pytest.raises(tenantry.NamespaceNotFound):
        ask(verb)


def test_a_redirect_is_a_bad_answer(ask: Ask, server: Server) -> None:
    server.answer(307, location="/elsewhere")
    with pytest.raises(tenantry.BadAnswer, match="answered 307, which is neither a success nor a refusal"):
        ask(namespace)

    assert len(server.requests) == 1


@every_verb
def test_every_verb_knows_what_is_no_envelope(ask: Ask, server: Server, verb: Verb) -> None:
    server.answer(200, b"[]", content_type="application/json")
    with pytest.raises(tenantry.BadAnswer, match="answered 200, a success that cannot be read"):
        ask(verb)


@pytest.mark.parametrize("verb", [VERBS[name] for name in ("get", "delete", "list_scripts", "script.get_content")])
@pytest.mark.parametrize(
    "body",
    [HTML, b"{", b"[]", b"5", b'"text"', b"null", b"\xff\xfe\xff", b"[" * 100_000, b'{"result": ' + b"9" * 5000 + b"}"],
    ids=["HTML", "cut", "list", "number", "text", "null", "no UTF", "deep", "long number"],
)
def test_a_success_that_is_no_envelope_is_a_bad_answer(ask: Ask, server: Server, verb: Verb, body: bytes) -> None:
    server.answer(200, body, content_type="application/json")
    with pytest.raises(tenantry.BadAnswer, match="answered 200, a success that cannot be read") as caught:
        ask(verb)

    assert caught.value.status == 200
    assert len(caught.value.answer.start) <= 200


def test_a_body_that_ends_early_is_no_answer(ask: Ask, server: Server) -> None:
    server.break_off("stops in the middle", b'{"success": true')
    with pytest.raises(tenantry.NoAnswer, match="whether it happened is unknown") as caught:
        ask(namespace)

    assert (caught.value.sent, caught.value.status, caught.value.answer) == (True, None, None)


@every_verb
def test_a_connection_that_is_reset_is_no_answer(ask: Ask, server: Server, verb: Verb) -> None:
    server.break_off("resets")
    with pytest.raises(tenantry.NoAnswer, match="whether it happened is unknown") as caught:
        ask(verb)

    assert caught.value.sent
    assert len(server.requests) == 1


def test_silence_is_no_answer_after_the_timeout(ask: Ask, server: Server) -> None:
    server.break_off("stays silent")
    with pytest.raises(tenantry.NoAnswer, match=r"unknown: ReadTimeout: nothing within 0\.2 s") as caught:
        ask(namespace, timeout=0.2)

    assert caught.value.sent


def test_where_nobody_listens_nothing_is_sent(ask: Ask, server: Server) -> None:
    with pytest.raises(tenantry.NoAnswer, match="nothing was sent: ConnectError") as caught:
        ask(namespace, base_url="http://127.0.0.1:1/client/v4")

    assert not caught.value.sent


def test_gzip_is_read(ask: Ask, server: Server) -> None:
    envelope = {"success": True, "result": {"namespace_name": "production"}}
    server.answer(200, gzip.compress(json.dumps(envelope).encode()), content_encoding="gzip")

    assert ask(namespace).namespace_name == "production"


# httpx leaves its own generators to the garbage collector here, and trio says so.
@pytest.mark.filterwarnings("ignore:Async generator 'httpx:ResourceWarning")
def test_what_is_no_gzip_is_a_bad_answer(ask: Ask, server: Server) -> None:
    server.answer(200, b"no gzip at all", content_encoding="gzip")
    with pytest.raises(tenantry.BadAnswer, match="no gzip"):
        ask(namespace)


@pytest.mark.parametrize("charset", ["hex", "undefined", "rot13", "no-such", "utf-16"])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_no_charset_breaks_an_error(ask: Ask, server: Server, status: int, charset: str) -> None:
    server.answer(status, HTML, content_type=f"text/html; charset={charset}")
    with pytest.raises(tenantry.Error) as caught:
        ask(namespace)

    assert vars(caught.value)["answer"].start == HTML.decode()[:200]


# --- successes without much in them ---


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_success_is_a_success_where_nothing_is_asked_for(ask: Ask, server: Server, status: int) -> None:
    server.answer(status)

    assert ask(lambda client: shop(client).delete()) is True
    assert ask(lambda client: client.namespace("production").delete(confirm="production")) is None
    assert ask(lambda client: client.list_namespaces()) == []
    assert ask(lambda client: client.namespace("production").list_scripts().all()) == []
    assert ask(VERBS["script.deploy"]) == models.Deployed(id="shop")


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize("verb", ["get", "create", "ensure", "update", "replace", "rename"])
def test_an_empty_success_is_bad_where_something_is_asked_for(ask: Ask, server: Server, status: int, verb: str) -> None:
    server.answer(status)
    with pytest.raises(tenantry.BadAnswer, match="a success without a result"):
        ask(VERBS[verb])


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_success_has_no_code(ask: Ask, server: Server, status: int) -> None:
    server.answer(status)
    with pytest.raises(tenantry.BadAnswer, match="there is no code in it"):
        ask(lambda client: shop(client).get_content())


def test_result_null_is_an_empty_list(ask: Ask, server: Server) -> None:
    server.succeed(None)

    assert ask(lambda client: client.list_namespaces()) == []
    assert ask(lambda client: client.namespace("production").list_scripts().all()) == []


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


def test_result_null_of_a_deploy_is_deployed(ask: Ask, server: Server) -> None:
    server.succeed(None)

    assert ask(VERBS["script.deploy"]) == models.Deployed(id="shop")


@pytest.mark.parametrize("row", [None, {}, {"script": None}, {"script": {}, "created_on": None}], ids=repr)
def test_a_script_that_is_nothing_is_not_found(ask: Ask, server: Server, row: Any) -> None:
    server.succeed(row)
    with pytest.raises(tenantry.ScriptNotFound, match="The answer names no script"):
        ask(lambda client: shop(client).get())


@pytest.mark.parametrize("envelope", [{"errors": None}, {"messages": None}, {"extra": 1}, {"errors": "none"}], ids=repr)
def test_an_envelope_may_have_less_and_more(ask: Ask, server: Server, envelope: Any) -> None:
    server.answer_json({"success": True, "result": {"namespace_name": "production", "colour": "red"}, **envelope})

    found = ask(namespace)
    assert (found.namespace_name, found["colour"]) == ("production", "red")


# --- what errors look like ---

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


# --- secrets ---

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


# --- events ---


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
