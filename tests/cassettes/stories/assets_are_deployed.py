"""A folder of static assets: deployed beside a Worker, kept by a deploy that does not mention it, and asked about."""

from pathlib import Path
from tempfile import TemporaryDirectory

import tenantry
from tenantry import bindings, models

SITE = {
    "index.html": b"<!doctype html><title>Acme</title><h1>Acme</h1>\n",
    "style.css": b"h1 { color: teal }\n",
    "img/dot.gif": b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;",
    "_headers": b"/*\n  X-Shop: Acme\n",
}
UNKNOWN = "0123456789abcdef0123456789abcde0"


def assets_are_deployed(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")

    with TemporaryDirectory() as folder:
        written(Path(folder))
        assets = tenantry.Assets(folder, not_found_handling="404-page", run_worker_first=["/api/*"])
        # All files go up, and when nothing has changed none does.
        for text in ("first", "second"):
            shop.deploy(
                code(text),
                compatibility_date="2026-11-01",
                assets=assets,
                bindings=[bindings.Assets(name="ASSETS")],
            )
        planned = shop.deploy(code("third"), compatibility_date="2026-11-01", assets=assets, dry_run=True).assets
    assert planned is not None
    assert {"/index.html", "/style.css", "/img/dot.gif"} == {*planned}

    shop.deploy(code("third"), compatibility_date="2026-11-01")
    assert [binding.name for binding in shop.get_bindings()] == ["ASSETS"]

    stored = {path: models.AssetsManifestEntry(hash_=asset.hash, size=asset.size) for path, asset in planned.items()}
    missing = {"/new.txt": models.AssetsManifestEntry(hash_=UNKNOWN, size=3)}
    session = shop.create_assets_session({**stored, **missing})
    assert session.jwt
    assert session.buckets == [[UNKNOWN]]

    namespace.delete(confirm=name)


def written(folder: Path) -> None:
    for path, content in SITE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def code(text: str) -> dict[str, str]:
    return {"index.js": f"export default {{ fetch: (request, env) => env.ASSETS.fetch(request) }}; // {text}\n"}
