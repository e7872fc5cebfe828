"""The types that users see: never run, checked by mypy and pyright."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import assert_type

import httpx

import tenantry
from tenantry import bindings, errors, events, models


def clients(connections: httpx.Client) -> None:
    assert_type(tenantry.Client(), tenantry.Client)
    client = tenantry.Client(
        account_id="a",
        api_key="k",
        api_email="m",
        base_url="http://127.0.0.1",
        timeout=5,
        max_wait=30,
        deadline=None,
        retries=4,
        rate=3.8,
        http_client=connections,
        on_event=observe,
    )
    assert_type(client.with_options(timeout=5.0, max_wait=1, deadline=60, retries=0, priority="bulk"), tenantry.Client)
    tenantry.Client(rate=None)
    local = tenantry.LocalPacer(rate=None, bulk_stops_at=0.1)
    pacer: tenantry.Pacer = local
    tenantry.Client(pacer=pacer)
    assert_type(client.account_id, str)
    assert_type(client.close(), None)
    assert_type(client.list_namespaces(), tenantry.Rows[models.NamespaceInfo])
    assert_type(client.namespace("production"), tenantry.Namespace)
    with client as same:
        assert_type(same, tenantry.Client)


def observe(event: events.Event) -> None:
    match event:
        case events.Progressed():
            assert_type(event.script, str | None)
        case events.Answered():
            assert_type(event.seconds, float)
        case events.Warned():
            assert_type(event.text, str)
        case events.Remarked():
            assert_type(event.messages, tuple[errors.Problem, ...])


def namespaces(production: tenantry.Namespace) -> None:
    assert_type(production.name, str)
    assert_type(production.client, tenantry.Client)
    assert_type(production.get(), models.NamespaceInfo)
    assert_type(production.create(), models.NamespaceInfo)
    assert_type(production.ensure(), models.NamespaceInfo)
    assert_type(production.update(trusted_workers=True), models.NamespaceInfo)
    assert_type(production.replace(trusted_workers=True), models.NamespaceInfo)
    assert_type(production.rename("live"), tenantry.Namespace)
    assert_type(production.delete(confirm="production"), None)
    assert_type(production.script("shop"), tenantry.Script)
    assert_type(production.get().trusted_workers, bool | None)


def lists(production: tenantry.Namespace) -> None:
    pages = production.list_scripts(tags={"plan-pro": True})
    assert_type(pages, tenantry.Pages[tenantry.ScriptInfo])
    assert_type(pages.all(), tenantry.Rows[tenantry.ScriptInfo])
    for page in pages.pages():
        assert_type(page, tenantry.Rows[tenantry.ScriptInfo])
    for row in pages:
        assert_type(row.name, str)
        assert_type(row.tags, Sequence[str])
        assert_type(row.created_on, datetime | None)
        assert_type(row.script, models.ScriptDetails)
        assert_type(row.raw, Mapping[str, object])


def scripts(shop: tenantry.Script) -> None:
    assert_type(shop.deploy("dist/", compatibility_date="2026-01-01"), models.Deployed)
    assert_type(shop.deploy(Path("dist"), compatibility_date=date(2026, 1, 1), dry_run=False), models.Deployed)
    dry = shop.deploy({"index.js": b"", "a.txt": "a"}, compatibility_date="2026-01-01", dry_run=True)
    assert_type(dry, tenantry.DryRun)
    assert_type(dry.metadata, models.ScriptMetadata)
    assert_type(dry.bundle.left_out, tuple[str, ...])
    assert_type(shop.get(), tenantry.ScriptInfo)
    assert_type(shop.get_content(), tenantry.Bundle)
    assert_type(shop.get_content(to="acme-shop"), tenantry.Saved)
    assert_type(shop.delete(force=True, missing_ok=False), bool)
    assert_type(shop.namespace, tenantry.Namespace)


def settings_secrets_and_tags(shop: tenantry.Script) -> None:
    assert_type(shop.put_content({"index.js": ""}), models.ScriptDetails)
    assert_type(shop.get_settings(), models.Settings)
    assert_type(shop.patch_settings(logpush=True, tags=(), bindings=[bindings.Inherit(name="A")]), models.Settings)
    assert_type(shop.get_bindings(), tenantry.Rows[bindings.Binding])
    assert_type(shop.list_secrets(), tenantry.Rows[models.Secret])
    assert_type(shop.get_secret("KEY"), models.SecretText | models.SecretKey | models.OtherSecret)
    assert_type(shop.put_secret("KEY", "value"), None)
    assert_type(shop.put_secrets({"KEY": "value", "SIGN": bindings.SecretKey(name="SIGN")}), None)
    assert_type(shop.delete_secret("KEY"), bool)
    assert_type(shop.delete_secrets(["KEY"]), None)
    assert_type(shop.get_tags(), list[str])
    assert_type(shop.set_tags(["plan-pro"]), list[str])
    assert_type(shop.add_tag("beta"), None)
    assert_type(shop.remove_tag("beta"), None)


def snapshots(shop: tenantry.Script) -> None:
    snapshot = shop.snapshot()
    assert_type(snapshot, tenantry.Snapshot)
    assert_type(snapshot.code.digest, str)
    assert_type(snapshot.bindings, Sequence[bindings.Binding])
    assert_type(snapshot.secrets, Sequence[str])
    assert_type(snapshot.resources, Mapping[str, Sequence[str]])
    assert_type(snapshot.retarget({"old": "new"}), tenantry.Snapshot)
    assert_type(snapshot.save("kept"), Path)
    assert_type(tenantry.Snapshot.read(Path("kept")), tenantry.Snapshot)
    for difference in snapshot.diff(snapshot):
        assert_type(difference, tenantry.Difference)
    restored = shop.restore(snapshot, missing_secrets="skip")
    assert_type(restored, tenantry.Restored)
    assert_type(restored.kept, tuple[str, ...])


def many_at_once(client: tenantry.Client, production: tenantry.Namespace) -> None:
    assert_type(production.builds(tags={"beta": False}), tenantry.Rows[tenantry.Build])
    assert_type(production.delete_scripts(tag="old", expect=3), models.Deleted)
    assert_type(production.delete_all_scripts(confirm="production"), models.Deleted)
    assert_type(client.list_workers(tags={"edge": True}), tenantry.Rows[models.WorkerInfo])
    assert_type(tenantry.script_name("acme", "shop"), str)


def everything_that_a_deploy_takes(shop: tenantry.Script, bundle: tenantry.Bundle) -> None:
    deployed = shop.deploy(
        bundle,
        compatibility_date="2026-01-01",
        compatibility_flags=("nodejs_compat",),
        main="index.js",
        bindings=[bindings.KvNamespace(name="CACHE", namespace_id="0f"), bindings.Other(type="quantum", name="Q", n=1)],
        vars={"PLAN": "pro", "LIMITS": {"cpu": [1, 2.5, None]}},
        secrets={"KEY": "value"},
        assets=tenantry.KEEP,
        tags=["plan-pro"],
        observability=models.Observability(enabled=True),
        limits=models.Limits(cpu_ms=50),
        logpush=False,
        placement=models.RegionPlacement(region="aws:eu-central-1"),
        tail_consumers=[models.TailConsumer(service="tail")],
        usage_model="standard",
        cache_options={"enabled": True},
        exports={"Room": {"type": "durable-object", "storage": "sqlite"}},
        migrations=[{"tag": "v1", "new_sqlite_classes": ["Room"]}],
        keep_settings=True,
        create=False,
    )
    assert_type(deployed.id, str | None)
    assert_type(shop.deploy("dist/"), models.Deployed)
    shop.deploy(bundle, bindings=tenantry.KEEP, vars={}, tags=(), limits={"cpu_ms": 50}, assets=None)
    shop.deploy(bundle, bindings=shop.get_bindings(), placement=shop.get_settings().placement or tenantry.KEEP)


def planned_or_done(shop: tenantry.Script, dry: bool) -> models.Deployed | tenantry.DryRun:
    planned = shop.deploy("dist/", dry_run=True)
    assert_type(planned.kept, tuple[str, ...])
    return shop.deploy("dist/", dry_run=dry)


def static_assets(shop: tenantry.Script) -> None:
    site = tenantry.Assets(
        Path("public"),
        base_path="/shop",
        html_handling="drop-trailing-slash",
        not_found_handling=models.NotFoundHandling.SINGLE_PAGE_APPLICATION,
        run_worker_first=["/api/*"],
        salt="acme",
    )
    assert_type(shop.deploy("dist", compatibility_date="2026-01-01", assets=site), models.Deployed)
    planned = shop.deploy("dist", compatibility_date="2026-01-01", assets=site, dry_run=True)
    assert_type(planned, tenantry.DryRun)
    if planned.assets is not None:
        assert_type([asset.hash for asset in planned.assets.values()], list[str])
        assert_type(planned.assets.size, int)
    session = shop.create_assets_session({"/index.html": models.AssetsManifestEntry(hash_="0f", size=1)})
    assert_type(session, models.AssetsSession)
    assert_type(shop.upload_assets("a token", {"0f": b""}, types={"0f": "text/plain"}), models.AssetsUploaded)


def code(bundle: tenantry.Bundle) -> None:
    assert_type(
        tenantry.Bundle({"index.js": "", "b.js": b""}, main="b.js", types={"b.js": "text/plain"}), tenantry.Bundle
    )
    assert_type(tenantry.Bundle.read("dist"), tenantry.Bundle)
    assert_type(bundle["index.js"], bytes)
    assert_type(bundle.main, str)
    assert_type(bundle.types, Mapping[str, str])
    assert_type(bundle.is_service_worker, bool)


def failures(error: tenantry.Error) -> None:
    if isinstance(error, tenantry.RateLimited):
        assert_type(error.retry_after, float | None)
    if isinstance(error, tenantry.Refused):
        assert_type(error.status, int)
        assert_type(error.code, int | None)
        assert_type(error.errors, tuple[errors.Problem, ...])
        assert_type(error.answer, errors.Answer)
        assert_type(error.hint, str | None)
    if isinstance(error, tenantry.NoAnswer):
        assert_type(error.status, int | None)
        assert_type(error.sent, bool)


async def async_clients(connections: httpx.AsyncClient) -> None:
    client = tenantry.AsyncClient(http_client=connections, on_event=observe)
    assert_type(client.with_options(timeout=5), tenantry.AsyncClient)
    assert_type(await client.aclose(), None)
    assert_type(await client.list_namespaces(), tenantry.Rows[models.NamespaceInfo])
    async with client as same:
        assert_type(same, tenantry.AsyncClient)


async def async_namespaces(client: tenantry.AsyncClient) -> None:
    production = client.namespace("production")
    assert_type(production, tenantry.AsyncNamespace)
    assert_type(production.client, tenantry.AsyncClient)
    assert_type(await production.get(), models.NamespaceInfo)
    assert_type(await production.create(), models.NamespaceInfo)
    assert_type(await production.ensure(), models.NamespaceInfo)
    assert_type(await production.update(trusted_workers=True), models.NamespaceInfo)
    assert_type(await production.replace(trusted_workers=True), models.NamespaceInfo)
    assert_type(await production.rename("live"), tenantry.AsyncNamespace)
    assert_type(await production.delete(confirm="production"), None)


async def async_lists(production: tenantry.AsyncNamespace) -> None:
    pages = production.list_scripts()
    assert_type(pages, tenantry.AsyncPages[tenantry.ScriptInfo])
    assert_type(await pages.all(), tenantry.Rows[tenantry.ScriptInfo])
    async for page in pages.pages():
        assert_type(page, tenantry.Rows[tenantry.ScriptInfo])
    async for row in pages:
        assert_type(row, tenantry.ScriptInfo)


async def async_scripts(production: tenantry.AsyncNamespace) -> None:
    shop = production.script("shop")
    assert_type(shop, tenantry.AsyncScript)
    assert_type(await shop.deploy("dist/", compatibility_date="2026-01-01"), models.Deployed)
    assert_type(await shop.deploy("dist/", compatibility_date="2026-01-01", dry_run=True), tenantry.DryRun)
    assert_type(await shop.get(), tenantry.ScriptInfo)
    assert_type(await shop.get_content(), tenantry.Bundle)
    assert_type(await shop.get_content(to=Path("acme-shop")), tenantry.Saved)
    assert_type(await shop.delete(), bool)


async def async_settings_secrets_and_tags(shop: tenantry.AsyncScript) -> None:
    assert_type(await shop.put_content({"index.js": ""}), models.ScriptDetails)
    assert_type(await shop.get_settings(), models.Settings)
    assert_type(await shop.patch_settings(logpush=True), models.Settings)
    assert_type(await shop.get_bindings(), tenantry.Rows[bindings.Binding])
    assert_type(await shop.list_secrets(), tenantry.Rows[models.Secret])
    assert_type(await shop.get_secret("KEY"), models.SecretText | models.SecretKey | models.OtherSecret)
    assert_type(await shop.put_secret("KEY", "value"), None)
    assert_type(await shop.put_secrets({"KEY": "value"}), None)
    assert_type(await shop.delete_secret("KEY"), bool)
    assert_type(await shop.delete_secrets(["KEY"]), None)
    assert_type(await shop.get_tags(), list[str])
    assert_type(await shop.set_tags(["plan-pro"]), list[str])
    assert_type(await shop.add_tag("beta"), None)
    assert_type(await shop.remove_tag("beta"), None)


async def async_many_at_once(client: tenantry.AsyncClient, production: tenantry.AsyncNamespace) -> None:
    assert_type(await production.builds(), tenantry.Rows[tenantry.Build])
    assert_type(await production.delete_scripts(tag="old", expect=3), models.Deleted)
    assert_type(await production.delete_all_scripts(confirm="production"), models.Deleted)
    assert_type(await client.list_workers(tags={"edge": True}), tenantry.Rows[models.WorkerInfo])


async def async_static_assets(shop: tenantry.AsyncScript) -> None:
    site = tenantry.Assets("public", run_worker_first=True, salt=None)
    assert_type(await shop.deploy("dist", compatibility_date="2026-01-01", assets=site), models.Deployed)
    assert_type(await shop.create_assets_session({}), models.AssetsSession)
    assert_type(await shop.upload_assets("a token", {"0f": b""}), models.AssetsUploaded)
