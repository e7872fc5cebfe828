"""Tags that a list of scripts is filtered by."""

from typing import Any
from urllib.parse import parse_qs

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask


def all_scripts(client: Any, **options: Any) -> Any:
    return client.namespace("production").list_scripts(**options).all()


def test_a_filter_says_which_tags_and_which_not(ask: Ask, server: Server) -> None:
    server.succeed([])
    ask(lambda client: all_scripts(client, tags={"plan-pro": True, "beta": False, "größe l": True}))

    query = {"tags": ["plan-pro:yes,beta:no,größe l:yes"], "limit": ["1000"]}
    assert parse_qs(server.requests[0].query) == query


NO_FILTERS = [
    ({"a:b": True}, "it has `:`, `,` or `&`"),
    ({"a,b": True}, "it has `:`, `,` or `&`"),
    ({"a&b": True}, "it has `:`, `,` or `&`"),
    ({}, "The tag filter is empty"),
    ("plan-pro", "A tag filter is a mapping"),
    (["plan-pro"], "A tag filter is a mapping"),
    ({"plan-pro": "no"}, "True or False"),
    ({"plan-pro": None}, "True or False"),
]


@pytest.mark.parametrize(("tags", "text"), NO_FILTERS, ids=repr)
def test_a_filter_that_cannot_be_expressed_is_not_sent(ask: Ask, server: Server, tags: Any, text: str) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        ask(lambda client: client.namespace("production").list_scripts(tags=tags))

    assert server.requests == []
