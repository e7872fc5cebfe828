"""Scripts as answers show them."""

from .json_types import JsonObject
from .records import Script


def shown(script: Script) -> JsonObject:
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
        "script": shown(script),
    }


def flat_in_namespace(script: Script, namespace: str) -> JsonObject:
    """The same without the nesting."""
    return {**shown(script), "dispatch_namespace": namespace}
