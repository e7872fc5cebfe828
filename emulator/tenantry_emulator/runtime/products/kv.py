"""Workers KV, as the runtime's binding asks for it.

https://github.com/cloudflare/workerd/blob/main/src/workerd/api/kv.c%2B%2B
"""

import base64
import json
import logging
import re
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tenantry_emulator.store.kv import Key, KvStore, Pair
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, from_json, texts

LOG = logging.getLogger("tenantry_emulator")
# What is wrong, percent-encoded: our own Worker makes it the text of the status, which the binding's error shows.
REASON = "tenantry-emulator-reason"
# https://developers.cloudflare.com/kv/platform/limits/
MAX_KEY_BYTES = 512
MAX_VALUE_BYTES = 25 * 1024 * 1024
MAX_METADATA_BYTES = 1024
LEAST_SECONDS = 60
LEAST_CACHE_SECONDS = 30
PAGE = 1000
# https://developers.cloudflare.com/kv/api/read-key-value-pairs/
BULK = 100
MAX_BULK_BYTES = 25 * 1024 * 1024


class KvError(Exception):
    """What KV does not take; with the status that says so."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class KvFull(KvError):
    """The emulator keeps no more: a bound of its own, which Cloudflare does not have."""

    def __init__(self, text: str) -> None:
        super().__init__(507, text)


class KvNamespace:
    """One KV namespace of an account."""

    def __init__(self, store: KvStore, account: str, namespace_id: str) -> None:
        self._store = store
        self._of = account, namespace_id

    def get(self, key: str) -> Pair | None:
        """The value of a key, if it has one."""
        return self._store.get(*self._of, _checked(key))

    def put(self, key: str, value: bytes, metadata: str | None, *, expiration: str | None, ttl: str | None) -> None:
        """This value from now on, until then, or for so many seconds."""
        if len(value) > MAX_VALUE_BYTES:
            raise _too_large(len(value))
        if metadata is not None and len(metadata.encode()) > MAX_METADATA_BYTES:
            raise KvError(413, f"Metadata length of {len(metadata.encode())} exceeds limit of {MAX_METADATA_BYTES}.")
        until = self._until(expiration, ttl)
        if not self._store.put(*self._of, Pair(Key(_checked(key), metadata, until), value)):
            most = self._store.most_bytes // 2**20
            text = f"All KV namespaces of the account may hold {most} MiB together; Bounds(kv_mb=...) says how much."
            LOG.warning("the key %r is not kept: %s", key, text)
            raise KvFull(text)

    def check_pace(self, key: str) -> None:
        """Refuse to write a key that was just written."""
        if self._store.is_too_soon(*self._of, key):
            raise KvError(429, "Too Many Requests: a key is written once per second.")

    def delete(self, key: str) -> None:
        """Gone, if it was there."""
        self._store.delete(*self._of, _checked(key))

    def list(self, *, prefix: str, cursor: str, limit: str | None, least: int = 1) -> tuple[list[Key], str]:
        """A page of keys, and the cursor of the next, which is empty behind the last."""
        most = PAGE if limit is None else _number(limit)
        if most is None or not least <= most <= PAGE:
            raise KvError(400, f"Invalid key_count_limit of {limit}. Please specify an integer from {least} to {PAGE}.")
        _check_length(prefix)
        found = self._store.keys(*self._of, prefix=prefix, after=_after(cursor), limit=most + 1)
        page = found[:most]
        more = len(found) > most
        return page, base64.urlsafe_b64encode(page[-1].name.encode()).decode() if more else ""

    def get_many(self, wanted: JsonObject) -> JsonObject:
        """Many values at once, as texts or as JSON."""
        keys = texts(wanted.get("keys"))
        if wanted.get("type", "text") not in ("text", "json"):
            raise KvError(400, f"Values come as text or json, not as {wanted['type']}.")
        if not 1 <= len(keys) <= BULK:
            raise KvError(400, f"You can request from 1 to {BULK} keys")
        check_cache_seconds(wanted.get("cacheTtl"))
        pairs = {key: self.get(key) for key in keys}
        if sum(len(pair.value) for pair in pairs.values() if pair) > MAX_BULK_BYTES:
            raise KvError(413, f"The values exceed the limit of {MAX_BULK_BYTES} bytes for one request.")
        return {key: _value(pair, wanted) for key, pair in pairs.items()}

    def _until(self, expiration: str | None, ttl: str | None) -> int | None:
        if ttl is None and expiration is None:
            return None
        now = int(self._store.clock.seconds())
        text = ttl if ttl is not None else expiration
        number = _number(text or "")
        if number is None:
            raise KvError(400, f"Invalid expiration of {text}. Please specify integer greater than 0.")
        until = now + number if ttl is not None else number
        if until < now + LEAST_SECONDS:
            raise KvError(
                400, f"Invalid expiration of {text}. It must be at least {LEAST_SECONDS} seconds in the future."
            )
        return until


def _number(text: str) -> int | None:
    """The number, unless it is longer than any that is meant."""
    return int(text) if re.fullmatch("[0-9]{1,16}", text) else None


def check_cache_seconds(said: Json) -> None:
    """Refuse to let a value be cached for less than is possible; here none is."""
    if said is not None and (_number(str(said)) or 0) < LEAST_CACHE_SECONDS:
        raise KvError(400, f"A value is cached for {LEAST_CACHE_SECONDS} seconds or more, not for {said}.")


def _too_large(length: int) -> KvError:
    return KvError(413, f"Value length of {length} exceeds limit of {MAX_VALUE_BYTES}.")


async def _value_of(request: Request) -> bytes:
    """The value that a Worker puts. What is too much is read too, for who still writes would not see the answer."""
    value, length = bytearray(), 0
    async for piece in request.stream():
        length += len(piece)
        if length <= MAX_VALUE_BYTES:
            value += piece
    if length > MAX_VALUE_BYTES:
        raise _too_large(length)
    return bytes(value)


def _checked(key: str) -> str:
    if key in ("", ".", ".."):
        raise KvError(400, f"Illegal key name {key!r}. Please use a different name.")
    _check_length(key)
    return key


def _check_length(key: str) -> None:
    if (length := len(key.encode())) > MAX_KEY_BYTES:
        raise KvError(414, f"UTF-8 encoded length of {length} exceeds key length limit of {MAX_KEY_BYTES}.")


def _after(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor).decode()
    except ValueError as error:
        raise KvError(400, "Invalid cursor.") from error


async def answer(namespace: KvNamespace, request: Request) -> Response:
    """The answer to a request of the binding."""
    try:
        return await _answer(namespace, request)
    except KvError as error:
        return Response(status_code=error.status, headers={REASON: quote(str(error))})


async def _answer(namespace: KvNamespace, request: Request) -> Response:
    path, query = request.scope["raw_path"].decode("ascii"), request.query_params
    if (request.method, path) == ("POST", "/bulk/get"):
        return JSONResponse(namespace.get_many(as_object(json.loads(await request.body()))))
    if (request.method, path) == ("GET", "/"):
        keys, cursor = namespace.list(
            prefix=query.get("prefix", ""), cursor=query.get("cursor", ""), limit=query.get("key_count_limit")
        )
        page: JsonObject = {
            "keys": [key_json(key, metadata_as_json=False) for key in keys],
            "list_complete": not cursor,
        }
        return JSONResponse({**page, "cursor": cursor} if cursor else page)
    key = unquote(path.removeprefix("/"))
    if request.method == "PUT":
        metadata, value = request.headers.get("CF-KV-Metadata"), await _value_of(request)
        namespace.check_pace(key)
        namespace.put(
            key,
            value,
            # Headers come in Latin-1, and this one holds JSON in UTF-8.
            metadata and metadata.encode("latin-1").decode(),
            expiration=query.get("expiration"),
            ttl=query.get("expiration_ttl"),
        )
        return Response()
    if request.method == "DELETE":
        namespace.delete(key)
        return Response()
    check_cache_seconds(query.get("cache_ttl"))
    pair = namespace.get(key)
    if pair is None:
        return Response(status_code=404)
    metadata = pair.key.metadata
    return Response(pair.value, headers={"CF-KV-Metadata": json.dumps(json.loads(metadata))} if metadata else {})


def key_json(key: Key, *, metadata_as_json: bool) -> JsonObject:
    """A key as a list has it; the binding wants metadata as text that holds JSON, the API as JSON."""
    described: JsonObject = {"name": key.name}
    if key.expiration is not None:
        described["expiration"] = key.expiration
    if key.metadata is not None:
        described["metadata"] = json.loads(key.metadata) if metadata_as_json else key.metadata
    return described


def _value(pair: Pair | None, wanted: JsonObject) -> Json:
    if pair is None:
        return None
    text = pair.value.decode(errors="replace")
    try:
        value = from_json(pair.value) if wanted.get("type") == "json" else text
    except ValueError as error:
        raise KvError(400, "At least one of the requested keys corresponds to a non-json value") from error
    if wanted.get("withMetadata") is not True:
        return value
    return {"value": value, "metadata": json.loads(pair.key.metadata) if pair.key.metadata else None}
