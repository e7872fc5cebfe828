"""Workers KV over the API, beside the specification: tests put there what their Workers read, and look what they wrote.

https://developers.cloudflare.com/api/resources/kv/
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.runtime.products.kv import KvError, KvFull, KvNamespace, key_json
from tenantry_emulator.spec import json_body
from tenantry_emulator.spec.operations import Operation
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import Json
from tenantry_emulator.wire.multipart import MULTIPART, media_type, parts_of
from tenantry_emulator.wire.refusals import BAD_PARAMETER, KV_KEY_MISSING, NO_ROOM, UNREADABLE_BODY, ErrorCode, Refusal

# Keys of a page; Workers may ask for fewer.
LEAST = 10
NAMESPACE = "/accounts/{account_id}/storage/kv/namespaces/{namespace_id}"
VALUE = f"{NAMESPACE}/values/{{key_name}}"


async def put_kv_value(context: RequestContext) -> Response:
    """This value from now on: the body, or its part `value`, with the part `metadata` beside it."""
    value, metadata = await _sent(context)
    query = context.request.query_params
    with kv_errors_as_refusals():
        namespace_of(context).put(
            context.path["key_name"],
            value,
            metadata,
            expiration=query.get("expiration"),
            ttl=query.get("expiration_ttl"),
        )
    return success(None)


async def get_kv_value(context: RequestContext) -> Response:
    """The value, byte for byte."""
    with kv_errors_as_refusals():
        pair = namespace_of(context).get(context.path["key_name"])
    if pair is None:
        raise Refusal(KV_KEY_MISSING, "get: 'key not found'")
    return Response(pair.value, headers={"content-type": "application/octet-stream"})


async def delete_kv_value(context: RequestContext) -> Response:
    """Gone, if it was there."""
    with kv_errors_as_refusals():
        namespace_of(context).delete(context.path["key_name"])
    return success(None)


async def list_kv_keys(context: RequestContext) -> Response:
    """A page of keys."""
    query = context.request.query_params
    with kv_errors_as_refusals():
        keys, cursor = namespace_of(context).list(
            prefix=query.get("prefix", ""), cursor=query.get("cursor", ""), limit=query.get("limit"), least=LEAST
        )
    rows = [key_json(key, metadata_as_json=True) for key in keys]
    return success(rows, result_info={"count": len(rows), "cursor": cursor})


def namespace_of(context: RequestContext) -> KvNamespace:
    """The namespace that the request names."""
    return KvNamespace(context.store.kv, context.account, context.path["namespace_id"])


async def _sent(context: RequestContext) -> tuple[bytes, str | None]:
    """The value, and the metadata as JSON."""
    if media_type(context.request.headers.get("content-type")) != MULTIPART:
        return await context.request.body(), None
    parts = {part.name: part.content for part in await parts_of(context.request)}
    if "value" not in parts:
        raise Refusal(BAD_PARAMETER, "The part `value` is missing.")
    if "metadata" not in parts:
        return parts["value"], None
    return parts["value"], compact(json_body.parsed(parts["metadata"], UNREADABLE_BODY, "the metadata"))


def compact(metadata: Json) -> str:
    """As JavaScript writes it: each byte counts."""
    return json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def kv_errors_as_refusals() -> Iterator[None]:
    """What KV refuses, with a code of the API; which one it has there is not known."""
    try:
        yield
    except KvFull as error:
        raise Refusal(NO_ROOM, str(error)) from error
    except KvError as error:
        raise Refusal(ErrorCode(error.status, BAD_PARAMETER.code), str(error)) from error


OPERATIONS = (
    Operation("put_kv_value", "PUT", VALUE),
    Operation("get_kv_value", "GET", VALUE),
    Operation("delete_kv_value", "DELETE", VALUE),
    Operation("list_kv_keys", "GET", f"{NAMESPACE}/keys"),
)
