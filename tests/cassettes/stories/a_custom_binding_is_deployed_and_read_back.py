"""A custom binding: an entrypoint of another Worker, which has to be there, is found in `env` as a database."""

import tenantry
from tenantry import bindings

PLATFORM = """
import { WorkerEntrypoint } from "cloudflare:workers";
export class Database extends WorkerEntrypoint { query(queries) { return this.ctx.props.D1.query(queries); } }
export default { fetch: () => new Response("databases") };
"""
DATABASE = {"$binding": {"type": "d1", "database_id": "database-of-acme"}}


def a_custom_binding_is_deployed_and_read_back(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")
    custom = bindings.Service(
        name="DB",
        service="databases-of-customers",
        entrypoint="Database",
        binding_interface="d1",
        props={"D1": DATABASE},
    )

    namespace.script("databases-of-customers").deploy({"index.js": PLATFORM}, compatibility_date="2026-11-01")
    shop.deploy(
        {"index.js": "export default { fetch: () => new Response('v1') };\n"},
        compatibility_date="2026-11-01",
        compatibility_flags=["d1_binding_jsrpc"],
        bindings=[custom],
    )
    assert shop.get_bindings() == [custom]

    shop.deploy({"index.js": "export default { fetch: () => new Response('v2') };\n"})
    assert shop.get_bindings() == [custom]
    namespace.delete(confirm=name)
