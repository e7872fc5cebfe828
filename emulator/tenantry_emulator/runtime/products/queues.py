"""Queues, as the runtime's binding asks for them: what Workers send is kept.

https://github.com/cloudflare/workerd/blob/main/src/workerd/api/queue.c%2B%2B
"""

import base64
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tenantry_emulator.store.queues import Message, QueueStore
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text

# https://developers.cloudflare.com/queues/platform/limits/
MAX_MESSAGE_BYTES = 128_000
MAX_BATCH_BYTES = 256_000
MAX_BATCH = 100
# Cloudflare keeps 25 GB, and counts some 100 bytes beside each message; here a test reads all of them at once.
MAX_BACKLOG_BYTES = 64 * 1024 * 1024
BYTES_BESIDE = 100


class QueueError(Exception):
    """What a queue does not take; has a code of https://developers.cloudflare.com/queues/reference/error-codes/."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


async def answer(store: QueueStore, account: str, name: str, request: Request) -> Response:
    """The answer to a request of a queue binding: what it sends is kept."""
    is_batch = request.scope["path"] == "/batch"
    body = await request.body()
    try:
        _check_delay(request.headers.get("X-Msg-Delay-Secs"), store.most_delay, 10202 if is_batch else 10203)
        if is_batch:
            batch = [as_object(each) for each in as_list(as_object(json.loads(body)).get("messages"))]
            for each in batch:
                _check_delay(each.get("delaySecs"), store.most_delay, 10203)
            messages = _of_batch(batch)
        else:
            messages = [_checked(Message(request.headers.get("X-Msg-Fmt", "v8"), body))]
        count, size = store.backlog(account, name)
        if size + BYTES_BESIDE * count > MAX_BACKLOG_BYTES:
            raise QueueError(10251, f"the queue holds more than {MAX_BACKLOG_BYTES} bytes, and nothing takes them")
    except QueueError as error:
        # From these the binding makes the error that it throws.
        told = {"CF-Queues-Error-Code": str(error.code), "CF-Queues-Error-Cause": str(error)}
        return Response(status_code=400, headers=told)
    store.send(account, name, messages)
    count, size = store.backlog(account, name)
    metrics: JsonObject = {"backlogCount": count, "backlogBytes": size, "oldestMessageTimestamp": 0}
    return JSONResponse({"metadata": {"metrics": metrics}})


def _of_batch(batch: list[JsonObject]) -> list[Message]:
    messages = [_checked(_message(each)) for each in batch]
    if len(messages) > MAX_BATCH:
        raise QueueError(10206, f"{len(messages)} messages exceed the {MAX_BATCH} of a batch")
    size = sum(len(message.body) for message in messages)
    if size > MAX_BATCH_BYTES:
        raise QueueError(10205, f"{size} bytes exceed the {MAX_BATCH_BYTES} of a batch")
    return messages


def _message(sent: JsonObject) -> Message:
    return Message(as_text(sent.get("contentType")) or "v8", base64.b64decode(as_text(sent.get("body"))))


def _checked(message: Message) -> Message:
    if len(message.body) > MAX_MESSAGE_BYTES:
        raise QueueError(10204, f"{len(message.body)} bytes exceed the {MAX_MESSAGE_BYTES} of a message")
    return message


def _check_delay(seconds: Json, most: int, code: int) -> None:
    if seconds is not None and not 0 <= int(str(seconds)) <= most:
        raise QueueError(code, f"a delay of {seconds} seconds is not between 0 and {most}")
