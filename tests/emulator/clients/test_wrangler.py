"""wrangler: dispatch namespaces, and deploys into one."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tenantry import Namespace, NamespaceNotFound
from tenantry_api.api.secrets import list_secrets
from tenantry_api.api.settings import get_bindings, get_settings
from tests.emulator.conftest import NO_CERTIFICATES

from .conftest import Ground, Wrangler

TENANT = ("production", "tenant")
WORKER = """
export class Cart { constructor(state) {} }
export class Till { constructor(state) {} }
export default { async fetch(request, env) { return new Response(env.GREETING) } }
"""
CONFIGURATION: dict[str, Any] = {
    "name": "tenant",
    "main": "src/index.js",
    "compatibility_date": "2026-01-01",
    "vars": {"GREETING": "hello", "LIMITS": {"a": [1, None]}},
    "kv_namespaces": [{"binding": "KV", "id": "0" * 32}],
    "r2_buckets": [{"binding": "FILES", "bucket_name": "files"}],
    "d1_databases": [{"binding": "DB", "database_name": "db", "database_id": "11111111-1111-4111-8111-111111111111"}],
    "queues": {"producers": [{"binding": "MAIL", "queue": "mail"}]},
    "services": [{"binding": "AUTH", "service": "auth"}],
    "durable_objects": {"bindings": [{"name": "CART", "class_name": "Cart"}]},
    "migrations": [{"tag": "v1", "new_sqlite_classes": ["Cart"]}],
    "assets": {"directory": "public", "binding": "ASSETS", "html_handling": "none"},
}

BINDINGS = {
    ("GREETING", "plain_text"),
    ("LIMITS", "json"),
    ("KV", "kv_namespace"),
    ("FILES", "r2_bucket"),
    ("DB", "d1"),
    ("MAIL", "queue"),
    ("AUTH", "service"),
    ("CART", "durable_object_namespace"),
    ("ASSETS", "assets"),
    ("KEY", "secret_text"),
}


def with_auth(ground: Ground) -> Namespace:
    """A namespace with the Worker to which the project has a service binding."""
    namespace = ground.tenantry.namespace("production")
    namespace.create()
    namespace.script("auth").deploy({"a.js": FETCHES}, compatibility_date="2026-01-01")
    return namespace


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> Path:
    """A folder as people have it who deploy with wrangler."""
    for path, content in {
        "wrangler.json": json.dumps(CONFIGURATION),
        "src/index.js": WORKER,
        "public/index.html": "<h1>hi</h1>",
        "public/style.css": "body{}",
        "public/LICENSE": "free",
        "secrets.json": '{"KEY": "hush"}',
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def test_namespaces_are_created_listed_read_renamed_and_deleted(wrangler: Wrangler, ground: Ground) -> None:
    assert "production" in wrangler("dispatch-namespace", "create", "production")
    namespace_id = str(ground.tenantry.namespace("production").get().namespace_id)
    assert namespace_id in wrangler("dispatch-namespace", "list")
    assert namespace_id in wrangler("dispatch-namespace", "get", "production")

    wrangler("dispatch-namespace", "rename", "production", "live")
    assert str(ground.tenantry.namespace("live").get().namespace_id) == namespace_id

    wrangler("dispatch-namespace", "delete", "live")
    with pytest.raises(NamespaceNotFound):
        ground.tenantry.namespace("live").get()


def test_a_deploy_brings_everything_and_a_redeploy_keeps_the_secrets(
    wrangler: Wrangler, ground: Ground, project: Path
) -> None:
    with_auth(ground)
    deploy = ("deploy", "--dispatch-namespace", "production")

    wrangler(*deploy, "--secrets-file", "secrets.json")
    everything_is_there(ground)

    (project / "src/index.js").write_text(WORKER.replace("GREETING)", "GREETING + '!')"), encoding="utf-8")
    again = {
        **CONFIGURATION,
        "migrations": [*CONFIGURATION["migrations"], {"tag": "v2", "new_sqlite_classes": ["Till"]}],
    }
    (project / "wrangler.json").write_text(json.dumps(again), encoding="utf-8")
    (project / "public/new.txt").write_text("new", encoding="utf-8")
    wrangler(*deploy)
    everything_is_there(ground, migration_tag="v2", code="GREETING + ", files={"/new.txt"})


def test_what_a_dry_run_writes_deploys_unchanged(wrangler: Wrangler, ground: Ground, project: Path) -> None:
    # A README, a source map, wasm and text are beside the code.
    (project / "src/add.wasm").write_bytes(b"\0asm\x01\0\0\0")
    (project / "src/note.txt").write_text("a note", encoding="utf-8")
    imports = "import add from './add.wasm';\nimport note from './note.txt';\nexport const all = [add, note];\n"
    (project / "src/index.js").write_text(imports + WORKER, encoding="utf-8")
    namespace = with_auth(ground)
    wrangler("deploy", "--dispatch-namespace", "production")
    theirs = namespace.script(TENANT[1]).get_content()

    wrangler("deploy", "--dispatch-namespace", "production", "--dry-run", "--outdir", "written")
    ours = namespace.script("ours")
    planned = ours.deploy(project / "written", compatibility_date="2026-01-01", dry_run=True)
    ours.deploy(project / "written", compatibility_date="2026-01-01")

    mine = ours.get_content()
    assert planned.bundle.left_out == ("README.md",)
    assert (mine.main, mine.types) == (theirs.main, theirs.types)
    # The source map says where the sources are, as seen from where it was written.
    assert {path for path in theirs if mine[path] != theirs[path]} == {"index.js.map"}
    assert sorted(theirs.types.values()) == [
        "application/javascript+module",
        "application/source-map",
        "application/wasm",
        "text/plain",
    ]


def everything_is_there(
    ground: Ground, *, migration_tag: str = "v1", code: str = "GREETING)", files: Iterable[str] = ()
) -> None:
    """What the project has, as tenantry reads it."""
    script = ground.tenantry.namespace(TENANT[0]).script(TENANT[1])
    info, bundle = script.get(), script.get_content()

    assert (info.name, info.migration_tag, info.script.has_assets) == ("tenant", migration_tag, True)
    assert bundle.main == "index.js"
    assert code.encode() in bundle["index.js"]
    assert {(binding.name, binding.type_) for binding in ground.result(get_bindings.request, *TENANT)} == BINDINGS
    assert [secret.name for secret in ground.result(list_secrets.request, *TENANT)] == ["KEY"]
    assert ground.result(get_settings.request, *TENANT).compatibility_date == "2026-01-01"
    stored = ground.assets(*TENANT)
    assert stored["config"]["html_handling"] == "none"
    assert {path: file["content_type"] for path, file in stored["files"].items()} == {
        "/index.html": "text/html; charset=utf-8",
        "/style.css": "text/css; charset=utf-8",
        "/LICENSE": None,
        **dict.fromkeys(files, "text/plain; charset=utf-8"),
    }


def test_pairs_of_kv_are_written_read_and_deleted_in_bulk(wrangler: Wrangler, project: Path) -> None:
    there = ("--namespace-id", "0" * 32, "--remote")
    pairs = [{"key": "a", "value": "one", "metadata": {"m": 1}}, {"key": "b", "value": "dHdv", "base64": True}]
    (project / "pairs.json").write_text(json.dumps(pairs), encoding="utf-8")
    (project / "keys.json").write_text('["a", "b"]', encoding="utf-8")
    wrangler("kv", "bulk", "put", "pairs.json", *there)

    assert json.loads(wrangler("kv", "bulk", "get", "keys.json", *there)) == {"a": "one", "b": "two"}
    wrangler("kv", "bulk", "delete", "keys.json", "--force", *there)
    assert json.loads(wrangler("kv", "key", "list", *there)) == []


DISPATCHER = {
    "name": "dispatcher",
    "main": "src/dispatcher.js",
    "compatibility_date": "2026-01-01",
    "dispatch_namespaces": [
        {"binding": "TENANTS", "namespace": "production", "outbound": {"service": "outbound", "parameters": ["tenant"]}}
    ],
}
DISPATCHES = """
export default {
  fetch: (request, env) => env.TENANTS.get("tenant", {}, { outbound: { tenant: "acme" } }).fetch(request),
};
"""
OUTBOUND = "export default { fetch: (request, env) => new Response(`${request.url} for ${env.tenant}`) }"
FETCHES = "export default { fetch: () => fetch('https://api.example.com/x') }"


@pytest.mark.parametrize("wrangler", ["wrangler", "wrangler-of-april"], indirect=True)
def test_a_dispatch_worker_is_deployed_redeployed_and_deleted_with_its_outbound_worker(
    wrangler: Wrangler, running: Ground, project: Path
) -> None:
    running.tenantry.namespace("production").create()
    running.tenantry.namespace("production").script("tenant").deploy({"a.js": FETCHES}, compatibility_date="2026-01-01")
    for name, code, configuration in (
        ("outbound", OUTBOUND, {"name": "outbound", "main": "src/outbound.js", "compatibility_date": "2026-01-01"}),
        ("dispatcher", DISPATCHES, DISPATCHER),
    ):
        (project / f"src/{name}.js").write_text(code, encoding="utf-8")
        (project / f"{name}.json").write_text(json.dumps(configuration), encoding="utf-8")
        for _ in range(2):
            wrangler("deploy", "--config", f"{name}.json")

    url = running.emulator.script_url("dispatcher", None)
    answer = httpx.get(url, trust_env=False, verify=NO_CERTIFICATES)
    assert answer.text == "https://api.example.com/x for acme"
    wrangler("delete", "--config", "dispatcher.json", "--force")
    assert [worker.id for worker in running.tenantry.list_workers()] == ["outbound"]
