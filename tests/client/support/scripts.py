"""Deploys of one small script, and what the description of the API says of its bindings."""

import json
from importlib import resources
from typing import Any

import tenantry_emulator
from tests.client.servers.recording import Recorded, Server

from .flavours import Ask

DAY = "2026-01-01"
CODE = {"index.js": "export default { fetch() {} }"}

# They name parts of the upload that they came with; `inherit` names a binding of any other type.
NOT_KEPT = {"data_blob", "text_blob", "wasm_module", "inherit"}


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


def deploy(ask: Ask, code: Any = CODE, **arguments: Any) -> Any:
    return ask(lambda client: shop(client).deploy(code, compatibility_date=DAY, **arguments))


def upload(ask: Ask, server: Server, code: Any = CODE, **arguments: Any) -> Recorded:
    """The last request of a deploy."""
    server.succeed({"id": "shop"})
    deploy(ask, code, **arguments)
    return server.requests[-1]


def described_bindings() -> dict[str, str | None]:
    """The names of all kinds of bindings, and the types that they are sent as; the open kind has none.

    They are read from openapi.yaml, of which the emulator carries a copy.
    """
    spec = json.loads(resources.files(tenantry_emulator).joinpath("openapi.json").read_text("utf-8"))
    schemas = spec["components"]["schemas"]
    names = [arm["$ref"].rpartition("/")[2] for arm in schemas["Binding"]["oneOf"]]
    return {name: schemas[name]["properties"]["type"].get("const") for name in names}


def documented_types() -> set[str]:
    return {kind for kind in described_bindings().values() if kind is not None}
