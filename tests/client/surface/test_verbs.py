"""Verbs that are one request or a loop of one: what each sends, and what it returns."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import tenantry
from tenantry import bindings, models
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask

SCRIPT = f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces/production/scripts/shop"
NAMESPACE = f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces/production"
CANARY = "a-value-that-nobody-must-see"

# Any: a client of either kind, and what its verb returns.
Verb = Callable[[Any], Any]


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


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
    "verb",
    [
        lambda s: s.put_secret("KEY", None),
        lambda s: s.put_secret("", "value"),
        lambda s: s.put_secret("..", "value"),
        lambda s: s.put_secret("K", bindings.SecretKey(name="OTHER")),
        lambda s: s.put_secrets({"GOOD": "value", "KEY": None}),
        lambda s: s.put_secrets(["KEY"]),
        lambda s: s.get_secret(".."),
        lambda s: s.delete_secret(""),
        lambda s: s.delete_secrets("KEY"),
        lambda s: s.delete_secrets(["KEY", ".."]),
        lambda s: s.set_tags("plan-pro"),
        lambda s: s.set_tags([None]),
        lambda s: s.set_tags([""]),
        lambda s: s.add_tag(".."),
        lambda s: s.remove_tag(""),
        lambda s: s.remove_tag(None),
        lambda s: s.patch_settings(),
        lambda s: s.patch_settings(tags="plan-pro"),
        lambda s: s.patch_settings(bindings=[{"type": "d1"}]),
        lambda s: s.patch_settings(compatibility_date=20260101),
        lambda s: s.put_content({}),
        lambda s: s.put_content("missing/"),
    ],
)
def test_what_would_do_harm_or_cannot_work_is_not_sent(ask: Ask, server: Server, verb: Verb) -> None:
    with pytest.raises(tenantry.NotSent):
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
    with pytest.raises(tenantry.BadAnswer):
        ask(lambda client: shop(client).get_secret("KEY"))


# --- settings and content -----------------------------------------------------------------------------


def test_settings_are_one_json_part_with_only_what_is_given(ask: Ask, server: Server) -> None:
    server.succeed({"logpush": True})
    changed = ask(lambda client: shop(client).patch_settings(logpush=True, tags=None, tail_consumers=None))

    (sent,) = server.requests
    (part,) = sent.parts
    assert (sent.method, sent.path) == ("PATCH", f"{SCRIPT}/settings")
    assert (part.name, part.filename, part.type) == ("settings", None, "application/json")
    assert json.loads(part.content) == {"logpush": True, "tags": None, "tail_consumers": None}
    assert changed == models.Settings(logpush=True)


def test_every_setting_can_be_given(ask: Ask, server: Server) -> None:
    server.succeed({})
    ask(
        lambda client: shop(client).patch_settings(
            bindings=[bindings.Inherit(name="KEY"), bindings.Other(type="new", name="N", more=1)],
            cache_options=models.CacheOptions(enabled=True),
            compatibility_date="2026-01-01",
            compatibility_flags=("nodejs_compat",),
            limits=models.Limits(cpu_ms=50),
            logpush=False,
            migrations=models.SingleStepMigrations(new_tag="v1"),
            observability=models.Observability(enabled=True),
            placement=models.SmartPlacement(),
            tags=("a",),
            tail_consumers=[models.TailConsumer(service="logs")],
            usage_model=models.UsageModel.STANDARD,
        )
    )

    assert json.loads(server.requests[0].parts[0].content) == {
        "bindings": [{"type": "inherit", "name": "KEY"}, {"type": "new", "name": "N", "more": 1}],
        "cache_options": {"enabled": True},
        "compatibility_date": "2026-01-01",
        "compatibility_flags": ["nodejs_compat"],
        "limits": {"cpu_ms": 50},
        "logpush": False,
        "migrations": {"new_tag": "v1"},
        "observability": {"enabled": True},
        "placement": {"mode": "smart"},
        "tags": ["a"],
        "tail_consumers": [{"service": "logs"}],
        "usage_model": "standard",
    }


def test_settings_that_are_not_answered_are_asked_for(ask: Ask, server: Server) -> None:
    server.succeed(None)
    server.succeed({"logpush": True})

    assert ask(lambda client: shop(client).patch_settings(logpush=True)) == models.Settings(logpush=True)
    assert [request.method for request in server.requests] == ["PATCH", "GET"]


def test_bindings_survive_being_read_and_written(ask: Ask, server: Server) -> None:
    there = [{"type": "d1", "name": "DB", "id": "1"}, {"type": "brand_new", "name": "N", "more": {"a": [1]}}]
    server.succeed(there)
    server.succeed({})
    found = ask(lambda client: shop(client).get_bindings())
    ask(lambda client: shop(client).patch_settings(bindings=found))

    assert [type(binding) for binding in found] == [bindings.D1, bindings.OtherBinding]
    assert json.loads(server.requests[1].parts[0].content)["bindings"] == there


def test_code_alone_is_sent_with_nothing_but_its_beginning(ask: Ask, server: Server) -> None:
    server.succeed(None)
    replaced = ask(
        lambda client: shop(client).put_content({"index.js": "export default {}", "a.txt": "A"}, main="index.js")
    )

    (sent,) = server.requests
    assert (sent.method, sent.path) == ("PUT", f"{SCRIPT}/content")
    assert sent.metadata == {"main_module": "index.js"}
    assert [part.name for part in sent.parts] == ["metadata", "index.js", "a.txt"]
    assert replaced == models.ScriptDetails(id="shop")


# --- many at once -------------------------------------------------------------------------------------


def gone(*ids: str, has_more: bool = False) -> dict[str, object]:
    return {"deleted": [{"id": each} for each in ids], "deleted_count": len(ids), "has_more": has_more}


def delete(ask: Ask, **arguments: Any) -> Any:
    return ask(lambda client: client.namespace("production").delete_scripts(tag="old", **arguments))


def ids(deleted: models.Deleted) -> Sequence[str | None]:
    return [script.id for script in deleted.deleted or ()]


def test_scripts_are_deleted_until_none_has_the_tag(ask: Ask, server: Server) -> None:
    server.succeed(gone("a", "b", has_more=True))
    server.succeed(gone("c"))

    deleted = delete(ask)

    assert (ids(deleted), deleted.deleted_count, deleted.has_more) == (["a", "b", "c"], 3, False)
    assert [(request.method, request.path, request.query) for request in server.requests] == [
        ("DELETE", f"{NAMESPACE}/scripts", "tags=old%3Ayes&limit=1000")
    ] * 2


def test_what_was_deleted_is_also_read_beside_the_result(ask: Ask, server: Server) -> None:
    server.answer_json({"success": True, **gone("a")})

    assert ids(delete(ask)) == ["a"]


@pytest.mark.parametrize("again", [gone(has_more=True), gone("a", has_more=True)])
def test_more_to_delete_without_progress_is_an_error_that_says_what_is_gone(
    ask: Ask, server: Server, again: object
) -> None:
    server.succeed(gone("a", "b", has_more=True))
    server.succeed(again)

    with pytest.raises(tenantry.BadAnswer, match="deletes nothing") as caught:
        delete(ask)
    assert caught.value.deleted == ("a", "b")


def test_a_refusal_on_the_way_says_what_is_gone(ask: Ask, server: Server) -> None:
    server.succeed(gone("a", has_more=True))
    server.refuse(10000, status=403)

    with pytest.raises(tenantry.Denied) as caught:
        delete(ask)
    assert caught.value.deleted == ("a",)


def test_another_number_than_expected_deletes_nothing(ask: Ask, server: Server) -> None:
    server.succeed([{"script": {"id": "a", "tags": ["old"]}}], result_info={"cursor": "next"})
    server.succeed([{"script": {"id": "b", "tags": ["old"]}}, {"script": {"id": "c", "tags": ["new"]}}])

    with pytest.raises(tenantry.NotSent, match="2 scripts have the tag 'old', which is not what was expected"):
        delete(ask, expect=3)
    assert [request.method for request in server.requests] == ["GET", "GET"]


def test_the_expected_number_is_deleted(ask: Ask, server: Server) -> None:
    server.succeed([{"script": {"id": "a", "tags": ["old"]}}])
    server.succeed(gone("a"))

    assert ids(delete(ask, expect=1)) == ["a"]


@pytest.mark.parametrize("tag", ["", "a:b", "a,b", "a&b", "..", None, ["a", "b"]])
def test_what_is_not_exactly_one_tag_deletes_nothing(ask: Ask, server: Server, tag: Any) -> None:
    with pytest.raises(tenantry.NotSent):
        ask(lambda client: client.namespace("production").delete_scripts(tag=tag))
    assert server.requests == []


def test_all_are_deleted_only_where_the_name_is_said_once_more(ask: Ask, server: Server) -> None:
    with pytest.raises(tenantry.NotSent, match="confirm='production'"):
        ask(lambda client: client.namespace("production").delete_all_scripts(confirm="staging"))
    assert server.requests == []

    server.succeed(gone("a"))
    assert ids(ask(lambda client: client.namespace("production").delete_all_scripts(confirm="production"))) == ["a"]
    assert server.requests[0].query == "limit=1000"


# --- the account's own Workers ------------------------------------------------------------------------


def test_the_accounts_own_workers_come_with_their_routes(ask: Ask, server: Server) -> None:
    server.succeed([{"id": "router", "tags": ["edge"], "routes": [{"id": "r", "pattern": "example.com/*"}]}])

    (worker,) = ask(lambda client: client.list_workers(tags={"edge": True}))

    assert (worker.id, worker.routes) == ("router", [models.Route(id="r", pattern="example.com/*")])
    assert server.requests[0].path == f"/client/v4/accounts/{ACCOUNT}/workers/scripts"
    assert server.requests[0].query == "tags=edge%3Ayes"


ROWS = [
    {"script": {"id": "both", "tags": ["a", "b"]}},
    {"script": {"id": "one", "tags": ["a"]}},
    {"script": {"id": "unknown"}},
    {"id": "flat", "tags": ["b"]},
]


def test_a_filter_holds_whatever_cloudflare_makes_of_several_tags(ask: Ask, server: Server) -> None:
    server.succeed(ROWS)
    listed = ask(lambda client: client.namespace("production").list_scripts(tags={"a": True, "b": False}).all())

    # A row that says nothing of tags is taken on Cloudflare's word.
    assert [script.name for script in listed] == ["one", "unknown"]
