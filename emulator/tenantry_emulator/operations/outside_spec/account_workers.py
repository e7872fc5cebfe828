"""The account's own Workers, outside any dispatch namespace.

The specification has their list alone. That the list may have rows, a Worker can be uploaded and deleted here too:
https://developers.cloudflare.com/api/resources/workers/subresources/scripts/
"""

from dataclasses import replace

from starlette.responses import Response

from tenantry_emulator.context.request import Asked
from tenantry_emulator.operations import scripts
from tenantry_emulator.operations.script_json import shown
from tenantry_emulator.operations.scripts import tag_filter
from tenantry_emulator.spec.operations import Operation, bundled
from tenantry_emulator.store.namespaces import NAMELESS
from tenantry_emulator.wire.envelope import success

PATH = "/accounts/{account_id}/workers/scripts/{script_name}"


async def list_workers(asked: Asked) -> Response:
    """All of them: the list has no pages. None has a route, for nothing here is routed."""
    namespace = asked.store.namespaces.get(asked.account, NAMELESS)
    found = asked.store.scripts.page(namespace, tag_filter(asked)) if namespace else []
    return success([{**shown(script), "routes": []} for script in found])


async def upload_worker(asked: Asked) -> Response:
    """Create it or replace it, as in a namespace."""
    return await scripts.upload_script(_as_in_a_namespace(asked, "upload_script"))


async def delete_worker(asked: Asked) -> Response:
    """Gone."""
    return await scripts.delete_script(_as_in_a_namespace(asked, "delete_script"))


def _as_in_a_namespace(asked: Asked, operation: str) -> Asked:
    """The same request, for the namespace without a name."""
    if asked.store.namespaces.get(asked.account, NAMELESS) is None:
        asked.store.namespaces.add(asked.account, NAMELESS)
    (twin,) = (each for each in bundled().operations if each.id == operation)
    return replace(asked, operation=twin, path={**asked.path, "dispatch_namespace": NAMELESS})


OPERATIONS = (
    Operation("upload_worker", "PUT", PATH, permissions=frozenset({"Workers Scripts Write"})),
    Operation("delete_worker", "DELETE", PATH, permissions=frozenset({"Workers Scripts Write"})),
)
