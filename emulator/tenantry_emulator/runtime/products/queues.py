"""Queues, as the runtime's binding asks for them: what Workers send is kept.

https://github.com/cloudflare/workerd/blob/main/src/workerd/api/queue.c%2B%2B
"""

import base64
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tenantry_emulator.store.queues import Message, QueueStore
from tenantry_emulator.wire.json_types import JsonObject, as_list, as_object, as_text


async def answer(store: QueueStore, account: str, name: str, request: Request) -> Response:
    """The answer to a request of a queue binding: what it sends is kept."""
    body = await request.body()
    if request.scope["path"] == "/batch":
        messages = [_of_batch(as_object(each)) for each in as_list(as_object(json.loads(body)).get("messages"))]
    else:
        messages = [Message(request.headers.get("X-Msg-Fmt", "v8"), body)]
    store.send(account, name, messages)
    count, size = store.backlog(account, name)
    metrics: JsonObject = {"backlogCount": count, "backlogBytes": size, "oldestMessageTimestamp": 0}
    return JSONResponse({"metadata": {"metrics": metrics}})


def _of_batch(message: JsonObject) -> Message:
    return Message(as_text(message.get("contentType")) or "v8", base64.b64decode(as_text(message.get("body"))))
