"""D1 over the API, beside the specification: tests put there what their Workers read, and look what they wrote.

https://developers.cloudflare.com/api/resources/d1/subresources/database/methods/query/
"""

from collections.abc import Callable, Sequence

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.runtime.products.d1 import D1Error, Rows, Statement
from tenantry_emulator.spec import json_body
from tenantry_emulator.spec.operations import Operation
from tenantry_emulator.spec.schemas import Checker
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text
from tenantry_emulator.wire.refusals import D1_FAILED, NOT_IMPLEMENTED, UNREADABLE_BODY, Refusal

STATEMENT: JsonObject = {
    "type": "object",
    "required": ["sql"],
    "properties": {"sql": {"type": "string"}, "params": {"type": ["array", "null"]}},
}
BATCH: JsonObject = {
    "type": "object",
    "properties": {"batch": {"type": "array", "minItems": 1, "items": STATEMENT}},
}
DATABASE = "/accounts/{account_id}/d1/database/{database_id}"


async def query_d1(context: RequestContext) -> Response:
    """Run SQL; each row of the results is an object."""
    return await _answer(context, lambda rows: rows.objects())


async def raw_d1(context: RequestContext) -> Response:
    """Run SQL; each row of the results is an array."""
    return await _answer(context, lambda rows: {"columns": [*rows.columns], "rows": [*rows.rows]})


async def _answer(context: RequestContext, as_json: Callable[[Rows], Json]) -> Response:
    runtime = context.state.runtime
    if runtime is None:
        raise Refusal(NOT_IMPLEMENTED, "There are D1 databases only where Workers run, and here they do not.")
    statements = _statements(json_body.parsed(await context.request.body(), UNREADABLE_BODY, "the body"))
    try:
        found = await runtime.databases.run(context.account, context.path["database_id"], statements)
    except D1Error as error:
        raise Refusal(D1_FAILED, str(error)) from error
    return success([{"success": True, "results": as_json(rows), "meta": rows.meta} for rows in found])


def _statements(body: Json) -> Sequence[Statement]:
    """One statement, or those of a batch."""
    is_batch = "batch" in as_object(body)
    if problem := Checker(BATCH if is_batch else STATEMENT).problem(body):
        raise Refusal(D1_FAILED, f"The body is wrong at {problem.pointer or '/'}: {problem.message}.")
    queries = as_list(as_object(body)["batch"]) if is_batch else [body]
    return [Statement(as_text(query.get("sql")), as_list(query.get("params"))) for query in map(as_object, queries)]


OPERATIONS = (
    Operation("query_d1", "POST", f"{DATABASE}/query"),
    Operation("raw_d1", "POST", f"{DATABASE}/raw"),
)
