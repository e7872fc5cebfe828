"""Settings that are read first, and sent again with new code."""

from typing import Any

import attrs
import pytest

import tenantry
from tenantry import KEEP, bindings, models
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.scripts import CODE, DAY, SEEN_AT_WRANGLER, deploy, kept_types, shop, upload

SETTINGS: dict[str, Any] = {
    "bindings": [
        {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f"},
        {"type": "plain_text", "name": "PLAN", "text": "pro"},
        {"type": "secret_text", "name": "KEY"},
        {"type": "quantum_computer", "name": "QUANTUM", "qubits": 3},
        {"type": "wasm_module", "name": "ADD", "part": "ADD"},
        {"type": "assets", "name": "ASSETS"},
        {"type": "stream", "name": "VIDEO"},
    ],
    "compatibility_date": "2024-01-01",
    "compatibility_flags": ["old_flag"],
    "tags": ["plan-pro", "customer-7"],
    "limits": {"cpu_ms": 50},
    "logpush": True,
    "observability": {"enabled": True, "head_sampling_rate": 0.5, "novelty": 1},
    "placement": {"mode": "smart", "status": "SUCCESS", "last_analyzed_at": "2026-01-01T00:00:00Z"},
    "tail_consumers": [{"service": "tail"}],
    "usage_model": "free_for_all",
    "cache_options": {"enabled": True},
    "migrations": {"new_tag": "v1"},
    "exports": {
        "Room": {"type": "durable-object", "storage": "sqlite", "state": "created"},
        "Api": {"type": "worker"},
        "Hall": {"type": "durable-object", "state": "renamed", "renamed_to": "Room"},
        "Gone": {"type": "durable-object", "state": "deleted"},
    },
}
SENT_AGAIN = {
    "compatibility_date": "2024-01-01",
    "compatibility_flags": ["old_flag"],
    "tags": ["plan-pro", "customer-7"],
    "limits": {"cpu_ms": 50},
    "logpush": True,
    "observability": {"enabled": True, "head_sampling_rate": 0.5, "novelty": 1},
    "placement": {"mode": "smart"},
    "tail_consumers": [{"service": "tail"}],
    "usage_model": "free_for_all",
    "cache_options": {"enabled": True},
    "exports": {
        "Room": {"type": "durable-object", "storage": "sqlite", "state": "created"},
        "Api": {"type": "worker"},
    },
}


def kept_settings(ask: Ask, server: Server, settings: Any = SETTINGS, **arguments: Any) -> dict[str, Any]:
    """The metadata of a deploy over these settings."""
    server.succeed(settings)
    server.succeed({"id": "shop"})
    ask(lambda client: shop(client).deploy(CODE, **arguments))
    assert [(each.method, each.path.rpartition("/")[2]) for each in server.requests] == [
        ("GET", "settings"),
        ("PUT", "shop"),
    ]
    return server.requests[-1].metadata


def inherited(*names: str) -> list[dict[str, str]]:
    return [{"type": "inherit", "name": name} for name in names]


def test_code_alone_is_a_whole_deploy(ask: Ask, server: Server) -> None:
    metadata = kept_settings(ask, server)

    assert {*metadata.pop("keep_bindings")} == kept_types() | {"stream"}
    assert metadata == {
        "main_module": "index.js",
        "bindings": inherited("QUANTUM"),
        "keep_assets": True,
        **SENT_AGAIN,
    }


def test_every_setting_that_an_upload_can_carry_is_sent_again() -> None:
    settings, metadata = (
        {field.name for field in attrs.fields(kind)} for kind in (models.Settings, models.ScriptMetadata)
    )

    # Migrations are what was done once, and bindings have a test of their own.
    assert (settings & metadata) - {"migrations", "bindings", "additional_properties"} == {*SENT_AGAIN}


def test_what_is_given_wins_over_what_is_kept(ask: Ask, server: Server) -> None:
    metadata = kept_settings(
        ask,
        server,
        compatibility_date=DAY,
        compatibility_flags=(),
        tags=[],
        logpush=False,
        observability=models.Observability(enabled=False),
        limits={"cpu_ms": 10},
        placement=models.RegionPlacement(region="aws:eu-central-1"),
        tail_consumers=[],
        usage_model="standard",
        cache_options=models.CacheOptions(enabled=False),
        exports={},
        vars={"PLAN": "free"},
        secrets={"KEY": "new"},
    )

    assert metadata["bindings"] == [
        {"type": "plain_text", "name": "PLAN", "text": "free"},
        {"type": "secret_text", "name": "KEY", "text": "new"},
        *inherited("QUANTUM"),
    ]
    assert {name: metadata[name] for name in SENT_AGAIN} == {
        "compatibility_date": DAY,
        "compatibility_flags": [],
        "tags": [],
        "logpush": False,
        "observability": {"enabled": False},
        "limits": {"cpu_ms": 10},
        "placement": {"region": "aws:eu-central-1"},
        "tail_consumers": [],
        "usage_model": "standard",
        "cache_options": {"enabled": False},
        "exports": {},
    }


def test_a_new_binding_takes_the_name_of_one_of_an_unknown_type(ask: Ask, server: Server) -> None:
    assert kept_settings(ask, server, vars={"QUANTUM": "none"})["bindings"] == [
        {"type": "plain_text", "name": "QUANTUM", "text": "none"}
    ]


SECRETS, VARS = {"secret_text", "secret_key"}, {"plain_text", "json"}
ALL = kept_types() | {"stream"}


@pytest.mark.parametrize(
    ("arguments", "kept", "names"),
    [
        ({"bindings": ()}, SECRETS | VARS, []),
        ({"vars": {}}, ALL - VARS, ["QUANTUM"]),
        ({"assets": None}, ALL - {"assets"}, ["QUANTUM"]),
    ],
    ids=["bindings", "vars", "assets"],
)
def test_what_is_emptied_is_not_kept(
    ask: Ask, server: Server, arguments: Any, kept: set[str], names: list[str]
) -> None:
    metadata = kept_settings(ask, server, **arguments)

    assert {*metadata["keep_bindings"]} == kept
    assert metadata["bindings"] == inherited(*names)
    assert ("keep_assets" in metadata) == ("assets" not in arguments)


@pytest.mark.parametrize("kind", sorted(SEEN_AT_WRANGLER))
def test_types_that_no_docs_have_are_named_to_a_script_that_has_one(ask: Ask, server: Server, kind: str) -> None:
    settings = {"compatibility_date": DAY, "bindings": [{"type": kind, "name": "X", "namespace": "n"}]}

    assert {*kept_settings(ask, server, settings)["keep_bindings"]} == kept_types() | {kind}


@pytest.mark.parametrize("unreadable", [None, "many", ["CACHE"], [{"type": "kv_namespace"}, 5]], ids=repr)
def test_bindings_that_the_settings_do_not_tell_are_read_by_themselves(
    ask: Ask, server: Server, unreadable: Any
) -> None:
    server.succeed({"bindings": unreadable, "tags": ["plan-pro"], "compatibility_date": DAY})
    server.succeed(SETTINGS["bindings"])
    server.succeed({"id": "shop"})
    ask(lambda client: shop(client).deploy(CODE))
    metadata = server.requests[-1].metadata

    assert [each.path.rpartition("/")[2] for each in server.requests] == ["settings", "bindings", "shop"]
    assert {*metadata["keep_bindings"]} == kept_types() | {"stream"}
    assert (metadata["bindings"], metadata["tags"]) == (inherited("QUANTUM"), ["plan-pro"])


@pytest.mark.parametrize("unreadable", ["many", [5], {"name": "CACHE"}], ids=repr)
def test_bindings_that_cannot_be_read_at_all_are_not_lost(ask: Ask, server: Server, unreadable: Any) -> None:
    server.succeed({"bindings": unreadable, "compatibility_date": DAY})
    server.succeed(unreadable)
    with pytest.raises(tenantry.BadAnswer):
        ask(lambda client: shop(client).deploy(CODE))

    assert {request.method for request in server.requests} == {"GET"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limits", "generous"),
        ("placement", [{"region": "aws:eu-central-1"}]),
        ("tail_consumers", ["logs"]),
        ("usage_model", 5),
        ("tags", "abc"),
        ("exports", [1]),
        ("compatibility_date", 20260101),
    ],
)
def test_a_setting_of_a_form_that_is_not_known_is_sent_again_too(
    ask: Ask, server: Server, name: str, value: Any
) -> None:
    settings = {"bindings": [], "compatibility_date": DAY, name: value}

    assert kept_settings(ask, server, settings)[name] == value


