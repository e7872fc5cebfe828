"""Other resources in the place of those that a snapshot names, for another namespace."""

import json
from importlib import resources
from typing import Any

import pytest

import tenantry
import tenantry_emulator
from tenantry import bindings, models
from tests.client.servers.recording import Server
from tests.client.snapshots.conftest import code, made, restore
from tests.client.support.flavours import Ask
from tests.client.support.scripts import deploy, described_types

LIMIT = {"limit": 1, "period": 60}
# Which texts of a binding name a resource; all others mean the same in every account.
RESOURCES: dict[str, set[str]] = {
    "agent_memory": {"namespace"},
    "ai_search": {"instance_name", "namespace"},
    "ai_search_namespace": {"namespace"},
    "analytics_engine": {"dataset"},
    "artifacts": {"namespace"},
    "d1": {"database_id", "id"},
    "dispatch_namespace": {"namespace"},
    "durable_object_namespace": {"script_name", "namespace_id", "dispatch_namespace"},
    "flagship": {"app_id"},
    "hyperdrive": {"id"},
    "k2": {"stream"},
    "kv_namespace": {"namespace_id"},
    "logfwdr": {"destination"},
    "messaging": {"namespace"},
    "mtls_certificate": {"certificate_id"},
    "pipelines": {"pipeline", "stream"},
    "queue": {"queue_name"},
    "r2_bucket": {"bucket_name"},
    "ratelimit": {"namespace_id"},
    "secrets_store_secret": {"store_id", "secret_name"},
    "service": {"service", "cross_account_grant"},
    "vectorize": {"index_name"},
    "vpc_network": {"network_id", "tunnel_id"},
    "vpc_service": {"service_id"},
    "workflow": {"workflow_name", "script_name"},
}
SHOP = made(
    settings=models.Settings(
        bindings=[
            bindings.KvNamespace(name="CACHE", namespace_id="old-kv"),
            bindings.R2Bucket(name="FILES", bucket_name="old-bucket", jurisdiction=models.R2Jurisdiction.EU),
            bindings.PlainText(name="TEXT", text="old-kv"),
            bindings.SecretText(name="KEY"),
            bindings.Other(type="quantum_computer", name="QUANTUM", id="old-kv"),
        ],
        tail_consumers=[models.TailConsumer(service="old-tail", environment="production")],
        observability=models.Observability.from_dict(
            {"enabled": True, "logs": {"enabled": True, "destinations": ["old-logs"]}}
        ),
    )
)
MAPPING = {"old-kv": "new-kv", "old-bucket": "new-bucket", "old-tail": "new-tail", "old-logs": "new-logs"}


def texts(kind: str) -> set[str]:
    """The fields of a type of binding that are texts, by openapi.yaml."""
    schemas = json.loads(resources.files(tenantry_emulator).joinpath("openapi.json").read_text("utf-8"))["components"]
    arms = [each["$ref"].rpartition("/")[2] for each in schemas["schemas"]["Binding"]["oneOf"]]
    (found,) = (
        schemas["schemas"][name]["properties"]
        for name in arms
        if schemas["schemas"][name]["properties"]["type"].get("const") == kind
    )
    return {name for name, schema in found.items() if schema.get("type") == "string"} - {"type", "name"}


@pytest.mark.parametrize("kind", RESOURCES)
def test_each_type_of_binding_names_its_resources(kind: str) -> None:
    binding = models.decode_binding(
        {"type": kind, "name": "X", "simple": LIMIT, **{each: each for each in texts(kind)}}
    )
    taken = made(settings=models.Settings(bindings=[binding]))

    assert {*taken.resources.get("bindings.X", ())} == RESOURCES[kind]
    moved = taken.retarget({each: f"new-{each}" for each in RESOURCES[kind]})
    assert moved.bindings[0].to_dict() == binding.to_dict() | {each: f"new-{each}" for each in RESOURCES[kind]}


