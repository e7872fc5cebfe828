# mypy: ignore-errors
# The official SDK is in an environment of its own, in which this is run and no type checker is.
"""Deploys a Worker with everything that the official SDK can give it; each argument says which part to tell.

`deploy` seeds KV and D1 with what the Worker reads, and deploys it; `change` gives it other code and another secret.
"""

import base64
import hashlib
import os
import sys

import cloudflare

ACCOUNT = os.environ["CLOUDFLARE_ACCOUNT_ID"]
SHOP = {"account_id": ACCOUNT, "dispatch_namespace": "production", "script_name": "shop"}
KV, D1 = "0" * 32, "11111111-1111-4111-8111-111111111111"
MODULE = "application/javascript+module"
PAGE = b"<h1>sdk</h1>"
PAGE_HASH = hashlib.sha256(PAGE).hexdigest()[:32]
INDEX = b"""
import { title } from "./title.js";
export class Cart {
  constructor(state) { this.storage = state.storage; }
  async fetch() {
    const visits = (await this.storage.get("visits") ?? 0) + 1;
    await this.storage.put("visits", visits);
    return Response.json(visits);
  }
}
export default {
  async fetch(request, env) {
    await env.MAIL.send("a visit");
    const cart = env.CART.get(env.CART.idFromName("acme"));
    return Response.json({
      title, plan: env.PLAN, limits: env.LIMITS, secret: env.KEY, kv: await env.KV.get("seeded"),
      d1: await env.DB.prepare("SELECT 1 + ? AS two").bind(1).first("two"),
      cart: await (await cart.fetch("http://cart/")).json(),
      page: await (await env.ASSETS.fetch("http://assets/")).text(),
    });
  },
};
"""
BINDINGS = [
    {"type": "plain_text", "name": "PLAN", "text": "pro"},
    {"type": "json", "name": "LIMITS", "json": {"items": 20}},
    {"type": "secret_text", "name": "KEY", "text": "hush"},
    {"type": "kv_namespace", "name": "KV", "namespace_id": KV},
    {"type": "d1", "name": "DB", "id": D1},
    {"type": "queue", "name": "MAIL", "queue_name": "mail"},
    {"type": "durable_object_namespace", "name": "CART", "class_name": "Cart"},
    {"type": "assets", "name": "ASSETS"},
]


def deploy(client: cloudflare.Cloudflare, scripts: object) -> None:
    """The Worker, and what it finds."""
    client.workers_for_platforms.dispatch.namespaces.create(account_id=ACCOUNT, name="production")
    client.kv.namespaces.values.update("seeded", account_id=ACCOUNT, namespace_id=KV, value=b"by the SDK")
    client.d1.database.query(D1, account_id=ACCOUNT, sql="CREATE TABLE customers (name TEXT)")
    session = scripts.asset_upload.create(**SHOP, manifest={"/index.html": {"hash": PAGE_HASH, "size": len(PAGE)}})
    uploaded = client.workers.assets.upload.create(
        account_id=ACCOUNT,
        base64=True,
        body={PAGE_HASH: base64.b64encode(PAGE).decode()},
        extra_headers={"Authorization": f"Bearer {session.jwt}"},
    )
    metadata = {
        "main_module": "index.js",
        "compatibility_date": "2026-01-01",
        "bindings": BINDINGS,
        "assets": {"jwt": uploaded.jwt, "config": {"run_worker_first": True}},
        "migrations": {"new_tag": "v1", "new_sqlite_classes": ["Cart"]},
    }
    files = [("index.js", INDEX, MODULE), ("title.js", b"export const title = 'first';", MODULE)]
    scripts.update(**SHOP, metadata=metadata, files=files)


def change(client: cloudflare.Cloudflare, scripts: object) -> None:
    """Other code and another secret; all else stays."""
    files = [("index.js", INDEX, MODULE), ("title.js", b"export const title = 'second';", MODULE)]
    scripts.content.update(**SHOP, metadata={"main_module": "index.js"}, files=files)
    scripts.secrets.update(**SHOP, type="secret_text", name="KEY", text="another")


if __name__ == "__main__":
    sdk = cloudflare.Cloudflare(max_retries=0)
    {"deploy": deploy, "change": change}[sys.argv[1]](sdk, sdk.workers_for_platforms.dispatch.namespaces.scripts)
