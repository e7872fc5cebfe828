"""Verbs that are one request or a loop of one: what each sends, and what it returns."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import tenantry
from tenantry import bindings, models
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask
from tests.client.support.scripts import shop

SCRIPT = f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces/production/scripts/shop"
CANARY = "a-value-that-nobody-must-see"

# Any: a client of either kind, and what its verb returns.
Verb = Callable[[Any], Any]


VERBS: list[tuple[str, Verb, object, str, str, object, object]] = [
    ("get_bindings", lambda s: s.get_bindings(), [], "GET", "/bindings", None, []),
    ("list_secrets", lambda s: s.list_secrets(), None, "GET", "/secrets", None, []),
    (
        "get_secret",
        lambda s: s.get_secret("KEY"),
        {"type": "secret_text", "name": "KEY"},
        "GET",
        "/secrets/KEY",
        None,
        bindings.SecretText(name="KEY"),
    ),
    (
        "put_secret",
        lambda s: s.put_secret("KEY", CANARY),
        None,
        "PUT",
        "/secrets",
        {"name": "KEY", "text": CANARY, "type": "secret_text"},
        None,
    ),
    ("delete_secret", lambda s: s.delete_secret("KEY"), None, "DELETE", "/secrets/KEY", None, True),
    (
        "put_secrets",
        lambda s: s.put_secrets({"KEY": CANARY}),
        {"KEY": {"type": "secret_text", "name": "KEY"}},
        "PATCH",
        "/secrets-bulk",
        {"secrets": {"KEY": {"name": "KEY", "text": CANARY, "type": "secret_text"}}},
        None,
    ),
    (
        "delete_secrets",
        lambda s: s.delete_secrets(["OLD", "OLDER"]),
        {"OLD": None, "OLDER": None},
        "PATCH",
        "/secrets-bulk",
        {"secrets": {"OLD": None, "OLDER": None}},
        None,
    ),
    ("get_tags", lambda s: s.get_tags(), ["a"], "GET", "/tags", None, ["a"]),
    ("get_tags of none", lambda s: s.get_tags(), None, "GET", "/tags", None, []),
    ("set_tags", lambda s: s.set_tags(["a", "b"]), ["a", "b"], "PUT", "/tags", ["a", "b"], ["a", "b"]),
    ("set_tags to none", lambda s: s.set_tags([]), None, "PUT", "/tags", [], []),
    ("add_tag", lambda s: s.add_tag("a/b"), None, "PUT", "/tags/a%2Fb", None, None),
    ("remove_tag", lambda s: s.remove_tag("a"), None, "DELETE", "/tags/a", None, None),
]


@pytest.mark.parametrize(
    ("verb", "result", "method", "path", "body", "returned"), [row[1:] for row in VERBS], ids=[row[0] for row in VERBS]
)
def test_a_verb_is_one_request(
    ask: Ask, server: Server, verb: Verb, result: object, method: str, path: str, body: object, returned: object
) -> None:
    server.succeed(result)

    answer = ask(lambda client: verb(shop(client)))

    (sent,) = server.requests
    assert (sent.method, sent.path) == (method, SCRIPT + path)
    assert (json.loads(sent.body) if sent.body else None) == body
    assert answer == returned


def test_bulk_secrets_are_a_merge_patch(ask: Ask, server: Server) -> None:
    server.succeed({})
    ask(lambda client: shop(client).put_secrets({"KEY": CANARY}))

    assert server.requests[0].headers["content-type"] == "application/merge-patch+json"


def test_secrets_are_split_at_what_cloudflare_takes_at_once(ask: Ask, server: Server) -> None:
    for _ in range(3):
        server.succeed({})
    ask(lambda client: shop(client).put_secrets({f"KEY_{number}": CANARY for number in range(60)}))

    sent = [list(json.loads(request.body)["secrets"]) for request in server.requests]
    assert [len(names) for names in sent] == [25, 25, 10]
    assert sorted(name for names in sent for name in names) == sorted(f"KEY_{number}" for number in range(60))


def test_a_key_is_sent_as_it_is(ask: Ask, server: Server) -> None:
    key = bindings.SecretKey(
        name="K", algorithm="AES-GCM", format_=models.KeyFormat.RAW, usages=[models.KeyUsage.ENCRYPT], key_base64=CANARY
    )
    server.succeed({"type": "secret_key", "name": "K"})
    ask(lambda client: shop(client).put_secret("K", key))

    assert json.loads(server.requests[0].body) == {
        "name": "K",
        "type": "secret_key",
        "algorithm": "AES-GCM",
        "format": "raw",
        "usages": ["encrypt"],
        "key_base64": CANARY,
    }
    assert CANARY not in repr(key)


@pytest.mark.parametrize(
    ("verb", "text"),
    [
        (lambda s: s.put_secret("KEY", None), "Secret 'KEY' must be a str"),
        (lambda s: s.put_secret("", "value"), "name of a secret is empty"),
        (lambda s: s.put_secret("..", "value"), "would address something else"),
        (lambda s: s.put_secret("K", bindings.SecretKey(name="OTHER")), "itself called 'OTHER'"),
        (lambda s: s.put_secrets({"GOOD": "value", "KEY": None}), "Secret 'KEY' must be a str"),
        (lambda s: s.put_secrets(["KEY"]), "values must be a mapping"),
        (lambda s: s.get_secret(".."), "would address something else"),
        (lambda s: s.delete_secret(""), "name of a secret is empty"),
        (lambda s: s.delete_secrets("KEY"), "names must be a list"),
        (lambda s: s.delete_secrets(["KEY", ".."]), "would address something else"),
        (lambda s: s.set_tags("plan-pro"), "tags must be a list, not str"),
        (lambda s: s.set_tags([None]), "tags must be a list of str"),
        (lambda s: s.set_tags([""]), "A tag is empty"),
        (lambda s: s.add_tag(".."), "would address something else"),
        (lambda s: s.remove_tag(""), "A tag is empty"),
        (lambda s: s.remove_tag(None), "A tag must be a str"),
        (lambda s: s.patch_settings(), "No setting is given"),
        (lambda s: s.patch_settings(tags="plan-pro"), "tags must be a list"),
        (lambda s: s.patch_settings(bindings=["d1"]), "made by tenantry.bindings"),
        (lambda s: s.patch_settings(bindings=None), "bindings must be a list, not NoneType. Leave it out to keep"),
        (lambda s: s.patch_settings(tags=None), "tags must be a list, not NoneType. Leave it out to keep"),
        (lambda s: s.patch_settings(tail_consumers=None), "tail_consumers must be a list, not NoneType"),
        (lambda s: s.patch_settings(limits=None), "limits=None says neither to keep nor to remove"),
        (lambda s: s.put_secrets(None), "values must be a mapping of names to values, not NoneType"),
        (lambda s: s.delete_secrets(None), "must be a list, not NoneType"),
        (lambda s: s.patch_settings(compatibility_date=20260101), "compatibility_date is a date"),
        (lambda s: s.put_content({}), "There are no modules"),
        (lambda s: s.put_content("missing/"), "Cannot read 'missing/'"),
    ],
)
def test_what_would_do_harm_or_cannot_work_is_not_sent(ask: Ask, server: Server, verb: Verb, text: str) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        ask(lambda client: verb(shop(client)))

    assert server.requests == []


def test_a_secret_that_is_gone_already_is_deleted_unless_it_must_be_there(ask: Ask, server: Server) -> None:
    server.refuse(10056, status=404)
    assert ask(lambda client: shop(client).delete_secret("KEY")) is False

    server.refuse(10056, status=404)
    with pytest.raises(tenantry.SecretNotFound):
        ask(lambda client: shop(client).delete_secret("KEY", missing_ok=False))


def test_a_secret_without_a_result_is_a_bad_answer(ask: Ask, server: Server) -> None:
    server.succeed(None)
    with pytest.raises(tenantry.BadAnswer, match="a success without a result"):
        ask(lambda client: shop(client).get_secret("KEY"))
