"""Reads outside the specification that `wrangler deploy` makes on its way.

wrangler 4.164.0 looks whether queues and buckets exist that bindings name. This emulator has none of them, and says
what lets wrangler go on.
"""

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec.operations import Operation
from tenantry_emulator.wire import identifiers
from tenantry_emulator.wire.envelope import success

READ = frozenset({"Workers Tail Read", "Workers Scripts Read", "Workers Scripts Write"})


async def list_queues(context: RequestContext) -> Response:
    """The queue that is asked for, whatever its name; none where no name is given."""
    name = context.request.query_params.get("name")
    return success([{"queue_id": identifiers.USER_ID, "queue_name": name}] if name else [])


async def get_bucket(context: RequestContext) -> Response:
    """The bucket that is asked for, whatever its name."""
    return success({"name": context.path["bucket_name"], "storage_class": "Standard"})


async def list_kv_namespaces(context: RequestContext) -> Response:
    """None with a title: any identifier names one here. `wrangler delete` looks for what Workers Sites left."""
    return success([], result_info={"page": 1, "per_page": 100, "count": 0, "total_count": 0})


async def list_durable_object_namespaces(context: RequestContext) -> Response:
    """None that has containers, for which `wrangler delete` looks."""
    return success([], result_info={"page": 1, "per_page": 100, "count": 0, "total_count": 0})


OPERATIONS = tuple(
    Operation(name, "GET", f"/accounts/{{account_id}}/{path}", permissions=READ)
    for name, path in (
        ("list_queues", "queues"),
        ("list_kv_namespaces", "storage/kv/namespaces"),
        ("list_durable_object_namespaces", "workers/durable_objects/namespaces"),
        ("get_bucket", "r2/buckets/{bucket_name}"),
    )
)