@pytest.mark.parametrize("placement", [None, {}, {"status": "SUCCESS"}], ids=repr)
def test_a_placement_that_says_nothing_is_not_sent(ask: Ask, server: Server, placement: Any) -> None:
    settings = {"bindings": [], "placement": placement, "compatibility_date": DAY}

    assert "placement" not in kept_settings(ask, server, settings)


@pytest.mark.parametrize("exports", [None, {}, {"Hall": {"type": "durable-object", "state": "deleted"}}], ids=repr)
def test_exports_of_which_none_is_live_are_not_sent(ask: Ask, server: Server, exports: Any) -> None:
    settings = {"bindings": [], "exports": exports, "compatibility_date": DAY}

    assert "exports" not in kept_settings(ask, server, settings)


def test_secrets_that_were_read_stay_as_they_are(ask: Ask, server: Server) -> None:
    read = models.Settings.from_dict(SETTINGS).bindings
    metadata = kept_settings(ask, server, bindings=read, vars={})

    assert metadata["bindings"] == [
        SETTINGS["bindings"][0],
        SETTINGS["bindings"][1],
        *inherited("KEY"),
        SETTINGS["bindings"][3],
        *inherited("ADD"),
        *SETTINGS["bindings"][5:],
    ]


def test_whoever_keeps_nothing_says_the_date(ask: Ask, server: Server) -> None:
    with pytest.raises(tenantry.NotSent, match="With keep_settings=False a compatibility_date is needed"):
        ask(lambda client: shop(client).deploy(CODE, keep_settings=False))

    assert server.requests == []


