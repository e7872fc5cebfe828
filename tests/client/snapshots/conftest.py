"""A script with a bit of everything, and its snapshot."""

from collections.abc import Mapping
from typing import Any

import pytest

import tenantry
from tenantry import Bundle, Snapshot, bindings, models
from tests.client.support.flavours import Ask
from tests.client.support.scripts import DAY, deploy, shop

CANARY = "a-value-that-no-snapshot-may-hold"


def code(text: str) -> Mapping[str, str]:
    return {"index.js": f"export default {{ fetch: () => new Response({text!r}) }};\n", "lib/hello.txt": text}


def deploy_all(ask: Ask) -> None:
    """Deploy a script with variables, a binding, secrets, tags and settings."""
    deploy(
        ask,
        code("first"),
        bindings=[bindings.KvNamespace(name="CACHE", namespace_id="0f")],
        vars={"SHOP": "Acme"},
        secrets={"KEY": CANARY},
        tags=["plan-pro", "customer-7"],
        limits=models.Limits(cpu_ms=50),
        tail_consumers=[models.TailConsumer(service="tail")],
    )


def take(ask: Ask) -> Any:
    return ask(lambda client: shop(client).snapshot())


def restore(ask: Ask, snapshot: Snapshot, **arguments: Any) -> Any:
    return ask(lambda client: shop(client).restore(snapshot, **arguments))


@pytest.fixture
def snapshot(production: Ask) -> Snapshot:
    """Of a script that is there."""
    deploy_all(production)
    taken: Snapshot = take(production)
    return taken


def made(**changes: Any) -> Snapshot:
    """A snapshot that no server was asked for."""
    given: dict[str, Any] = {
        "account_id": "a" * 32,
        "namespace": "production",
        "script": "shop",
        "code": Bundle(code("made")),
        "settings": models.Settings(compatibility_date=DAY),
    }
    return tenantry.Snapshot(**{**given, **changes})
