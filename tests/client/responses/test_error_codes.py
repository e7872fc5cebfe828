"""What each of Cloudflare's codes means here, and what is said to do about it."""

import json
from math import inf
from typing import Any

import pytest

import tenantry
from tenantry import models
from tenantry._responses.error_codes import MEANINGS
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask, Verb
from tests.client.support.scripts import CODE, DAY, shop

# https://developers.cloudflare.com/workers/observability/errors/ and what clients report of live answers: kept apart
# from the table under test, so that a line which goes missing there is missed here.
KINDS: dict[type[tenantry.Refused], set[int]] = {
    tenantry.RateLimited: {971},
    tenantry.Denied: {9103, 9106, 9109, 10000, 10015, 10023, 10075, 10121},
    tenantry.NamespaceNotFound: {100119},
    tenantry.ScriptNotFound: {10007, 10090, 10092},
    tenantry.SecretNotFound: {10056},
    tenantry.ScriptTooLarge: {10027},
    tenantry.Conflict: {10018, 10035, 10079, 10214, 10215},
    tenantry.Invalid: {7003, 10006, 10016, 10021, 10052, 10054, 10055, 10057, 10068, 10069, 10074, 100102, 100103}
    | {10001, 10026, 10037, 10053, 10064, 10070, 10097, 10123, 10201, 10211, 10304, 100160, 100324, 100406}
    # what a binding names is not there
    | {100134, 10041, 10061, 10085, 10142, 10143, 10144, 10157, 10159, 10181, 10182, 11000, 100143},
}
CODES = [(code, kind) for kind, codes in KINDS.items() for code in sorted(codes)]


def namespace(client: Any) -> Any:
    return client.namespace("production").get()


def test_every_code_that_has_a_meaning_is_tested() -> None:
    assert set(MEANINGS) == {code for code, _ in CODES}


@pytest.mark.parametrize("flavour", ["blocking"])
@pytest.mark.parametrize(("code", "kind"), CODES)
def test_a_code_says_what_was_refused_and_what_to_do(
    ask: Ask, server: Server, code: int, kind: type[tenantry.Refused]
) -> None:
    server.refuse(code, status=400)
    with pytest.raises(kind) as caught:
        ask(namespace)

    assert type(caught.value) is kind
    assert caught.value.code == code
    assert caught.value.hint is not None
    assert str(caught.value).endswith(f"message of {code} ({code})\n{caught.value.hint}")


def test_a_code_that_is_not_known_is_refused_and_nothing_more(ask: Ask, server: Server) -> None:
    server.refuse(4711)
    with pytest.raises(tenantry.Refused, match=r"message of 4711 \(4711\)$") as caught:
        ask(namespace)

    assert (type(caught.value), caught.value.hint) == (tenantry.Refused, None)


def test_the_first_code_that_is_known_decides(ask: Ask, server: Server) -> None:
    server.refuse(4711, 10007, 10000, status=404)
    with pytest.raises(tenantry.ScriptNotFound) as caught:
        ask(namespace)

    assert caught.value.code == 4711
    assert [error.code for error in caught.value.errors] == [4711, 10007, 10000]


@pytest.mark.parametrize("code", sorted(KINDS[tenantry.Denied]))
def test_denied_names_the_permissions(ask: Ask, server: Server, code: int) -> None:
    server.refuse(code, status=403)
    with pytest.raises(tenantry.Denied, match=r"An API token needs Workers Scripts Write\.$"):
        ask(lambda client: client.namespace("production").create())


def test_a_token_that_is_not_known_is_told_from_a_missing_permission(ask: Ask, server: Server) -> None:
    server.refuse(10000, status=401)
    with pytest.raises(tenantry.Denied, match="does not know these credentials") as caught:
        ask(lambda client: client.namespace("production").create())

    assert "An API token needs" not in str(caught.value)


CHANGES: dict[str, Verb] = {
    "patch_settings": lambda client: shop(client).patch_settings(tags=["a"]),
    "put_secret": lambda client: shop(client).put_secret("KEY", "not-a-real-key"),
    "put_secrets": lambda client: shop(client).put_secrets({"KEY": "not-a-real-key"}),
    "delete_secret": lambda client: shop(client).delete_secret("KEY"),
    "set_tags": lambda client: shop(client).set_tags(["a"]),
}


@pytest.mark.parametrize("code", [10006, 10021])
@pytest.mark.parametrize("verb", CHANGES.values(), ids=CHANGES)
def test_a_change_without_code_says_nothing_of_code(ask: Ask, server: Server, verb: Verb, code: int) -> None:
    server.refuse(code, status=400)
    with pytest.raises(tenantry.Invalid, match="what was there before still holds") as caught:
        ask(verb)

    assert "never deployed" not in str(caught.value)


@pytest.mark.parametrize("verb", ["deploy", "put_content"])
def test_code_that_is_refused_was_never_deployed(ask: Ask, server: Server, verb: str) -> None:
    server.refuse(10021, status=400)
    options = {"compatibility_date": DAY, "keep_settings": False} if verb == "deploy" else {}
    with pytest.raises(tenantry.Invalid, match="This code was never deployed"):
        ask(lambda client: getattr(shop(client), verb)(CODE, **options))


