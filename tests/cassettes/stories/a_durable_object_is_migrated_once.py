"""Migrations, listed whole with each deploy: only those that the script does not have yet are sent."""

import tenantry
from tenantry import bindings

FIRST = {"tag": "v1", "new_sqlite_classes": ["Room"]}
SECOND = {"tag": "v2", "renamed_classes": [{"from": "Room", "to": "Hall"}]}


def a_durable_object_is_migrated_once(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")

    shop.deploy(
        code("Room"),
        compatibility_date="2026-11-01",
        bindings=[bindings.DurableObjectNamespace(name="ROOMS", class_name="Room")],
        migrations=[FIRST],
    )
    shop.deploy(code("Room"), migrations=[FIRST])
    assert shop.get().migration_tag == "v1"

    shop.deploy(
        code("Hall"),
        bindings=[bindings.DurableObjectNamespace(name="ROOMS", class_name="Hall")],
        migrations=[FIRST, SECOND],
    )
    assert shop.get().migration_tag == "v2"
    namespace.delete(confirm=name)


def code(name: str) -> dict[str, str]:
    return {
        "index.js": f"""import {{ DurableObject }} from "cloudflare:workers";
export class {name} extends DurableObject {{}}
export default {{ fetch: () => new Response("{name}") }};
"""
    }
