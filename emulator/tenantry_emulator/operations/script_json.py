"""Scripts and bindings as answers show them."""

from tenantry_emulator.store.records import Script
from tenantry_emulator.wire.json_types import JsonObject, as_text

# What of a binding goes in and never comes out; the specification marks the same fields `writeOnly`.
SECRET_FIELDS: dict[str, tuple[str, ...]] = {"secret_text": ("text",), "secret_key": ("key_base64", "key_jwk")}


def as_json(script: Script) -> JsonObject:
    """The script without its code."""
    described: JsonObject = {
        "id": script.name,
        "tag": script.tag,
        "etag": script.etag,
        "tags": [*script.tags],
        "created_on": script.created_on,
        "modified_on": script.modified_on,
        "has_assets": script.has_assets,
        "has_modules": script.has_modules,
        "handlers": [*script.handlers],
        "last_deployed_from": "api",
    }
    if script.durable.migration_tag is not None:
        described["migration_tag"] = script.durable.migration_tag
    # Limits are a setting, but no field of a script.
    return described | {field: value for field, value in script.settings.items() if field != "limits"}


def in_namespace(script: Script, namespace: str) -> JsonObject:
    """The script in its place."""
    return {
        "created_on": script.created_on,
        "modified_on": script.modified_on,
        "dispatch_namespace": namespace,
        "script": as_json(script),
    }


def flat_in_namespace(script: Script, namespace: str) -> JsonObject:
    """The same without the nesting."""
    return {**as_json(script), "dispatch_namespace": namespace}


def is_secret(binding: JsonObject) -> bool:
    """Whether the binding holds a secret of the script itself."""
    return binding.get("type") in SECRET_FIELDS


def without_secret(binding: JsonObject) -> JsonObject:
    """The binding without its secret."""
    hidden = SECRET_FIELDS.get(as_text(binding.get("type")), ())
    return {field: value for field, value in binding.items() if field not in hidden}
