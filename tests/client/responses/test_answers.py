"""Whatever comes back is a value, or an error of tenantry's that says what came."""

import gzip
import json
from typing import Any

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask, Verb
from tests.client.support.verbs import VERBS, every_verb, namespace

HTML = b"<!DOCTYPE html><h1>Sorry</h1>" + b"x" * 500
# https://developers.cloudflare.com/changelog/post/2026-03-12-rfc9457-structured-errors/ has the form.
EDGE = {"type": "about:blank", "title": "Error 1020", "status": 520, "error_category": "origin", "retryable": True}


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
def test_every_verb_knows_what_is_not_an_envelope(ask: Ask, server: Server, verb: Verb) -> None:
    server.answer(200, b"[]", content_type="application/json")
    with pytest.raises(tenantry.BadAnswer, match="answered 200, a success that cannot be read"):
        ask(verb)


@pytest.mark.parametrize("verb", [VERBS[name] for name in ("get", "delete", "list_scripts", "script.get_content")])
@pytest.mark.parametrize(
    "body",
    [HTML, b"{", b"[]", b"5", b'"text"', b"null", b"\xff\xfe\xff", b"[" * 100_000, b'{"result": ' + b"9" * 5000 + b"}"],
    ids=["HTML", "cut", "list", "number", "text", "null", "no UTF", "deep", "long number"],
)
def test_a_success_that_is_not_an_envelope_is_a_bad_answer(ask: Ask, server: Server, verb: Verb, body: bytes) -> None:
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
@pytest.mark.parametrize("padding", [b"", b"\0" * 9], ids=["", "padded"])
def test_gzip_of_several_members_is_read_whole(ask: Ask, server: Server, padding: bytes) -> None:
    envelope = json.dumps({"success": True, "result": {"namespace_name": "production"}}).encode()
    members = b"".join(gzip.compress(envelope[at : at + 9]) for at in range(0, len(envelope), 9))
    server.answer(200, members + padding, content_encoding="gzip")

    assert ask(namespace).namespace_name == "production"


# httpx does not close its generators where a body is not read to its end, of which trio warns.
@pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")
def test_what_is_not_gzip_is_a_bad_answer(ask: Ask, server: Server) -> None:
    server.answer(200, b"no gzip at all", content_encoding="gzip")
    with pytest.raises(tenantry.BadAnswer, match="not gzip"):
        ask(namespace)


@pytest.mark.parametrize("charset", ["hex", "undefined", "rot13", "no-such", "utf-16"])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_no_charset_breaks_an_error(ask: Ask, server: Server, status: int, charset: str) -> None:
    server.answer(status, HTML, content_type=f"text/html; charset={charset}")
    with pytest.raises(tenantry.Error) as caught:
        ask(namespace)

    assert vars(caught.value)["answer"].start == HTML.decode()[:200]
