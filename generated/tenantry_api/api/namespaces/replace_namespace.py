# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Replace a dispatch namespace.

PUT /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}
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
    from ...models.namespace_envelope import NamespaceEnvelope
    from ...models.replace_namespace import ReplaceNamespace


def request(
    account_id: str,
    dispatch_namespace: str,
    *,
    body: ReplaceNamespace,
) -> Call[NamespaceEnvelope]:
    """Replace a dispatch namespace.

    A name other than the present one renames it. What becomes of a field that is left out is not documented: send
    all of them.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        body: A dispatch namespace as it shall be.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://hexdocs.pm/cloudflare/workers_for_platforms.html
    """

    _arguments: dict[str, Any] = {
        "method": "put",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
        ),
    }
    _arguments.update(wire.json_body(body))
    _arguments.setdefault("headers", {})["Content-Type"] = "application/json"
    return Call(
        operation="replace_namespace",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=("Workers Scripts Write",),
    )


def parse(response: httpx.Response) -> NamespaceEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.NamespaceEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> ErrorEnvelope | NamespaceEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[ErrorEnvelope | NamespaceEnvelope]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_read(client=client, response=response),
    )


def sync_detailed(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    body: ReplaceNamespace,
) -> Response[ErrorEnvelope | NamespaceEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        body=body,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    body: ReplaceNamespace,
) -> ErrorEnvelope | NamespaceEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    body: ReplaceNamespace,
) -> Response[ErrorEnvelope | NamespaceEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        body=body,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    body: ReplaceNamespace,
) -> ErrorEnvelope | NamespaceEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            dispatch_namespace=dispatch_namespace,
            client=client,
            body=body,
        )
    ).parsed
