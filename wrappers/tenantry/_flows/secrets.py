"""Lists, sets and deletes the secrets of a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tenantry._arguments.convert import as_mapping, as_secret, as_str_list, reading_arguments, valid_flag
from tenantry._arguments.names import valid_name
from tenantry._flow import Flow, listed, nothing, result
from tenantry.errors import Error, NotSent, SecretNotFound
from tenantry_api import models
from tenantry_api.api import secrets
from tenantry_api.display import Rows

# Cloudflare refuses more in one request, with code 100160.
# https://github.com/cloudflare/workers-sdk/issues/14158
SECRETS_PER_REQUEST = 25

Patch = Mapping[str, models.SecretText | models.SecretKey | None]


def list_all(account: str, namespace: str, script: str) -> Flow[Rows[models.Secret]]:
    return (yield from listed(secrets.list_secrets.request(account, namespace, script)))


def get(account: str, namespace: str, script: str, name: str) -> Flow[models.Secret]:
    valid_name("The name of a secret", name)
    call = secrets.get_secret.request(account, namespace, script, name)
    # Not `existing`: mypy cannot infer its type for a union with None.
    found: models.Secret | None = yield from result(call)
    if found is None:
        raise nothing(call)
    return found


def put(account: str, namespace: str, script: str, name: str, value: str | models.SecretKey) -> Flow[None]:
    yield from secrets.put_secret.request(account, namespace, script, body=_secret(name, value))


def put_many(account: str, namespace: str, script: str, values: Mapping[str, str | models.SecretKey]) -> Flow[None]:
    """All values are checked before the first is sent."""
    yield from _patch(account, namespace, script, _secrets(values))


def delete(account: str, namespace: str, script: str, name: str, missing_ok: bool) -> Flow[bool]:
    """Whether there was something to delete."""
    missing_ok = valid_flag("missing_ok", missing_ok)
    valid_name("The name of a secret", name)
    try:
        yield from secrets.delete_secret.request(account, namespace, script, name)
    except SecretNotFound:
        if not missing_ok:
            raise
        return False
    return True


def delete_many(account: str, namespace: str, script: str, names: Iterable[str]) -> Flow[None]:
    wanted = reading_arguments(as_str_list)("names", names)
    yield from _patch(account, namespace, script, {valid_name("The name of a secret", name): None for name in wanted})


def _patch(account: str, namespace: str, script: str, patch: Patch) -> Flow[None]:
    """One request for as many as Cloudflare takes at once; each is done as a whole, or not."""
    named: Sequence[str] = [*patch]
    for start in range(0, len(named), SECRETS_PER_REQUEST):
        some = models.SecretPatches()
        some.additional_properties = {name: patch[name] for name in named[start : start + SECRETS_PER_REQUEST]}
        call = secrets.put_secrets.request(account, namespace, script, body=models.PutSecrets(secrets=some))
        try:
            yield from call
        except Error as error:
            error._done_before(tuple(named[:start]))
            raise


@reading_arguments
def _secrets(values: Mapping[str, str | models.SecretKey]) -> Patch:
    return {name: _secret(name, value) for name, value in as_mapping("values", values).items()}


@reading_arguments
def _secret(name: str, value: str | models.SecretKey) -> models.SecretText | models.SecretKey:
    """A str as a secret; a key as it is, which must have the name that it is set by."""
    if not isinstance(value, models.SecretKey):
        return as_secret(name, value)
    if value.name != valid_name("The name of a secret", name):
        raise NotSent(f"The key for {name!r} is itself called {value.name!r}.")
    return value
