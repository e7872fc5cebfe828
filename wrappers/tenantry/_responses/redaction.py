"""Redacts secrets from the texts of errors: an answer can echo what was sent, and an error quotes the answer."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tenantry_api.types import Call

# Fields that the spec marks as write-only. A `text` is a secret unless the type says otherwise.
_FIELDS = ("text", "key_base64", "key_jwk", "jwt")
_OPEN = ("plain_text", "json")
# A shorter text would be found everywhere.
_SHORTEST = 4


# A JWT, also one that ends in the middle.
_TOKEN = re.compile(r"eyJ[\w-]+(?:\.[\w-]*){0,2}")


def redact(text: str, secret: str, call: Call[Any]) -> str:
    """The text without the client's secret, the secrets of the call, and anything that looks like a token."""
    for hidden in (secret, *secrets_of(call)):
        text = text.replace(hidden, "…")
    return _TOKEN.sub("…", text)


def secrets_of(call: Call[Any]) -> list[str]:
    """The credentials and secrets that the call itself carries; the longest first, since one may contain another."""
    arguments = call.arguments
    found = {*_texts(arguments.get("headers", {}).get("Authorization"))}
    for body in (arguments.get("json"), *_json_parts(arguments.get("files", ()))):
        found.update(_secrets(body))
    # As they are, and as they stand in JSON.
    escaped = {json.dumps(text)[1:-1] for text in found}
    return sorted((text for text in found | escaped if len(text) >= _SHORTEST), key=len, reverse=True)


def _json_parts(files: object) -> Iterator[object]:
    """The parts that tenantry writes; those with a file name are modules, which can be anything."""
    for _, (file_name, payload, kind) in files if isinstance(files, list) else ():
        if file_name is None and kind == "application/json" and isinstance(payload, bytes):
            yield json.loads(payload)


def _secrets(value: object) -> Iterator[str]:
    """Wherever they stand; JSON that is sent is not deep."""
    if isinstance(value, list):
        for item in value:
            yield from _secrets(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name in _FIELDS and value.get("type") not in _OPEN:
                yield from _texts(item)
            yield from _secrets(item)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.removeprefix("Bearer ")
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
