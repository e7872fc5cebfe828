"""The account's own Workers, outside any dispatch namespace.

The specification has their list alone. Dispatch Workers and outbound Workers are such, so here they can be uploaded,
deleted and read too, by the API and as `wrangler deploy` and `wrangler delete` do it:
https://developers.cloudflare.com/api/resources/workers/subresources/scripts/
"""

from dataclasses import replace

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.deployment import script_config
from tenantry_emulator.operations import scripts, secrets, settings
from tenantry_emulator.operations.script_json import as_json
from tenantry_emulator.operations.scripts import tag_filter
from tenantry_emulator.spec import json_body
from tenantry_emulator.spec.operations import Operation, bundled
from tenantry_emulator.store.namespaces import NAMELESS
from tenantry_emulator.store.records import Script
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object
from tenantry_emulator.wire.refusals import (
    NO_SUCH_SERVICE,
    SCRIPT_MISSING,
    UNREADABLE_BODY,
    VERSION_MISSING,
    ErrorCode,
    Refusal,
)

PATH = "/accounts/{account_id}/workers/scripts/{script_name}"

# Those that are not of a version.
SCRIPT_SETTINGS = ("logpush", "observability", "tags", "tail_consumers")


async def list_workers(context: RequestContext) -> Response:
    """All of them: the list has no pages. None has a route, for nothing here is routed."""
    namespace = context.store.namespaces.get(context.account, NAMELESS)
    found = context.store.scripts.page(namespace, tag_filter(context)) if namespace else []
    return success([{**as_json(script), "routes": []} for script in found])


async def upload_worker(context: RequestContext) -> Response:
    """Create it or replace it, as in a namespace."""
    return await scripts.upload_script(_as_in_a_namespace(context, "upload_script"))


async def delete_worker(context: RequestContext) -> Response:
    """Gone."""
    return await scripts.delete_script(_as_in_a_namespace(context, "delete_script"))


def _as_in_a_namespace(context: RequestContext, operation: str) -> RequestContext:
    """The same request, for the namespace without a name."""
    if context.store.namespaces.get(context.account, NAMELESS) is None:
        context.store.namespaces.add(context.account, NAMELESS)
    (twin,) = (each for each in bundled().operations if each.id == operation)
    return replace(context, operation=twin, path={**context.path, "dispatch_namespace": NAMELESS})


async def delete_worker_service(context: RequestContext) -> Response:
    """Gone too: wrangler knows it by this path."""
    return await delete_worker(context)


async def account_worker_settings(context: RequestContext) -> Response:
    """Its settings."""
    return await settings.get_settings(_as_in_a_namespace(context, "get_settings"))


async def account_worker_secrets(context: RequestContext) -> Response:
    """Its secrets."""
    return await secrets.list_secrets(_as_in_a_namespace(context, "list_secrets"))


async def account_worker_service(context: RequestContext) -> Response:
    """The Worker as a service, which has one environment."""
    script = _script(context, NO_SUCH_SERVICE)
    environment: JsonObject = {"environment": "production", "script": as_json(script)}
    return success({"id": script.name, "default_environment": environment})


async def account_worker_subdomain(context: RequestContext) -> Response:
    """What `workers/workers` says of it: that it has no address at workers.dev."""
    script = _script(context, SCRIPT_MISSING)
    return success({"id": script.tag, "name": script.name, "subdomain": {"enabled": False, "previews_enabled": False}})


async def get_account_worker_subdomain(context: RequestContext) -> Response:
    """The same, as older versions of wrangler ask for it."""
    _script(context, SCRIPT_MISSING)
    return success({"enabled": False, "previews_enabled": False})


async def set_account_worker_subdomain(context: RequestContext) -> Response:
    """No address at workers.dev, whatever is asked for: the front door has one."""
    _script(context, SCRIPT_MISSING)
    return success({"enabled": False, "previews_enabled": False})