def test_what_a_terminal_would_obey_is_escaped(ask: Ask, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    words = "\x1b[2J\x1b[31mall is well\r\x07\x9b1m\x7f\tgo on\nhere"
    escaped = r"\x1b[2J\x1b[31mall is well\x0d\x07\x9b1m\x7f" + "\tgo on\nhere"
    server.answer_json({"success": False, "errors": [{"code": 1, "message": words}]}, 400)
    server.answer(502, words.encode())
    server.succeed([], messages=[words])
    texts = []
    for _ in range(2):
        with pytest.raises(tenantry.Error) as caught:
            ask(lambda client: client.list_namespaces())
        texts.append(str(caught.value))
    ask(lambda client: client.list_namespaces())

    assert escaped in texts[0]
    assert escaped in caplog.text
    assert not [character for text in (*texts, caplog.text) for character in "\x1b\r\x07\x9b\x7f" if character in text]


def test_a_limit_says_for_how_long(ask: Ask, server: Server) -> None:
    server.refuse(971, status=429, retry_after="280")
    with pytest.raises(tenantry.RateLimited, match=r"Cloudflare asks to wait 280 s\.$"):
        ask(namespace)


def test_a_script_without_versions_is_not_there(ask: Ask, server: Server) -> None:
    error = {"code": 10013, "message": "This Worker has no versions."}
    server.answer_json({"success": False, "errors": [error]}, 404)
    with pytest.raises(tenantry.ScriptNotFound):
        ask(lambda client: client.namespace("production").script("shop").get())


def test_a_binding_to_assets_that_are_not_there_says_how_they_come(ask: Ask, server: Server) -> None:
    error = {"code": 10021, "message": "Cannot use an assets binding without assets"}
    server.answer_json({"success": False, "errors": [error]}, 400)
    with pytest.raises(tenantry.Invalid, match=r"deploy\(assets=Assets\(…\)\) brings them"):
        ask(lambda client: client.namespace("production").script("shop").deploy({"a.js": ""}, compatibility_date="x"))


def test_an_endpoint_that_does_not_exist_is_not_a_matter_of_permissions(ask: Ask, server: Server) -> None:
    error = {"code": 10000, "message": "PUT method not allowed for the api_token authentication scheme"}
    server.answer_json({"success": False, "errors": [error]}, 403)
    with pytest.raises(tenantry.Refused, match="is base_url right") as caught:
        ask(namespace)

    assert not isinstance(caught.value, tenantry.Denied)


WAITS = [
    ({"retry_after": "300"}, 300.0),
    ({"retry_after": " 7 "}, 7.0),
    ({"retry_after": "0"}, 0.0),
    ({"retry_after": "Sun, 22 Nov 2026 10:05:00 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 300.0),
    ({"retry_after": "Sun, 22 Nov 2026 09:00:00 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 0.0),
    ({"retry_after": "-5"}, None),
    ({"retry_after": "soon"}, None),
    ({"retry_after": "nan"}, None),
    ({"retry_after": ""}, None),
    ({"retry_after": "9" * 30_000}, inf),
    ({"retry_after": "Sun, 22 Nov 2026 10:05:00 +9999999999999999", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, None),
    ({"retry_after": "Sun, 22 Nov 2026 10:05:00 -0000", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("headers", "wait"), WAITS, ids=range(len(WAITS)))
def test_a_limit_says_how_long_to_wait(ask: Ask, server: Server, headers: Any, wait: float | None) -> None:
    server.answer(429, **headers)
    with pytest.raises(tenantry.RateLimited) as empty:
        ask(namespace, api_token="one")
    server.answers.clear()
    server.refuse(971, status=429, **headers)
    with pytest.raises(tenantry.RateLimited, match="All calls of this user are refused") as with_code:
        ask(namespace, api_token="another")

    assert (empty.value.retry_after, with_code.value.retry_after) == (wait, wait)


def test_a_limit_keeps_its_headers(ask: Ask, server: Server) -> None:
    server.answer(429, ratelimit='"default";r=0;t=30', ratelimit_policy='"burst";q=100;w=60')
    with pytest.raises(tenantry.RateLimited) as caught:
        ask(namespace)

    headers = caught.value.answer.headers
    assert (headers["ratelimit"], headers["ratelimit-policy"]) == ('"default";r=0;t=30', '"burst";q=100;w=60')


# --- 100120: the namespace exists, or its name is invalid ---

FOUND = {"namespace_name": "production", "trusted_workers": False}


def test_a_name_that_is_taken_exists(ask: Ask, server: Server) -> None:
    server.refuse(100120)
    server.succeed(FOUND)
    with pytest.raises(tenantry.Exists, match=r"^POST .* answered 400: .*\(100120\)\nensure\(\) takes"):
        ask(lambda client: client.namespace("production").create())

    assert [request.method for request in server.requests] == ["POST", "GET"]
    assert json.loads(server.requests[0].body) == {"name": "production"}


def test_a_name_that_is_not_there_and_yet_refused_is_invalid(ask: Ask, server: Server) -> None:
    server.refuse(100120)
    server.refuse(100119, status=404)
    with pytest.raises(tenantry.Invalid, match="does not accept 'production' as the name of a namespace") as caught:
        ask(lambda client: client.namespace("production").create())

    assert (caught.value.status, caught.value.code, caught.value.method) == (400, 100120, "POST")


def test_what_cannot_be_asked_is_said(ask: Ask, server: Server) -> None:
    server.refuse(100120)
    server.refuse(10000, status=403)
    with pytest.raises(tenantry.Denied):
        ask(lambda client: client.namespace("production").create())


def test_ensure_takes_what_another_created_meanwhile(ask: Ask, server: Server) -> None:
    server.refuse(100119, status=404)
    server.refuse(100120)
    server.succeed(FOUND)
    found = ask(lambda client: client.namespace("production").ensure())

    assert isinstance(found, models.NamespaceInfo)
    assert [request.method for request in server.requests] == ["GET", "POST", "GET", "GET"]


def test_ensure_takes_what_is_there_with_one_request(ask: Ask, server: Server) -> None:
    server.succeed(FOUND)
    ask(lambda client: client.namespace("production").ensure())

    (request,) = server.requests
    assert request.method == "GET"
    assert request.target == f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces/production"
