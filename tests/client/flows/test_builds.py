"""Which code runs where, counted from the listing."""

from datetime import UTC, datetime
from typing import Any

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask


def builds(ask: Ask, **arguments: Any) -> Any:
    return ask(lambda client: client.namespace("production").builds(**arguments))


def row(name: str, etag: str, modified_on: str | None = None) -> dict[str, object]:
    return {"script": {"id": name, "etag": etag, "tags": ["beta"], "modified_on": modified_on}}


def test_scripts_are_counted_by_their_etags_over_all_pages(ask: Ask, server: Server) -> None:
    first = [row("a", "old", "2026-03-01T00:00:00Z"), row("b", "new", "2026-03-02T12:00:00.5Z")]
    server.succeed(first, result_info={"cursor": "next"})
    server.succeed([row("c", "new", "2026-03-02T12:00:00Z"), row("d", "new")])

    assert builds(ask) == [
        tenantry.Build("new", ("b", "c", "d"), datetime(2026, 3, 2, 12, tzinfo=UTC)),
        tenantry.Build("old", ("a",), datetime(2026, 3, 1, tzinfo=UTC)),
    ]
    assert [request.query for request in server.requests] == ["limit=1000", "limit=1000&cursor=next"]


def test_scripts_without_an_etag_stand_together(ask: Ask, server: Server) -> None:
    server.succeed([{"id": "a"}, {"id": "b"}])

    (build,) = builds(ask)

    assert (build.etag, build.names, build.count, build.since) == (None, ("a", "b"), 2, None)


def test_only_scripts_with_the_tags_are_counted(ask: Ask, server: Server) -> None:
    server.succeed([row("a", "old")])

    assert [build.names for build in builds(ask, tags={"beta": True})] == [("a",)]
    assert server.requests[0].query == "tags=beta%3Ayes&limit=1000"


def test_a_listing_that_leads_in_a_circle_is_an_error(ask: Ask, server: Server) -> None:
    for _ in range(2):
        server.succeed([row("a", "old")], result_info={"cursor": "again"})

    with pytest.raises(tenantry.BadAnswer, match="leads in a circle"):
        builds(ask)


def test_equal_code_has_equal_etags_at_the_emulator(production: Ask) -> None:
    def deploy(name: str, says: str) -> None:
        code = {"index.js": f"export default {{ fetch: () => new Response('{says}') }}"}
        options: dict[str, Any] = {"compatibility_date": "2026-11-01", "keep_settings": False}
        production(lambda client: client.namespace("production").script(name).deploy(code, **options))

    for name, says in (("a", "v1"), ("b", "v2"), ("c", "v2")):
        deploy(name, says)

    assert [build.names for build in builds(production)] == [("b", "c"), ("a",)]
