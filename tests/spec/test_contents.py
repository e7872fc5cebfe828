"""openapi.yaml describes all of the API, and is an OpenAPI document."""

from __future__ import annotations

from openapi_spec_validator import validate

from drift.spec.document import Document, JsonObject, committed

from .rules.walk import variants

NAMESPACES = "/accounts/{account_id}/workers/dispatch/namespaces"
NAMESPACE = NAMESPACES + "/{dispatch_namespace}"
SCRIPT = NAMESPACE + "/scripts/{script_name}"

OPERATIONS = {
    ("namespaces", "list_namespaces", "get", NAMESPACES),
    ("namespaces", "create_namespace", "post", NAMESPACES),
    ("namespaces", "get_namespace", "get", NAMESPACE),
    ("namespaces", "replace_namespace", "put", NAMESPACE),
    ("namespaces", "update_namespace", "patch", NAMESPACE),
    ("namespaces", "delete_namespace", "delete", NAMESPACE),
    ("scripts", "list_scripts", "get", NAMESPACE + "/scripts"),
    ("scripts", "delete_scripts", "delete", NAMESPACE + "/scripts"),
    ("scripts", "upload_script", "put", SCRIPT),
    ("scripts", "get_script", "get", SCRIPT),
    ("scripts", "delete_script", "delete", SCRIPT),
    ("scripts", "put_content", "put", SCRIPT + "/content"),
    ("scripts", "get_content", "get", SCRIPT + "/content"),
    ("settings", "get_settings", "get", SCRIPT + "/settings"),
    ("settings", "patch_settings", "patch", SCRIPT + "/settings"),
    ("settings", "get_bindings", "get", SCRIPT + "/bindings"),
    ("secrets", "put_secret", "put", SCRIPT + "/secrets"),
    ("secrets", "list_secrets", "get", SCRIPT + "/secrets"),
    ("secrets", "get_secret", "get", SCRIPT + "/secrets/{secret_name}"),
    ("secrets", "delete_secret", "delete", SCRIPT + "/secrets/{secret_name}"),
    ("secrets", "put_secrets", "patch", SCRIPT + "/secrets-bulk"),
    ("tags", "set_tags", "put", SCRIPT + "/tags"),
    ("tags", "get_tags", "get", SCRIPT + "/tags"),
    ("tags", "add_tag", "put", SCRIPT + "/tags/{tag}"),
    ("tags", "remove_tag", "delete", SCRIPT + "/tags/{tag}"),
    ("assets", "create_assets_session", "post", SCRIPT + "/assets-upload-session"),
    ("assets", "upload_assets", "post", "/accounts/{account_id}/workers/assets/upload"),
    ("workers", "list_workers", "get", "/accounts/{account_id}/workers/scripts"),
}

BINDING_TYPES = [
    "agent_memory",
    "ai",
    "ai_search",
    "ai_search_namespace",
    "analytics",
    "analytics_engine",
    "artifacts",
    "assets",
    "browser",
    "d1",
    "data_blob",
    "dispatch_namespace",
    "durable_object_namespace",
    "flagship",
    "hyperdrive",
    "images",
    "inherit",
    "plain_text",
    "json",
    "k2",
    "kv_namespace",
    "logfwdr",
    "media",
    "messaging",
    "mtls_certificate",
    "pipelines",
    "queue",
    "r2_bucket",
    "ratelimit",
    "secret_text",
    "secret_key",
    "secrets_store_secret",
    "send_email",
    "service",
    "stream",
    "text_blob",
    "unsafe_hello_world",
    "vectorize",
    "version_metadata",
    "vpc_network",
    "vpc_service",
    "wasm_module",
    "worker_loader",
    "workflow",
]

# Fields that a placement must have, and its mode where that is fixed.
PLACEMENTS = [
    ({"region", "mode"}, "targeted"),
    ({"hostname", "mode"}, "targeted"),
    ({"host", "mode"}, "targeted"),
    ({"target", "mode"}, "targeted"),
    ({"region"}, None),
    ({"hostname"}, None),
    ({"host"}, None),
    ({"mode"}, "smart"),
    (set(), None),
]


def test_it_is_a_valid_openapi_document() -> None:
    validate(committed().raw)


def test_it_has_exactly_these_28_operations() -> None:
    found = {(o.spec["tags"][0], o.name, o.method, o.path) for o in committed().operations}

    assert len(OPERATIONS) == 28
    assert found == OPERATIONS


def test_it_has_the_44_types_of_bindings_and_an_open_arm() -> None:
    *known, other = union(committed(), "Binding")

    assert len(BINDING_TYPES) == 44
    assert [variant["properties"]["type"]["const"] for variant in known] == BINDING_TYPES
    assert other["additionalProperties"] is True


def test_it_has_the_8_placements_and_an_open_arm() -> None:
    placements = union(committed(), "Placement")

    assert [
        (set(variant.get("required", [])), variant["properties"].get("mode", {}).get("const")) for variant in placements
    ] == PLACEMENTS
    assert placements[-1]["additionalProperties"] is True


def test_a_request_gives_a_placement_kind_and_an_answer_takes_any() -> None:
    schemas = committed().schemas

    asked = [schemas[name]["properties"]["placement"]["$ref"] for name in ("ScriptMetadata", "SettingsPatch")]
    answered = [schemas[name]["properties"]["placement"]["$ref"] for name in ("ScriptDetails", "Settings")]
    assert set(asked) == {"#/components/schemas/Placement"}
    assert set(answered) == {"#/components/schemas/PlacementInfo"}


def union(document: Document, name: str) -> list[JsonObject]:
    return variants(document, document.schemas[name])
