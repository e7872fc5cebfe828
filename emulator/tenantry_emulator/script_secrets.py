"""Secrets of a user Worker: their values go in and never come out."""

from urllib.parse import unquote

from starlette.responses import Response

from . import bindings
from .asked import Asked
from .envelope import success
from .json_types import JsonObject, as_object
from .refusals import INVALID, SECRET_MISSING, Refusal


async def list_secrets(asked: Asked) -> Response:
    """All of them."""
    found = asked.store.bindings(asked.script())
    return success([bindings.shown(binding) for binding in found if bindings.is_secret(binding)])


async def put_secret(asked: Asked) -> Response:
    """A new one, or another value; a binding of that name that is no secret becomes one, which is a guess."""
    script, secret = asked.script(), as_object(asked.body)
    bindings.check(secret, "")
    if not bindings.is_secret(secret):
        raise Refusal(INVALID, "This is not a type of secret.", pointer="/type")
    others = [binding for binding in asked.store.bindings(script) if binding["name"] != secret["name"]]
    asked.store.set_bindings(script, [*others, secret])
    return success(bindings.shown(secret))


async def get_secret(asked: Asked) -> Response:
    """One of them."""
    return success(bindings.shown(_secret(asked)))


async def delete_secret(asked: Asked) -> Response:
    """Gone."""
    script, secret = asked.script(), _secret(asked)
    asked.store.set_bindings(script, [each for each in asked.store.bindings(script) if each != secret])
    return success(None)


def _secret(asked: Asked) -> JsonObject:
    name = asked.path["secret_name"]
    if asked.query.get("url_encoded") is True:
        name = unquote(name)
    for binding in asked.store.bindings(asked.script()):
        if binding["name"] == name and bindings.is_secret(binding):
            return binding
    raise Refusal(SECRET_MISSING, f"The script has no secret {name!r}.")