def test_bindings_of_all_other_types_name_none() -> None:
    for kind in described_types() - RESOURCES.keys():
        fields: dict[str, object] = {each: each for each in texts(kind)}
        fields |= {"json": {"a": "b"}} if kind == "json" else {}
        binding = models.decode_binding({"type": kind, "name": "X", **fields})
        assert made(settings=models.Settings(bindings=[binding])).resources == {}, kind


def test_nested_resources_are_found() -> None:
    outbound = {"worker": {"service": "gate", "environment": "production"}, "params": [{"name": "tenant"}]}
    props = {"tenant": "acme", "D1": {"$binding": {"type": "d1", "database_id": "old-db"}}}
    settings = models.Settings.from_dict(
        {
            "bindings": [
                {"type": "dispatch_namespace", "name": "OUT", "namespace": "tenants", "outbound": outbound},
                {"type": "service", "name": "DB", "service": "adapter", "binding_interface": "d1", "props": props},
                {"type": "kv_namespace", "name": "CACHE", "namespace_id": "0f", "novelty": "other"},
            ]
        }
    )

    assert made(settings=settings).resources == {
        "bindings.OUT": ["tenants", "gate"],
        "bindings.DB": ["adapter", "old-db"],
        "bindings.CACHE": ["other", "0f"],
    }


def test_only_what_names_a_resource_is_replaced() -> None:
    moved = SHOP.retarget(MAPPING)

    assert moved.is_retargeted
    assert moved.resources == {
        "bindings.CACHE": ["new-kv"],
        "bindings.FILES": ["new-bucket"],
        "tail_consumers": ["new-tail"],
        "observability": ["new-logs"],
    }
    assert {each.what for each in SHOP.diff(moved)} == {
        "bindings.CACHE",
        "bindings.FILES",
        "tail_consumers",
        "observability",
    }
    assert SHOP.resources["bindings.CACHE"] == ["old-kv"]


@pytest.mark.parametrize("missing", MAPPING)
def test_what_has_no_new_id_is_named(missing: str) -> None:
    mapping = {old: new for old, new in MAPPING.items() if old != missing}

    with pytest.raises(tenantry.NotSent, match=rf"No new id is given for \S+ \({missing}\); to keep one"):
        SHOP.retarget(mapping)


@pytest.mark.parametrize("mapping", [{**MAPPING, "old-kv": None}, {**MAPPING, "old-kv": ""}, [("old-kv", "a")]])
def test_a_mapping_that_leads_nowhere_is_refused(mapping: Any) -> None:
    with pytest.raises(tenantry.NotSent, match=r"'old-kv' is empty, or not a str|must be a mapping"):
        SHOP.retarget(mapping)


def test_resources_of_elsewhere_are_not_restored(ask: Ask, server: Server) -> None:
    with pytest.raises(tenantry.NotSent, match=r"resources of there: .*bindings.CACHE.*snapshot.retarget"):
        restore(ask, SHOP)
    assert server.requests == []


def test_what_is_retargeted_is_restored_in_another_namespace(production: Ask) -> None:
    cache = bindings.KvNamespace(name="CACHE", namespace_id="old-kv")
    deploy(production, code("first"), bindings=[cache], vars={"SHOP": "Acme"}, tags=["plan-pro"])

    def moved(client: Any) -> Any:
        return client.namespace("staging").script("copy")

    production(lambda client: client.namespace("staging").create())
    taken = production(lambda client: client.namespace("production").script("shop").snapshot())
    with pytest.raises(tenantry.NotSent, match=r"bindings\.CACHE"):
        production(lambda client: moved(client).restore(taken))
    production(lambda client: moved(client).restore(taken.retarget({"old-kv": "new-kv"})))

    copy = production(lambda client: moved(client).snapshot())
    assert [(each.what, each.after) for each in taken.diff(copy)] == [
        ("bindings.CACHE", {"type": "kv_namespace", "name": "CACHE", "namespace_id": "new-kv"})
    ]


def test_what_names_no_resource_is_restored_anywhere(production: Ask) -> None:
    restored = restore(production, made())

    assert "code" in restored.restored
