"""What Cloudflare refuses of a binding with a code or a text of its own."""

import asyncio
from collections.abc import Mapping, Sequence

from tenantry_emulator.context.guesses import Guesses
from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec.schemas import binding_types
from tenantry_emulator.wire.json_types import Json, JsonObject, as_list, as_object, as_text
from tenantry_emulator.wire.refusals import (
    BINDING_WITHOUT_NAME,
    INVALID,
    NAMESPACE_MISSING,
    NO_SERVICE_TO_BIND,
    ErrorCode,
    Refusal,
)
from tenantry_emulator.wire.turns import Turns

KEY = "key_base64"
# https://github.com/alchemy-run/distilled/pull/365. Whether such a resource is there is not known here; without an
# identifier it is not.
MISSING: Mapping[str, tuple[tuple[str, ...], int]] = {
    "kv_namespace": (("namespace_id",), 10041),
    "r2_bucket": (("bucket_name",), 10085),
    "hyperdrive": (("id",), 10157),
    "vectorize": (("index_name",), 10159),
    "d1": (("database_id", "id"), 10181),
    "queue": (("queue_name",), 11000),
    "mtls_certificate": (("certificate_id",), 100143),
}
KEPT = "; the guess missing_targets=keep lets it through."


def check_bindings(bindings: Json, guesses: Guesses) -> None:
    """Refuse what Cloudflare has a code or a text of its own for; the schema sees to the rest."""
    seen = set()
    for index, binding in enumerate(map(as_object, Turns().between(as_list(bindings)))):
        pointer = f"/bindings/{index}"
        check_binding(binding, pointer)
        kind = as_text(binding.get("type"))
        if kind and kind not in binding_types() and guesses.unknown_bindings == "refuse":
            text = f"{kind!r} is not a type of binding; the guess unknown_bindings=keep lets any through."
            raise Refusal(INVALID, text, pointer=f"{pointer}/type")
        check_props(binding, pointer)
        if binding["name"] in seen:
            raise Refusal(INVALID, f"There are two bindings called {binding['name']}.", pointer=f"{pointer}/name")
        seen.add(binding["name"])


def check_props(binding: JsonObject, pointer: str) -> None:
    """Refuse what a custom binding brings of another type than D1, as Cloudflare's changelog of 2026-10-01 has it."""
    for name, value in as_object(binding.get("props")).items():
        described = as_object(value)
        if "$binding" in described and as_object(described["$binding"]).get("type") != "d1":
            text = f"$binding of {name} takes a D1 database, and nothing else."
            raise Refusal(INVALID, text, pointer=f"{pointer}/props/{name}/$binding")


def check_binding(binding: JsonObject, pointer: str) -> None:
    """Refuse a binding without a name, and a secret without a value."""
    name = as_text(binding.get("name"))
    if not name:
        raise Refusal(BINDING_WITHOUT_NAME, "A binding has no name.", pointer=f"{pointer}/name")
    # What an answer shows of a secret is not enough to send it again.
    if binding.get("type") == "secret_key" and not binding.get("key_jwk" if binding.get("format") == "jwk" else KEY):
        raise Refusal(INVALID, f"The secret key {name} comes without its key.", pointer=f"{pointer}/{KEY}")
    if binding.get("type") == "secret_text" and not isinstance(binding.get("text"), str):
        raise Refusal(INVALID, f"invalid or missing text property for binding {name}", pointer=f"{pointer}/text")


async def check_targets(context: RequestContext, bindings: Sequence[JsonObject]) -> None:
    """Refuse a binding that names no resource, or a Worker or namespace that is not there; itself a Worker may name."""
    for index, binding in enumerate(bindings):
        pointer = f"/bindings/{index}"
        fields, code = MISSING.get(as_text(binding["type"]), ((), 0))
        if fields and not any(binding.get(field) for field in fields):
            text = f"The binding {binding['name']} leads to nothing: its {fields[0]} is empty."
            raise Refusal(ErrorCode(400, code), text, pointer=f"{pointer}/{fields[0]}")
        if binding["type"] in ("service", "dispatch_namespace") and context.guesses.missing_targets == "refuse":
            # Each is looked up in the state, and there may be thousands.
            await asyncio.sleep(0)
            _check_target(context, binding, pointer)


def _check_target(context: RequestContext, binding: JsonObject, pointer: str) -> None:
    store, account, name = context.store, context.account, binding["name"]
    if binding["type"] == "service":
        service = as_text(binding.get("service"))
        is_there = service == context.path["script_name"] or store.bound(account, context.namespace().name, service)
        if not is_there:
            text = f"The service binding {name} leads to the Worker '{service}', which is not there{KEPT}"
            raise Refusal(NO_SERVICE_TO_BIND, text, pointer=f"{pointer}/service")
    elif not store.namespaces.get(account, str(binding["namespace"])):
        text = f"The binding {name} leads to the dispatch namespace '{binding['namespace']}', which is not there{KEPT}"
        raise Refusal(NAMESPACE_MISSING, text, pointer=f"{pointer}/namespace")
