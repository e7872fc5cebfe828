"""Deploys of one small script, and what the description of the API says of its bindings."""

import json
from importlib import resources
from typing import Any

import tenantry_emulator
from tenantry._arguments.deployment.deploy import DeployArguments
from tests.client.servers.recording import Recorded, Server

from .flavours import Ask

DAY = "2026-01-01"
CODE = {"index.js": "export default { fetch() {} }"}

# They name parts of the upload that they came with; `inherit` names a binding of any other type.
NOT_KEPT = {"data_blob", "text_blob", "wasm_module", "inherit"}


def deploy_arguments(code: Any, migrations: Any = None) -> DeployArguments:
    """The arguments of a deploy that keeps nothing."""
    return DeployArguments(
        code=code,
        main=None,
        bindings=(),
        vars={},
        secrets={},
        assets=None,
        migrations=migrations,
        settings={"compatibility_date": DAY},
        keep_settings=False,
        create=True,
    )


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


def deploy(ask: Ask, code: Any = CODE, **arguments: Any) -> Any:
    """A deploy that is one request, unless `keep_settings` is given."""
    given = {"compatibility_date": DAY, "keep_settings": False, **arguments}
    return ask(lambda client: shop(client).deploy(code, **given))


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


def described_types() -> set[str]:
    return {kind for kind in described_bindings().values() if kind is not None}


# Types of bindings that no docs of the API have: wrangler uploads them.
SEEN_AT_WRANGLER = {"agent_memory", "analytics", "logfwdr", "stream", "unsafe_hello_world", "worker_loader"}


def kept_types() -> set[str]:
    """What a deploy asks to keep, whatever the script has."""
    return described_types() - NOT_KEPT - SEEN_AT_WRANGLER
