"""A Worker in the older syntax, whose WebAssembly and text are reached through bindings."""

import tenantry

from .a_worker_is_deployed_and_read_back import SHOP

CODE = b"""\
addEventListener("fetch", (event) => {
  event.respondWith(new Response(greeting_txt));
});
"""


def a_service_worker_is_deployed_and_read_back(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    old = namespace.script("old-shop")

    old.deploy(
        {"worker.js": CODE, "greeting.txt": "Grüße\n", "add.wasm": (SHOP / "add.wasm").read_bytes()},
        compatibility_date="2026-11-01",
    )

    assert old.get().script.has_modules is False
    assert {**old.get_content()} == {"index.js": CODE}

    assert old.delete(force=True)
    namespace.delete(confirm=name)
