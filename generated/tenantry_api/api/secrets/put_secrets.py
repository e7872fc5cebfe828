# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Add, replace and delete many secrets of a user Worker at once.

PATCH /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/secrets-bulk
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import answers, models, wire
from ...paths import path_segment
from ...types import Call, Response

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.put_secrets import PutSecrets
    from ...models.secret_map_envelope import SecretMapEnvelope


def request(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    body: PutSecrets,
) -> Call[SecretMapEnvelope]:
    """Add, replace and delete many secrets of a user Worker at once.

    A JSON merge patch: a secret sets, null deletes, what is not named stays. All of it becomes one new version.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        script_name: Name of the user Worker.
        body: A merge patch of secrets.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/n
    amespaces/subresources/scripts/subresources/secrets/methods/bulk_update
    """

    _arguments: dict[str, Any] = {
        "method": "patch",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/secrets-bulk".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
            script_name=path_segment("script_name", script_name),
        ),
    }
    _arguments.update(wire.json_body(body))
    _arguments.setdefault("headers", {})["Content-Type"] = "application/merge-patch+json"
    return Call(
        operation="put_secrets",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=("Workers Scripts Write",),
    )


def parse(response: httpx.Response) -> SecretMapEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.SecretMapEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> ErrorEnvelope | SecretMapEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[ErrorEnvelope | SecretMapEnvelope]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_read(client=client, response=response),
    )


def sync_detailed(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
    body: PutSecrets,
) -> Response[ErrorEnvelope | SecretMapEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        body=body,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
    body: PutSecrets,
) -> ErrorEnvelope | SecretMapEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
    body: PutSecrets,
) -> Response[ErrorEnvelope | SecretMapEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        body=body,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
    body: PutSecrets,
) -> ErrorEnvelope | SecretMapEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            dispatch_namespace=dispatch_namespace,
            script_name=script_name,
            client=client,
            body=body,
        )
    ).parsed
