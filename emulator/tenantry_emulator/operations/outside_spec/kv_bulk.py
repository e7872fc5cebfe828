"""Many pairs of Workers KV in one request of the API, beside the specification, as `wrangler kv bulk` sends them.

https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/
"""

import asyncio
import base64
import binascii

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec import json_body
from tenantry_emulator.spec.operations import Operation
from tenantry_emulator.spec.schemas import Checker
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text, texts
from tenantry_emulator.wire.refusals import BAD_PARAMETER, TOO_LARGE, UNREADABLE_BODY, Refusal

from .kv import NAMESPACE, compact, kv_errors_as_refusals, namespace_of

MOST = 10_000
MOST_BYTES = 100_000_000
SECONDS: JsonObject = {"type": "integer", "minimum": 0}
PAIR: JsonObject = {
    "type": "object",
    "required": ["key", "value"],
    "properties": {
        "key": {"type": "string"},
        "value": {"type": "string"},
        "base64": {"type": "boolean"},
        "expiration": SECONDS,
        "expiration_ttl": SECONDS,
    },
}
PAIRS: JsonObject = {"type": "array", "maxItems": MOST, "items": PAIR}
KEYS: JsonObject = {"type": "array", "maxItems": MOST, "items": {"type": "string"}}
WANTED: JsonObject = {"type": "object", "required": ["keys"], "properties": {"keys": {"type": "array"}}}


async def put_kv_pairs(context: RequestContext) -> Response:
    """These values from now on; the first that cannot be kept is the last that is looked at."""
    pairs = [as_object(pair) for pair in as_list(await _sent(context, PAIRS))]
    namespace = namespace_of(context)
    with kv_errors_as_refusals():
        for pair in pairs:
            await asyncio.sleep(0)
            metadata = compact(pair["metadata"]) if pair.get("metadata") is not None else None
            until = {
                field: None if field not in pair else str(pair[field]) for field in ("expiration", "expiration_ttl")
            }
            namespace.put(
                as_text(pair["key"]),
                _value(pair),
                metadata,
                expiration=until["expiration"],
                ttl=until["expiration_ttl"],
            )
    return _done(len(pairs))


async def delete_kv_pairs(context: RequestContext) -> Response:
    """Gone, those that were there."""
    keys = texts(await _sent(context, KEYS))
    with kv_errors_as_refusals():
        for key in keys:
            await asyncio.sleep(0)
            namespace_of(context).delete(key)
    return _done(len(keys))


# As it was before, and as wrangler 4.164.0 has it.
delete_kv_bulk = delete_kv_pairs


async def get_kv_pairs(context: RequestContext) -> Response:
    """The values of these keys."""
    wanted = as_object(await _sent(context, WANTED))
    with kv_errors_as_refusals():
        return success({"values": namespace_of(context).get_many(wanted)})


async def _sent(context: RequestContext, schema: JsonObject) -> Json:
    content = await context.request.body()
    if len(content) > MOST_BYTES:
        raise Refusal(TOO_LARGE, f"A request has at most {MOST_BYTES} bytes, not {len(content)}.")
    return await asyncio.to_thread(_checked, content, schema)


def _checked(content: bytes, schema: JsonObject) -> Json:
    body = json_body.parsed(content, UNREADABLE_BODY, "the body")
    if problem := Checker(schema).problem(body):
        raise Refusal(BAD_PARAMETER, f"The body is wrong at {problem.pointer or '/'}: {problem.message}.")
    return body


def _value(pair: JsonObject) -> bytes:
    text = as_text(pair["value"])
    if pair.get("base64") is not True:
        return text.encode()
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Refusal(BAD_PARAMETER, f"The value of {pair['key']} is not base64.") from error


def _done(count: int) -> Response:
    return success({"successful_key_count": count, "unsuccessful_keys": []})


OPERATIONS = (
    Operation("put_kv_pairs", "PUT", f"{NAMESPACE}/bulk"),
    Operation("delete_kv_pairs", "POST", f"{NAMESPACE}/bulk/delete"),
    Operation("delete_kv_bulk", "DELETE", f"{NAMESPACE}/bulk"),
    Operation("get_kv_pairs", "POST", f"{NAMESPACE}/bulk/get"),
)
