"""D1 and queues, as the runtime's bindings ask for them.

D1: https://github.com/cloudflare/workerd/blob/main/src/cloudflare/internal/d1-api.ts
Queues: https://github.com/cloudflare/workerd/blob/main/src/workerd/api/queue.c%2B%2B
"""

import asyncio
import base64
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tenantry_emulator.json_types import Json, JsonObject, as_list, as_object, as_text
from tenantry_emulator.queue_store import Message, QueueStore

from .d1 import Databases, Statement, Wrong


async def d1(databases: Databases, account: str, database: str, request: Request) -> Response:
    """The answer to a request of a D1 binding."""
    body = json.loads(await request.body())
    queries = [as_object(query) for query in (body if isinstance(body, list) else [body])]
    statements = [Statement(as_text(query.get("sql")), as_list(query.get("params"))) for query in queries]
    try:
        found = await asyncio.to_thread(databases.run, account, database, statements)
    except Wrong as wrong:
        return JSONResponse({"success": False, "error": str(wrong)})
    as_rows = request.query_params.get("resultsFormat") == "ROWS_AND_COLUMNS"
    answers: list[Json] = []
    for each in found:
        results: Json = {"columns": [*each.columns], "rows": [*each.rows]} if as_rows else each.objects()
        answers.append({"success": True, "results": results, "meta": each.meta})
    return JSONResponse(answers)


async def queue(store: QueueStore, account: str, name: str, request: Request) -> Response:
    """The answer to a request of a queue binding: what it sends is kept."""
    body = await request.body()
    if request.scope["path"] == "/batch":
        messages = [_of_batch(as_object(each)) for each in as_list(as_object(json.loads(body)).get("messages"))]
    else:
        messages = [Message(request.headers.get("X-Msg-Fmt", "v8"), body)]
    store.send(account, name, messages)
    backlog = store.messages(account, name)
    metrics: JsonObject = {
        "backlogCount": len(backlog),
        "backlogBytes": sum(len(message.body) for message in backlog),
        "oldestMessageTimestamp": 0,
    }
    return JSONResponse({"metadata": {"metrics": metrics}})


def _of_batch(message: JsonObject) -> Message:
    return Message(as_text(message.get("contentType")) or "v8", base64.b64decode(as_text(message.get("body"))))
