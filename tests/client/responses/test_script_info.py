"""Rows of a list: they are decoded as they are looked at."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tenantry import ScriptInfo
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask

SCRIPT = {"id": "shop", "etag": "e7a6", "tags": ["plan-pro"], "created_on": "2026-01-01T00:00:00Z", "logpush": True}
FLAT = {**SCRIPT, "dispatch_namespace": "production", "modified_on": "2026-01-02T00:00:00Z"}
NESTED = {"script": SCRIPT, "dispatch_namespace": "production", "modified_on": "2026-01-02T00:00:00Z"}


def all_scripts(client: Any, **options: Any) -> Any:
    return client.namespace("production").list_scripts(**options).all()


@pytest.mark.parametrize("row", [FLAT, NESTED], ids=["flat", "nested"])
def test_a_row_reads_the_same_whether_it_is_nested_or_not(ask: Ask, server: Server, row: Any) -> None:
    server.succeed([row])
    (found,) = ask(all_scripts)

    assert (found.name, found.dispatch_namespace, found.tags) == ("shop", "production", ("plan-pro",))
    assert (found.etag, found.script.logpush, found.raw) == ("e7a6", True, row)
    assert found.created_on == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.modified_on == datetime(2026, 1, 2, tzinfo=UTC)
    assert repr(found) == "ScriptInfo('shop' in 'production')"


def test_a_row_with_nothing_in_it_reads_as_nothing() -> None:
    row = ScriptInfo({})

    assert (row.name, row.dispatch_namespace, row.tags, row.etag, row.migration_tag) == ("", None, (), None, None)
    assert (row.created_on, row.modified_on, row.compatibility_date) == (None, None, None)


def test_rows_are_equal_by_what_they_hold() -> None:
    assert ScriptInfo(FLAT) == ScriptInfo(dict(FLAT))
    assert ScriptInfo(FLAT) != ScriptInfo(NESTED)
    assert ScriptInfo(FLAT) != FLAT
