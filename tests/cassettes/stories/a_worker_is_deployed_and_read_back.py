"""A Worker from a folder: deployed with variables, bindings, secrets and tags, found by a tag, read, deleted."""

import base64
from pathlib import Path

import tenantry
from tenantry import bindings, models

from . import CANARY

SHOP = Path(__file__).parents[3] / "examples" / "acme-shop"
SIGNING_KEY = bindings.SecretKey(
    name="SIGNING_KEY",
    algorithm={"name": "HMAC", "hash": "SHA-256"},
    format_=models.KeyFormat.RAW,
    usages=[models.KeyUsage.SIGN],
    key_base64=base64.b64encode(CANARY.encode()).decode(),
)


def a_worker_is_deployed_and_read_back(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")

    deployed = shop.deploy(
        SHOP,
        compatibility_date="2026-11-01",
        compatibility_flags=["nodejs_compat"],
        vars={"SHOP": "Acme", "LIMITS": {"baskets": 3, "countries": ["DE", "FR"]}},
        bindings=[bindings.VersionMetadata(name="VERSION"), SIGNING_KEY],
        secrets={"PAYMENT_KEY": CANARY},
        tags=["customer-acme", "plan-pro"],
    )
    assert deployed.id == "acme-shop"
    assert deployed.etag

    found = shop.get()
    assert ("acme-shop", name, deployed.etag) == (found.name, found.dispatch_namespace, found.etag)
    assert {"customer-acme", "plan-pro"} == {*found.tags}
    assert found.compatibility_date == "2026-11-01"
    assert found.created_on

    assert [script.name for script in namespace.list_scripts(tags={"plan-pro": True})] == ["acme-shop"]
    assert [script.name for script in namespace.list_scripts(tags={"plan-pro": False})] == []
    assert [script.etag for script in namespace.list_scripts().all()] == [deployed.etag]

    code = shop.get_content()
    assert (code.main, {*code}) == ("index.js", {"index.js", "add.wasm", "greeting.txt"})
    assert all(code[path] == (SHOP / path).read_bytes() for path in code)

    assert shop.delete()
    assert not shop.delete()
    namespace.delete(confirm=name)
