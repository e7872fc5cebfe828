"""Scripts that are deleted or listed by their tags, and the account's own Workers."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

import tenantry
from tenantry import models
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask

NAMESPACE = f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces/production"


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


NOTHING: list[tuple[int, bytes]] = [
    (200, b""),
    (204, b""),
    *((200, json.dumps({"success": True, "result": result}).encode()) for result in ({}, None, {"has_more": False})),
]


@pytest.mark.parametrize(("status", "body"), NOTHING)
def test_an_answer_that_does_not_say_what_was_deleted_is_bad(
    ask: Ask, server: Server, status: int, body: bytes
) -> None:
    server.answer(status, body)
    with pytest.raises(tenantry.BadAnswer, match="does not say what was deleted") as caught:
        delete(ask)
    assert caught.value.outcome == "unknown"

    with pytest.raises(tenantry.BadAnswer, match="does not say what was deleted"):
        ask(lambda client: client.namespace("production").delete_all_scripts(confirm="production"))


def test_nothing_that_was_deleted_is_said_too(ask: Ask, server: Server) -> None:
    server.succeed(gone())

    assert ids(delete(ask)) == []


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


def test_a_count_that_leads_in_a_circle_deletes_nothing(ask: Ask, server: Server) -> None:
    for _ in range(3):
        server.succeed([{"script": {"id": "a", "tags": ["old"]}}], result_info={"cursor": "again"})

    with pytest.raises(tenantry.BadAnswer, match="leads in a circle"):
        delete(ask, expect=3)
    assert [request.method for request in server.requests] == ["GET", "GET"]


def test_the_expected_number_is_deleted(ask: Ask, server: Server) -> None:
    server.succeed([{"script": {"id": "a", "tags": ["old"]}}])
    server.succeed(gone("a"))

    assert ids(delete(ask, expect=1)) == ["a"]


@pytest.mark.parametrize("tag", ["", "a:b", "a,b", "a&b", "..", None, ["a", "b"]])
def test_what_is_not_exactly_one_tag_deletes_nothing(ask: Ask, server: Server, tag: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"A tag |the tag "):
        ask(lambda client: client.namespace("production").delete_scripts(tag=tag))
    assert server.requests == []


def test_all_are_deleted_only_where_the_name_is_said_once_more(ask: Ask, server: Server) -> None:
    with pytest.raises(tenantry.NotSent, match="confirm='production'"):
        ask(lambda client: client.namespace("production").delete_all_scripts(confirm="staging"))
    assert server.requests == []

    server.succeed(gone("a"))
    assert ids(ask(lambda client: client.namespace("production").delete_all_scripts(confirm="production"))) == ["a"]
    assert server.requests[0].query == "limit=1000"


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