async def account_worker_deployments(context: RequestContext) -> Response:
    """The one version that runs."""
    script = _script(context, SCRIPT_MISSING)
    versions: list[Json] = [{"version_id": script.version, "percentage": 100}]
    deployment: JsonObject = {
        "id": script.version,
        "source": "api",
        "strategy": "percentage",
        "created_on": script.modified_on,
        "versions": versions,
    }
    return success({"deployments": [deployment]})


async def upload_worker_version(context: RequestContext) -> Response:
    """A version of a Worker that exists. It runs at once here: wrangler deploys it right after."""
    _script(context, SCRIPT_MISSING)
    await upload_worker(context)
    script = _script(context, SCRIPT_MISSING)
    resources: JsonObject = {"script": {"etag": script.etag, "handlers": [*script.handlers]}}
    return success({"id": script.version, "startup_time_ms": scripts.STARTUP_TIME_MS, "resources": resources})


async def deploy_worker_version(context: RequestContext) -> Response:
    """The version that runs already; another is not kept."""
    script = _script(context, SCRIPT_MISSING)
    wanted = [as_object(each).get("version_id") for each in as_list((await _json(context)).get("versions"))]
    if wanted != [script.version]:
        raise Refusal(VERSION_MISSING, "The emulator keeps the newest version of a Worker, and no other.")
    return success({"id": script.version})


async def patch_worker_settings(context: RequestContext) -> Response:
    """Settings that are not of a version: tags, logs, and who hears the tail."""
    script = _script(context, SCRIPT_MISSING)
    patch = {field: value for field, value in (await _json(context)).items() if field in SCRIPT_SETTINGS}
    config = await script_config.patched(_as_in_a_namespace(context, "patch_settings"), patch, script)
    context.store.scripts.put_config(script, config, VersionId(script.version, script.modified_on))
    return await account_worker_settings(context)


async def _json(context: RequestContext) -> JsonObject:
    return as_object(json_body.parsed(await context.request.body(), UNREADABLE_BODY, "the body"))


async def account_subdomain(context: RequestContext) -> Response:
    """The account's name at workers.dev, where nothing of the emulator is."""
    return success({"subdomain": "tenantry-emulator"})


def _script(context: RequestContext, missing: ErrorCode) -> Script:
    found = _as_in_a_namespace(context, "get_script")
    if script := found.store.scripts.get(found.namespace(), found.path["script_name"]):
        return script
    raise Refusal(missing, f"The account has no Worker {context.path['script_name']!r}.")


WORKERS = "/accounts/{account_id}/workers"
READ = frozenset({"Workers Tail Read", "Workers Scripts Read", "Workers Scripts Write"})
WRITE = frozenset({"Workers Scripts Write"})
OPERATIONS = (
    Operation("upload_worker", "PUT", PATH, permissions=WRITE),
    Operation("delete_worker", "DELETE", PATH, permissions=WRITE),
    Operation("delete_worker_service", "DELETE", f"{WORKERS}/services/{{script_name}}", permissions=WRITE),
    Operation("upload_worker_version", "POST", f"{PATH}/versions", permissions=WRITE),
    Operation("deploy_worker_version", "POST", f"{PATH}/deployments", permissions=WRITE),
    Operation("patch_worker_settings", "PATCH", f"{PATH}/script-settings", permissions=WRITE),
    Operation("set_account_worker_subdomain", "POST", f"{PATH}/subdomain", permissions=WRITE),
    *(
        Operation(name, "GET", f"{WORKERS}/{path}", permissions=READ)
        for name, path in (
            ("account_worker_settings", "scripts/{script_name}/settings"),
            ("account_worker_secrets", "scripts/{script_name}/secrets"),
            ("get_account_worker_subdomain", "scripts/{script_name}/subdomain"),
            ("account_worker_deployments", "scripts/{script_name}/deployments"),
            ("account_worker_service", "services/{script_name}"),
            ("account_worker_subdomain", "workers/{script_name}"),
            ("account_subdomain", "subdomain"),
        )
    ),
)
