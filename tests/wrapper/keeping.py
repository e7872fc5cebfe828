"""Deploys of one small module, where all that matters is what else they say."""

from typing import Any

from . import described
from .flavours import Ask
from .recording import Recorded, Server

DAY = "2026-01-01"
CODE = {"index.js": "export default {}"}

# They name parts of the upload that they came with; `inherit` names a binding of any other type.
NOT_KEPT = {"data_blob", "text_blob", "wasm_module", "inherit"}


def deploy(ask: Ask, code: Any = None, **arguments: Any) -> Any:
    code = CODE if code is None else code
    return ask(lambda client: shop(client).deploy(code, compatibility_date=DAY, **arguments))


def shop(client: Any) -> Any:
    return client.namespace("production").script("shop")


def upload(ask: Ask, server: Server, **arguments: Any) -> Recorded:
    """The last request of a deploy."""
    server.succeed({"id": "shop"})
    deploy(ask, **arguments)
    return server.requests[-1]


def documented_types() -> set[str]:
    return {kind for kind in described.bindings().values() if kind is not None}
