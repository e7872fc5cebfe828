"""Reads outside the specification that `wrangler deploy --dispatch-namespace` makes on its way.

wrangler 4.164.0 asks the account for a Worker of the tenant's name, although the tenant is in a namespace, and it looks
whether queues and buckets exist that bindings name. This emulator has none of them, and says what lets wrangler go on.
"""

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec.operations import Operation
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.envelope import success

READ = frozenset({"Workers Tail Read", "Workers Scripts Read", "Workers Scripts Write"})


async def account_worker_settings(context: RequestContext) -> Response:
    """Settings of a Worker that has none."""
    return success({"bindings": [], "compatibility_flags": [], "tags": [], "usage_model": "standard"})


async def account_worker_secrets(context: RequestContext) -> Response:
    """No secrets."""
    return success([])


async def list_queues(context: RequestContext) -> Response:
    """The queue that is asked for, whatever its name; none where no name is given."""
    name = context.request.query_params.get("name")
    return success([{"queue_id": identifiers.USER_ID, "queue_name": name}] if name else [])


async def get_bucket(context: RequestContext) -> Response:
    """The bucket that is asked for, whatever its name."""
    return success({"name": context.path["bucket_name"], "storage_class": "Standard"})


OPERATIONS = tuple(
    Operation(name, "GET", f"/accounts/{{account_id}}/{path}", permissions=READ)
    for name, path in (
        ("account_worker_settings", "workers/scripts/{script_name}/settings"),
        ("account_worker_secrets", "workers/scripts/{script_name}/secrets"),
        ("list_queues", "queues"),
        ("get_bucket", "r2/buckets/{bucket_name}"),
    )
)
