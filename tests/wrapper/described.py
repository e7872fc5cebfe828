"""What the description of the API says of bindings; the emulator carries a copy of it."""

import json
from importlib import resources

import tenantry_emulator


def bindings() -> dict[str, str | None]:
    """The names of all kinds of bindings, and the types that they are sent as; the open kind has none."""
    spec = json.loads(resources.files(tenantry_emulator).joinpath("openapi.json").read_text("utf-8"))
    schemas = spec["components"]["schemas"]
    names = [arm["$ref"].rpartition("/")[2] for arm in schemas["Binding"]["oneOf"]]
    return {name: schemas[name]["properties"]["type"].get("const") for name in names}
