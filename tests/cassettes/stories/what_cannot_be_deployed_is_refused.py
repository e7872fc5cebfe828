"""Uploads that only Cloudflare can judge: what it refuses leaves nothing behind."""

import pytest

import tenantry
from tenantry import bindings, models

CODE = {"index.js": "export class Room {}\nexport default { fetch: () => new Response('hello') };\n"}


def what_cannot_be_deployed_is_refused(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")

    with pytest.raises(tenantry.Invalid) as inherited:
        shop.deploy(CODE, compatibility_date="2026-11-01", bindings=[bindings.Inherit(name="BASKETS")])
    assert inherited.value.code == 10057

    with pytest.raises(tenantry.Invalid) as tagged:
        shop.deploy(CODE, compatibility_date="2026-11-01", tags=["a&b"])
    assert tagged.value.code == 100134

    with pytest.raises(tenantry.Conflict) as migrated:
        shop.deploy(
            CODE,
            compatibility_date="2026-11-01",
            migrations=models.SingleStepMigrations(old_tag="v1", new_tag="v2", new_sqlite_classes=["Room"]),
        )
    assert migrated.value.code == 10079

    with pytest.raises(tenantry.ScriptNotFound):
        shop.get()
    namespace.delete(confirm=name)
