"""The account's own Workers, outside any dispatch namespace.

The specification has their list alone. That the list may have rows, a Worker can be uploaded and deleted here too:
https://developers.cloudflare.com/api/resources/workers/subresources/scripts/
"""

from dataclasses import replace

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.operations import scripts
from tenantry_emulator.operations.script_json import as_json
from tenantry_emulator.operations.scripts import tag_filter
from tenantry_emulator.spec.operations import Operation, bundled
from tenantry_emulator.store.namespaces import NAMELESS
from tenantry_emulator.wire.envelope import success

PATH = "/accounts/{account_id}/workers/scripts/{script_name}"


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


OPERATIONS = (
    Operation("upload_worker", "PUT", PATH, permissions=frozenset({"Workers Scripts Write"})),
    Operation("delete_worker", "DELETE", PATH, permissions=frozenset({"Workers Scripts Write"})),
)
