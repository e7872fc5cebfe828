"""Secrets of a user Worker: their values go in and never come out."""

from urllib.parse import unquote

from starlette.responses import Response

from tenantry_emulator.context.request import Asked
from tenantry_emulator.deployment.activation import go_live
from tenantry_emulator.deployment.rules.bindings import check_binding
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import Json, JsonObject, as_object
from tenantry_emulator.wire.refusals import INVALID, SECRET_MISSING, TOO_MANY_SECRETS, Refusal

from .script_json import is_secret, without_secret


async def list_secrets(asked: Asked) -> Response:
    """All of them."""
    found = asked.store.scripts.bindings(asked.script())
    return success([without_secret(binding) for binding in found if is_secret(binding)])


async def put_secret(asked: Asked) -> Response:
    """A new one, or another value; a binding of that name that is no secret becomes one, which is a guess."""
    script, secret = asked.script(), as_object(asked.body)
    _check(secret, "")
    others = [binding for binding in asked.store.scripts.bindings(script) if binding["name"] != secret["name"]]
    await go_live(asked, lambda version: asked.store.scripts.set_bindings(script, [*others, secret], version))
    return success(without_secret(secret))


async def put_secrets(asked: Asked) -> Response:
    """Many at once: a secret sets, null deletes, and what is not named stays. All of it happens, or nothing."""
    script, patch = asked.script(), as_object(as_object(asked.body).get("secrets"))
    if len(patch) > asked.guesses.max_bulk_secrets:
        text = f"{len(patch)} secrets are too many: one request may name {asked.guesses.max_bulk_secrets}."
        raise Refusal(TOO_MANY_SECRETS, text, pointer="/secrets")
    new = {name: _named(name, secret) for name, secret in patch.items() if secret is not None}
    # A binding that is no secret is not deleted by null; a secret takes its name, as with one secret alone.
    others = [
        binding
        for binding in asked.store.scripts.bindings(script)
        if binding["name"] not in new and not (binding["name"] in patch and is_secret(binding))
    ]
    await go_live(asked, lambda version: asked.store.scripts.set_bindings(script, [*others, *new.values()], version))
    return success({name: without_secret(secret) for name, secret in new.items()})


async def get_secret(asked: Asked) -> Response:
    """One of them."""
    return success(without_secret(_secret(asked)))


async def delete_secret(asked: Asked) -> Response:
    """Gone."""
    script, secret = asked.script(), _secret(asked)
    others = [each for each in asked.store.scripts.bindings(script) if each["name"] != secret["name"]]
    await go_live(asked, lambda version: asked.store.scripts.set_bindings(script, others, version))
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


def _secret(asked: Asked) -> JsonObject:
    name = asked.path["secret_name"]
    if asked.query.get("url_encoded") is True:
        name = unquote(name)
    for binding in asked.store.scripts.bindings(asked.script()):
        if binding["name"] == name and is_secret(binding):
            return binding
    raise Refusal(SECRET_MISSING, f"The script has no secret {name!r}.")