def test_settings_without_a_date_are_not_guessed(ask: Ask, server: Server) -> None:
    server.succeed({"tags": ["a"], "bindings": []})
    with pytest.raises(tenantry.NotSent, match="the settings of the script have none"):
        ask(lambda client: shop(client).deploy(CODE))

    assert [request.method for request in server.requests] == ["GET"]


def test_without_a_date_no_assets_go_up(ask: Ask, server: Server, tmp_path: Any) -> None:
    (tmp_path / "index.html").write_text("hello")
    server.refuse(10007, status=404)
    with pytest.raises(tenantry.NotSent, match="the script does not exist yet"):
        ask(lambda client: shop(client).deploy(CODE, assets=tenantry.Assets(tmp_path)))

    assert [request.method for request in server.requests] == ["GET"]


def test_what_may_not_be_read_is_not_overwritten(ask: Ask, server: Server) -> None:
    server.refuse(10000, status=403)
    with pytest.raises(tenantry.Denied, match="with keep_settings=False, give all of them"):
        ask(lambda client: shop(client).deploy(CODE))

    assert [request.method for request in server.requests] == ["GET"]


@pytest.mark.parametrize("keep_settings", [True, False])
def test_whoever_updates_does_not_create(ask: Ask, server: Server, keep_settings: bool) -> None:
    server.refuse(10007, status=404)
    with pytest.raises(tenantry.ScriptNotFound):
        deploy(ask, create=False, keep_settings=keep_settings)

    assert [request.method for request in server.requests] == ["GET"]


def test_whoever_updates_does_what_is_there(ask: Ask, server: Server) -> None:
    server.succeed({"bindings": [{"type": "stream", "name": "VIDEO"}], "tags": ["old"]})
    metadata = upload(ask, server, create=False).metadata

    assert "stream" in metadata["keep_bindings"]
    assert "tags" not in metadata


def test_a_binding_that_was_deleted_meanwhile_is_read_again_once(ask: Ask, server: Server) -> None:
    server.succeed(SETTINGS)
    server.refuse(10057)
    server.succeed({**SETTINGS, "bindings": []})
    server.succeed({"id": "shop"})
    ask(lambda client: shop(client).deploy(CODE))

    assert [request.method for request in server.requests] == ["GET", "PUT", "GET", "PUT"]
    assert [server.requests[at].metadata["bindings"] for at in (1, 3)] == [inherited("QUANTUM"), []]


def test_a_binding_that_is_there_and_cannot_be_inherited_is_not_asked_for_again(ask: Ask, server: Server) -> None:
    server.succeed(SETTINGS)
    server.refuse(10057)
    server.succeed(SETTINGS)
    with pytest.raises(tenantry.Invalid, match="no such binding to inherit"):
        ask(lambda client: shop(client).deploy(CODE))

    assert [request.method for request in server.requests] == ["GET", "PUT", "GET"]


@pytest.mark.parametrize("code", [10057, 10021])
def test_what_was_given_is_not_read_again(ask: Ask, server: Server, code: int) -> None:
    server.refuse(code)
    with pytest.raises(tenantry.Invalid):
        deploy(ask, bindings=[bindings.Inherit(name="CACHE")])

    assert [request.method for request in server.requests] == ["PUT"]


def test_a_missing_namespace_is_not_taken_for_a_missing_script(emulated: Ask) -> None:
    with pytest.raises(tenantry.NamespaceNotFound):
        deploy(emulated, keep_settings=True)


def test_an_answer_without_settings_is_not_taken_for_a_missing_script(ask: Ask, server: Server) -> None:
    server.succeed(None)
    with pytest.raises(tenantry.BadAnswer, match="a success without a result"):
        deploy(ask, keep_settings=True)

    assert [request.method for request in server.requests] == ["GET"]


def test_a_dry_run_shows_what_it_would_read(ask: Ask, server: Server) -> None:
    dry = ask(lambda client: shop(client).deploy(CODE, tags=["new"], migrations=MIGRATION, dry_run=True))

    assert server.requests == []
    assert {*dry.metadata.keep_bindings} == kept_types()
    assert {name for name, value in dry.settings.items() if value is KEEP} == {*SENT_AGAIN} - {"tags"}
    assert (dry.settings["tags"], dry.settings["migrations"]) == (["new"], {"new_tag": "v1"})
    assert "'limits': KEEP" in repr(dry)


def test_a_dry_run_that_keeps_nothing_shows_what_is_sent(ask: Ask, server: Server) -> None:
    dry = deploy(ask, dry_run=True)

    assert dry.settings == dry.metadata.to_dict() == upload(ask, server).metadata


MIGRATION = models.SingleStepMigrations(new_tag="v1")
