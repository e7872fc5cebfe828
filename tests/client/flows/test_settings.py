"""Settings, bindings and code that change apart from each other."""

import json

from tenantry import bindings, models
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask
from tests.client.support.scripts import shop

SCRIPT = f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces/production/scripts/shop"


def test_settings_are_one_json_part_with_only_what_is_given(ask: Ask, server: Server) -> None:
    server.succeed({"logpush": True})
    changed = ask(lambda client: shop(client).patch_settings(logpush=True, tags=(), tail_consumers=[]))

    (sent,) = server.requests
    (part,) = sent.parts
    assert (sent.method, sent.path) == ("PATCH", f"{SCRIPT}/settings")
    assert (part.name, part.filename, part.type) == ("settings", None, "application/json")
    assert json.loads(part.content) == {"logpush": True, "tags": [], "tail_consumers": []}
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
        lambda client: shop(client).put_content(
            {"index.js": "export default { fetch() {} }", "a.txt": "A"}, main="index.js"
        )
    )

    (sent,) = server.requests
    assert (sent.method, sent.path) == ("PUT", f"{SCRIPT}/content")
    assert sent.metadata == {"main_module": "index.js"}
    assert [part.name for part in sent.parts] == ["metadata", "index.js", "a.txt"]
    assert replaced == models.ScriptDetails(id="shop")
