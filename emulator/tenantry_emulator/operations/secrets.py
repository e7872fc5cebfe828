"""Secrets of a user Worker: their values go in and never come out."""

from urllib.parse import unquote

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.deployment.activation import publish, rehearse
from tenantry_emulator.deployment.rules.bindings import check_binding
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object
from tenantry_emulator.wire.refusals import INVALID, SECRET_MISSING, TOO_MANY_SECRETS, Refusal

from .script_json import is_secret, without_secret


async def list_secrets(context: RequestContext) -> Response:
    """All of them."""
    found = context.store.scripts.bindings(context.script())
    return success([without_secret(binding) for binding in found if is_secret(binding)])


async def put_secret(context: RequestContext) -> Response:
    """A new one, or another value; another binding of that name becomes a secret, which is a guess."""
    script, secret = context.script(), as_object(context.body)
    _check(secret, "")
    others = [binding for binding in context.store.scripts.bindings(script) if binding["name"] != secret["name"]]
    await publish(
        await rehearse(context, lambda version: context.store.scripts.set_bindings(script, [*others, secret], version))
    )
    return success(without_secret(secret))


async def put_secrets(context: RequestContext) -> Response:
    """Many at once: a secret sets, null deletes, and what is not named stays. All of it happens, or nothing."""
    script, patch = context.script(), as_object(as_object(context.body).get("secrets"))
    if len(patch) > context.guesses.max_bulk_secrets:
        text = f"{len(patch)} secrets are too many: one request may name {context.guesses.max_bulk_secrets}."
        raise Refusal(TOO_MANY_SECRETS, text, pointer="/secrets")
    new = {name: _named(name, secret) for name, secret in patch.items() if secret is not None}
    # null deletes only secrets; a secret takes the name of any binding, as when it is put alone.
    others = [
        binding
        for binding in context.store.scripts.bindings(script)
        if binding["name"] not in new and not (binding["name"] in patch and is_secret(binding))
    ]
    bindings = [*others, *new.values()]
    await publish(
        await rehearse(context, lambda version: context.store.scripts.set_bindings(script, bindings, version))
    )
    return success({name: without_secret(secret) for name, secret in new.items()})


async def get_secret(context: RequestContext) -> Response:
    """One of them."""
    return success(without_secret(_secret(context)))


async def delete_secret(context: RequestContext) -> Response:
    """Gone."""
    script, secret = context.script(), _secret(context)
    others = [each for each in context.store.scripts.bindings(script) if each["name"] != secret["name"]]
    await publish(await rehearse(context, lambda version: context.store.scripts.set_bindings(script, others, version)))
    return success(None)


def _check(secret: JsonObject, pointer: str) -> None:
    check_binding(secret, pointer)
    if not is_secret(secret):
        raise Refusal(INVALID, "This is not a type of secret.", pointer=f"{pointer}/type")


def _named(name: str, value: Json) -> JsonObject:
    """The secret under this name; one that calls itself otherwise is refused."""
    pointer, secret = f"/secrets/{name}", as_object(value)
    _check(secret, pointer)
    if secret["name"] != name:
        raise Refusal(INVALID, f"The secret {name} calls itself otherwise.", pointer=f"{pointer}/name")
    return secret


def _secret(context: RequestContext) -> JsonObject:
    name = context.path["secret_name"]
    if context.query.get("url_encoded") is True:
        name = unquote(name)
    for binding in context.store.scripts.bindings(context.script()):
        if binding["name"] == name and is_secret(binding):
            return binding
    raise Refusal(SECRET_MISSING, f"The script has no secret {name!r}.")
