"""Lists of scripts: pages are fetched as they are read."""

from typing import Any

import pytest

import tenantry
from tenantry_emulator import Emulator, Guesses
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask

DAY = "2026-01-01"
ROW = {"script": {"id": "shop"}, "dispatch_namespace": "production"}


def all_scripts(client: Any, **options: Any) -> Any:
    return client.namespace("production").list_scripts(**options).all()


def answer_pages(server: Server, *pages: tuple[list[str], object]) -> None:
    """A page of these names, and the cursor of the next."""
    for names, cursor in pages:
        server.succeed([{"script": {"id": name}} for name in names], result_info={"cursor": cursor})


def cursors(server: Server) -> list[str | None]:
    queries = [dict(pair.split("=") for pair in request.query.split("&")) for request in server.requests]
    return [query.get("cursor") for query in queries]


def test_a_list_follows_its_cursors_to_the_end(ask: Ask, server: Server) -> None:
    answer_pages(server, (["a", "b"], "one"), ([], "two"), (["c"], ""))

    assert [row.name for row in ask(all_scripts)] == ["a", "b", "c"]
    assert cursors(server) == [None, "one", "two"]
    assert server.requests[0].query == "limit=1000"


def test_20_000_scripts_are_20_requests(ask: Ask, server: Server) -> None:
    names = [f"tenant-{number}" for number in range(20_000)]
    pages = [names[start : start + 1_000] for start in range(0, 20_000, 1_000)]
    answer_pages(server, *((page, f"after-{page[-1]}" if page is not pages[-1] else None) for page in pages))

    assert [row.name for row in ask(all_scripts)] == names
    assert len(server.requests) == 20
    assert {dict(pair.split("=") for pair in request.query.split("&"))["limit"] for request in server.requests} == {
        "1000"
    }


@pytest.mark.parametrize("info", [None, {}, {"cursor": None}, {"cursor": ""}, {"count": 1}], ids=repr)
def test_a_list_ends_where_there_is_no_cursor(ask: Ask, server: Server, info: Any) -> None:
    server.succeed([ROW], result_info=info)

    assert len(ask(all_scripts)) == 1
    assert len(server.requests) == 1


@pytest.mark.parametrize("result", [[], None], ids=repr)
def test_an_empty_list_is_empty(ask: Ask, server: Server, result: Any) -> None:
    server.succeed(result)

    assert ask(all_scripts) == []


@pytest.mark.parametrize("trail", [["x", "x"], ["x", "y", "x"]], ids="-".join)
def test_a_cursor_that_comes_again_ends_in_an_error(ask: Ask, server: Server, trail: list[str]) -> None:
    answer_pages(server, *((["a"], cursor) for cursor in trail))
    with pytest.raises(tenantry.BadAnswer, match="leads in a circle"):
        ask(all_scripts)

    assert len(server.requests) == len(trail)


@pytest.mark.parametrize("cursor", [5, ["x"], {"x": 1}, True], ids=repr)
def test_a_cursor_that_is_not_text_is_a_bad_answer(ask: Ask, server: Server, cursor: object) -> None:
    answer_pages(server, (["a"], cursor))
    with pytest.raises(tenantry.BadAnswer, match="cursor"):
        ask(all_scripts)


@pytest.mark.parametrize("result", ["text", 5, [5], [None], [[]], True], ids=repr)
def test_rows_that_are_not_objects_are_a_bad_answer(ask: Ask, server: Server, result: Any) -> None:
    server.succeed(result)
    with pytest.raises(tenantry.BadAnswer, match="neither an object, nor a list of objects, nor null"):
        ask(all_scripts)


def test_a_list_is_lazy_and_asks_again_when_it_is_read_again(ask: Ask, server: Server) -> None:
    answer_pages(server, (["a"], "next"), (["b"], ""), (["a"], "next"), (["b"], ""))

    def read(client: tenantry.Client) -> list[list[str]]:
        pages = client.namespace("production").list_scripts()
        assert server.requests == []
        first = [row.name for row in pages]
        return [first, [row.name for page in pages.pages() for row in page]]

    async def async_read(client: tenantry.AsyncClient) -> list[list[str]]:
        pages = client.namespace("production").list_scripts()
        assert server.requests == []
        first = [row.name async for row in pages]
        return [first, [row.name async for page in pages.pages() for row in page]]

    assert ask(read if ask.flavour == "blocking" else async_read) == [["a", "b"], ["a", "b"]]
    assert cursors(server) == [None, "next", None, "next"]


def test_a_page_is_fetched_only_when_it_is_read(ask: Ask, server: Server) -> None:
    answer_pages(server, (["a"], "next"), (["b"], ""))

    def first(client: tenantry.Client) -> int:
        return len(next(client.namespace("production").list_scripts().pages()))

    async def async_first(client: Any) -> int:
        pages = client.namespace("production").list_scripts().pages()
        found = len(await anext(pages))
        await pages.aclose()
        return found

    assert ask(first if ask.flavour == "blocking" else async_first) == 1
    assert len(server.requests) == 1


@pytest.mark.parametrize("nested", [True, False])
def test_at_the_emulator_a_list_is_what_was_deployed(flavour: str, nested: bool) -> None:
    with Emulator(guesses=Guesses(list_rows_nested=nested)) as emulator:
        ask = Ask(flavour, {"base_url": emulator.url, "account_id": emulator.account_id, "api_token": "t"})
        ask(lambda client: client.namespace("production").create())
        for name, tags in (("a", ["pro"]), ("b", ["pro", "beta"]), ("c", [])):
            ask(lambda client, name=name, tags=tags: deploy(client, name, tags))  # type: ignore[misc]

        assert [row.name for row in ask(all_scripts)] == ["a", "b", "c"]
        assert [row.name for row in ask(lambda client: all_scripts(client, tags={"pro": True, "beta": False}))] == ["a"]


def deploy(client: Any, name: str, tags: list[str]) -> Any:
    script = client.namespace("production").script(name)
    return script.deploy({"index.js": "export default { fetch() {} }"}, compatibility_date=DAY, tags=tags)


def test_the_list_of_a_namespace_that_does_not_exist_is_not_empty(emulated: Ask) -> None:
    with pytest.raises(tenantry.NamespaceNotFound, match="ensure\\(\\) creates it"):
        emulated(all_scripts)
