"""What wrangler deploys is asked at the front door, and answers with everything that it was given."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tenantry import Assets, bindings
from tests.emulator.conftest import NO_CERTIFICATES

from .conftest import Ground, Wrangler

KV, D1 = "0f2ac74b498b48028cb68387c421e279", "11111111-1111-4111-8111-111111111111"
CONFIGURATION: dict[str, Any] = {
    "name": "tenant",
    "main": "src/index.ts",
    "compatibility_date": "2026-01-01",
    "vars": {"GREETING": "hello", "LIMITS": {"a": [1, None]}},
    "kv_namespaces": [{"binding": "KV", "id": KV}],
    "r2_buckets": [{"binding": "FILES", "bucket_name": "files"}],
    "d1_databases": [{"binding": "DB", "database_name": "db", "database_id": D1}],
    "queues": {"producers": [{"binding": "MAIL", "queue": "mail"}]},
    "services": [{"binding": "AUTH", "service": "auth"}],
    "durable_objects": {"bindings": [{"name": "CART", "class_name": "Cart"}]},
    "migrations": [{"tag": "v1", "new_sqlite_classes": ["Cart"]}],
    "version_metadata": {"binding": "VERSION"},
    "assets": {"directory": "public", "binding": "ASSETS", "not_found_handling": "404-page"},
}
# TypeScript, in several files, with text and wasm beside it: wrangler bundles some of it, and uploads the rest.
PROJECT = {
    "wrangler.json": json.dumps(CONFIGURATION),
    "src/shout.ts": "export const shout = (text: string): string => `${text.toUpperCase()}!`;",
    "src/note.txt": "a note",
    "src/index.ts": """
        import { DurableObject } from "cloudflare:workers";
        import note from "./note.txt";
        import add from "./add.wasm";
        import { shout } from "./shout";

        export class Cart extends DurableObject {
            async add(): Promise<number> {
                this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS items (at INTEGER)");
                this.ctx.storage.sql.exec("INSERT INTO items VALUES (1)");
                return this.ctx.storage.sql.exec("SELECT count(*) AS n FROM items").one().n as number;
            }
        }

        function files(env: any): string {
            try { return env.FILES.get("a"); } catch (error) { return (error as Error).message; }
        }

        export default {
            async fetch(request: Request, env: any): Promise<Response> {
                await env.MAIL.send({ to: "acme" });
                const { exports } = await WebAssembly.instantiate(add);
                return Response.json({
                    vars: [shout(env.GREETING), env.LIMITS],
                    secret: env.KEY,
                    kv: await env.KV.get("plan"),
                    d1: (await env.DB.prepare("SELECT name FROM customers").all()).results,
                    cart: await env.CART.getByName("acme").add(),
                    service: await (await env.AUTH.fetch(request)).text(),
                    asset: await (await env.ASSETS.fetch(new URL("/style.css", request.url))).text(),
                    modules: [note, (exports as any).add(2, 3)],
                    version: typeof env.VERSION.id,
                    files: files(env),
                });
            },
        };
    """,
    "public/index.html": "<h1>hi</h1>",
    "public/404.html": "<h1>nothing here</h1>",
    "public/style.css": "body{}",
    "public/_headers": "/style.css\n  x-style: yes\n",
    "public/_redirects": "/old /style.css 301\n",
    "secrets.json": '{"KEY": "hush"}',
}
ADD = Path(__file__).parents[3] / "examples" / "acme-shop" / "add.wasm"
EVERYTHING = {
    "vars": ["HELLO!", {"a": [1, None]}],
    "secret": "hush",
    "kv": "pro",
    "d1": [{"name": "Acme"}],
    "cart": 1,
    "service": "who are you?",
    "asset": "body{}",
    "modules": ["a note", 5],
    "version": "string",
    "files": "The binding FILES is of type r2_bucket, which tenantry_emulator does not emulate.",
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> Path:
    """A folder with everything that wrangler can deploy into a namespace and the emulator can run."""
    for path, content in PROJECT.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    (tmp_path / "src/add.wasm").write_bytes(ADD.read_bytes())
    return tmp_path


@pytest.fixture
def surroundings(running: Ground) -> None:
    """What the Worker finds: a namespace, another Worker in it, and a row in D1."""
    namespace = running.tenantry.namespace("production")
    namespace.create()
    auth = {"index.js": "export default { fetch: () => new Response('who are you?') }"}
    namespace.script("auth").deploy(auth, compatibility_date="2026-01-01")
    account = f"{running.emulator.url}/accounts/{running.emulator.account_id}"
    headers = {"Authorization": f"Bearer {running.emulator.api_token}"}
    with httpx.Client(headers=headers, trust_env=False, verify=NO_CERTIFICATES) as http:
        sql = "CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Acme')"
        http.post(f"{account}/d1/database/{D1}/query", json={"sql": sql}).raise_for_status()


@pytest.mark.usefixtures("surroundings")
def test_a_tenant_finds_everything_and_a_redeploy_keeps_the_secret_and_what_is_stored(
    wrangler: Wrangler, ground: Ground, project: Path
) -> None:
    deploy = ("deploy", "--dispatch-namespace", "production")
    wrangler("kv", "key", "put", "plan", "pro", "--namespace-id", KV, "--remote")
    wrangler(*deploy, "--secrets-file", "secrets.json")

    assert ground.visit("tenant", "/api").json() == EVERYTHING

    source = project / "src/index.ts"
    source.write_text(source.read_text(encoding="utf-8").replace("shout(env", "'now ' + shout(env"), encoding="utf-8")
    wrangler(*deploy)

    again = {**EVERYTHING, "vars": ["now HELLO!", {"a": [1, None]}], "cart": 2}
    assert ground.visit("tenant", "/api").json() == again
    assert [message["body"] for message in ground.told("messages", queue_name="mail")] == [{"to": "acme"}] * 2


@pytest.mark.usefixtures("surroundings")
def test_static_assets_are_served_with_the_headers_and_redirects_of_the_project(
    wrangler: Wrangler, ground: Ground, project: Path
) -> None:
    wrangler("deploy", "--dispatch-namespace", "production")

    assert ground.visit("tenant").text == "<h1>hi</h1>"
    style, moved = ground.visit("tenant", "/style.css"), ground.visit("tenant", "/old")
    assert (style.text, style.headers["content-type"]) == ("body{}", "text/css; charset=utf-8")
    assert style.headers["x-style"] == "yes"
    assert (moved.status_code, moved.headers["location"]) == (301, "/production/tenant/style.css")

    (project / "public/style.css").write_text("a{}", encoding="utf-8")
    wrangler("deploy", "--dispatch-namespace", "production")

    assert ground.visit("tenant", "/style.css").text == "a{}"


@pytest.mark.usefixtures("surroundings")
def test_what_a_dry_run_writes_finds_everything_too(wrangler: Wrangler, ground: Ground, project: Path) -> None:
    wrangler("kv", "key", "put", "plan", "pro", "--namespace-id", KV, "--remote")
    wrangler("deploy", "--dispatch-namespace", "production", "--dry-run", "--outdir", "written")

    ground.tenantry.namespace("production").script("ours").deploy(
        project / "written",
        compatibility_date="2026-01-01",
        vars=CONFIGURATION["vars"],
        secrets={"KEY": "hush"},
        bindings=[
            bindings.KvNamespace(name="KV", namespace_id=KV),
            bindings.R2Bucket(name="FILES", bucket_name="files"),
            bindings.D1(name="DB", id=D1),
            bindings.Queue(name="MAIL", queue_name="mail"),
            bindings.Service(name="AUTH", service="auth"),
            bindings.DurableObjectNamespace(name="CART", class_name="Cart"),
            bindings.VersionMetadata(name="VERSION"),
            bindings.Assets(name="ASSETS"),
        ],
        migrations=CONFIGURATION["migrations"],
        assets=Assets(project / "public", not_found_handling="404-page"),
    )

    assert ground.visit("ours", "/api").json() == EVERYTHING
    assert ground.visit("ours", "/style.css").headers["x-style"] == "yes"
