"""What a request holds that no text may repeat: an answer can echo what was sent, and an error quotes the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tenantry_api.types import Call

# Fields that the spec marks as write-only. A `text` is a secret but where the type says otherwise.
_FIELDS = ("text", "key_base64", "key_jwk", "jwt")
_OPEN = ("plain_text", "json")
# A shorter text would be found everywhere, and guards nothing.
_SHORTEST = 4


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
    for _, (_, payload, kind) in files if isinstance(files, list) else ():
        if kind == "application/json" and isinstance(payload, bytes):
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
