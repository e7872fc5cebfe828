"""The schemas that the models were made from, and the least that each of them requires."""

import json
from typing import Any

import generate

SCHEMAS: dict[str, Any] = json.loads((generate.ROOT / "emulator/tenantry_emulator/openapi.json").read_bytes())[
    "components"
]["schemas"]


def example(schema: dict[str, Any]) -> Any:
    """The least that a schema requires."""
    if "$ref" in schema:
        return example(SCHEMAS[schema["$ref"].split("/")[-1]])
    if "const" in schema:
        return schema["const"]
    if schema.get("type") == "object":
        return {name: example(schema["properties"][name]) for name in schema.get("required", [])}
    return {"string": "x", "integer": 1, "number": 1.5}.get(schema.get("type", ""))
