"""A site without code: its static assets are all that is deployed, and code comes later."""

from pathlib import Path
from tempfile import TemporaryDirectory

import tenantry


def assets_are_deployed_alone(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    site = namespace.script("acme-site")

    with TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text("<!doctype html><title>Acme</title>\n", encoding="utf-8")
        site.deploy(None, assets=tenantry.Assets(folder), compatibility_date="2026-11-01", tags=["customer-acme"])
    assert site.get().script.has_assets

    site.deploy({"index.js": "export default { fetch: () => new Response('hello') };\n"})
    assert (site.get().script.has_assets, site.get_tags()) == (True, ["customer-acme"])

    namespace.delete(confirm=name)
