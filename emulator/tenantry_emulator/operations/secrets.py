"""Secrets of a user Worker: their values go in and never come out."""

from collections.abc import Collection, Mapping
from urllib.parse import unquote

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.deployment.activation import publish, rehearse
from tenantry_emulator.deployment.rules.bindings import check_binding
from tenantry_emulator.deployment.rules.variables import check_secret_names, check_variables
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.identifiers import VersionId
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object, as_text
from tenantry_emulator.wire.refusals import INVALID, SECRET_MISSING, TOO_MANY_SECRETS_AT_ONCE, Refusal

from .script_json import is_secret, without_secret


async def list_secrets(context: RequestContext) -> Response:
    """All of them."""
    found = context.store.scripts.bindings(context.script())
    return success([without_secret(binding) for binding in found if is_secret(binding)])


async def put_secret(context: RequestContext) -> Response:
    """A new one, or another value."""
    secret = as_object(context.body)
    _check(secret, "")
    await _set(context, {as_text(secret["name"]): secret}, pointer="/name")
    return success(without_secret(secret))


async def put_secrets(context: RequestContext) -> Response:
    """Many at once: a secret sets, null deletes, and what is not named stays. All of it happens, or nothing."""
    patch = as_object(as_object(context.body).get("secrets"))
    if len(patch) > context.guesses.max_bulk_secrets:
        text = f"{len(patch)} secrets are too many: one request may name {context.guesses.max_bulk_secrets}."
        raise Refusal(TOO_MANY_SECRETS_AT_ONCE, text, pointer="/secrets")
    new = {name: _named(name, secret) for name, secret in patch.items() if secret is not None}
    await _set(context, new, pointer="/secrets", gone=patch.keys() - new.keys())
    return success({name: without_secret(secret) for name, secret in new.items()})


async def get_secret(context: RequestContext) -> Response:
    """One of them."""
    return success(without_secret(_secret(context)))


async def delete_secret(context: RequestContext) -> Response:
    """Gone."""
    name = as_text(_secret(context)["name"])
    await _set(context, {}, pointer="", gone={name})
    return success(None)


async def _set(
    context: RequestContext, new: Mapping[str, JsonObject], *, pointer: str, gone: Collection[str] = ()
) -> None:
    """Set these secrets and remove those; what is not a secret stays, and keeps its name."""
    script = context.script()
    present = context.store.scripts.bindings(script)
    check_secret_names(new, present, pointer)
    kept = [each for each in present if not is_secret(each) or each["name"] not in {*new, *gone}]
    bindings = [*kept, *new.values()]
    check_variables(bindings, context.guesses)

    def change(version: VersionId) -> None:
        context.store.scripts.set_bindings(context.still(script), bindings, version)

    await publish(await rehearse(context, change))


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
