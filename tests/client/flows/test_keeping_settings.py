"""Settings that are read first, and sent again with new code."""

from typing import Any

import attrs
import pytest

import tenantry
from tenantry import models
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask
from tests.client.support.scripts import DAY, NOT_KEPT, deploy, documented_types, upload

SETTINGS = {
    "bindings": [
        {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f"},
        {"type": "plain_text", "name": "PLAN", "text": "pro"},
        {"type": "secret_text", "name": "KEY"},
        {"type": "quantum_computer", "name": "QUANTUM", "qubits": 3},
        {"type": "wasm_module", "name": "ADD", "part": "ADD"},
        {"type": "assets", "name": "ASSETS"},
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
    "exports": {"Room": {"type": "durable-object"}},
}


def kept_settings(ask: Ask, server: Server, settings: Any = SETTINGS, **arguments: Any) -> dict[str, Any]:
    """The metadata of a deploy with keep_settings, over these settings."""
    server.succeed(settings)
    metadata = upload(ask, server, keep_settings=True, **arguments).metadata
    assert [(each.method, each.path.rpartition("/")[2]) for each in server.requests] == [
        ("GET", "settings"),
        ("PUT", "shop"),
    ]
    return metadata


def inherited(*names: str) -> list[dict[str, str]]:
    return [{"type": "inherit", "name": name} for name in names]


def test_settings_are_read_and_sent_again(ask: Ask, server: Server) -> None:
    assert kept_settings(ask, server) == {
        "main_module": "index.js",
        "compatibility_date": DAY,
        "compatibility_flags": [],
        "bindings": inherited("CACHE", "PLAN", "KEY", "QUANTUM", "ASSETS"),
        "keep_assets": True,
        "tags": ["plan-pro", "customer-7"],
        "limits": {"cpu_ms": 50},
        "logpush": True,
        "observability": {"enabled": True, "head_sampling_rate": 0.5, "novelty": 1},
        "placement": {"mode": "smart"},
        "tail_consumers": [{"service": "tail"}],
        "usage_model": "free_for_all",
        "cache_options": {"enabled": True},
    }


def test_every_setting_that_an_upload_can_carry_is_sent_again_or_belongs_to_the_code() -> None:
    settings, metadata = (
        {field.name for field in attrs.fields(kind)} for kind in (models.Settings, models.ScriptMetadata)
    )
    belongs_to_the_code = {"compatibility_date", "compatibility_flags", "migrations", "exports"}

    assert (settings & metadata) - belongs_to_the_code - {"additional_properties"} == set(
        SETTINGS
    ) - belongs_to_the_code


def test_what_is_given_wins_over_what_is_kept(ask: Ask, server: Server) -> None:
    metadata = kept_settings(
        ask,
        server,
        tags=[],
        logpush=False,
        observability=models.Observability(enabled=False),
        limits=models.Limits(cpu_ms=10),
        placement=models.RegionPlacement(region="aws:eu-central-1"),
        tail_consumers=[],
        vars={"PLAN": "free"},
        secrets={"KEY": "new"},
    )

    assert metadata["bindings"] == [
        {"type": "plain_text", "name": "PLAN", "text": "free"},
        {"type": "secret_text", "name": "KEY", "text": "new"},
        *inherited("CACHE", "QUANTUM", "ASSETS"),
    ]
    assert (metadata["tags"], metadata["logpush"], metadata["tail_consumers"]) == ([], False, [])
    assert (metadata["observability"], metadata["limits"]) == ({"enabled": False}, {"cpu_ms": 10})
    assert metadata["placement"] == {"region": "aws:eu-central-1"}


def test_with_kept_settings_too_no_bindings_are_none(ask: Ask, server: Server) -> None:
    assert kept_settings(ask, server, bindings=())["bindings"] == inherited("PLAN", "KEY")


def test_with_kept_settings_too_no_vars_are_none(ask: Ask, server: Server) -> None:
    assert kept_settings(ask, server, vars={})["bindings"] == inherited("CACHE", "KEY", "QUANTUM", "ASSETS")


def test_with_kept_settings_too_no_assets_are_none(ask: Ask, server: Server) -> None:
    metadata = kept_settings(ask, server, assets=None)

    assert metadata["bindings"] == inherited("CACHE", "PLAN", "KEY", "QUANTUM")
    assert "keep_assets" not in metadata


@pytest.mark.parametrize("unreadable", [None, "many", ["CACHE"], [{"type": "kv_namespace"}, 5]], ids=repr)
def test_bindings_that_cannot_be_read_are_kept_by_type(ask: Ask, server: Server, unreadable: Any) -> None:
    metadata = kept_settings(ask, server, {"bindings": unreadable, "tags": ["plan-pro"]})

    assert set(metadata["keep_bindings"]) == documented_types() - NOT_KEPT
    assert (metadata["bindings"], metadata["tags"]) == ([], ["plan-pro"])


@pytest.mark.parametrize("placement", [None, {}, {"status": "SUCCESS"}], ids=repr)
def test_a_placement_that_says_nothing_is_not_sent(ask: Ask, server: Server, placement: Any) -> None:
    assert "placement" not in kept_settings(ask, server, {"bindings": [], "placement": placement})


def test_a_namespace_that_does_not_exist_is_no_script_that_does_not_exist(emulated: Ask) -> None:
    with pytest.raises(tenantry.NamespaceNotFound):
        deploy(emulated, keep_settings=True)


def test_a_dry_run_reads_no_settings(ask: Ask, server: Server) -> None:
    dry = deploy(ask, keep_settings=True, dry_run=True)

    assert set(dry.metadata.keep_bindings) == documented_types() - NOT_KEPT
    assert server.requests == []
