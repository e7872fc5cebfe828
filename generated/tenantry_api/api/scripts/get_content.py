# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Get the code of a user Worker.

GET /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/content
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import answers, models
from ...paths import path_segment
from ...types import Call, File, Response

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope


def request(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
) -> Call[File]:
    """Get the code of a user Worker.

    Modules come as multipart/form-data, with the main module's name in the header `cf-entrypoint`; a service-
    worker script comes as JavaScript.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        script_name: Name of the user Worker.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/n
    amespaces/subresources/scripts/subresources/content/methods/get
    """

    _arguments: dict[str, Any] = {
        "method": "get",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/content".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
            script_name=path_segment("script_name", script_name),
        ),
    }
    return Call(
        operation="get_content",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=(
            "Workers Tail Read",
            "Workers Scripts Read",
            "Workers Scripts Write",
        ),
    )


def parse(response: httpx.Response) -> File:
    """Read a success, which is any 2xx: the body as it is, with its Content-Type.

    Raises:
        errors.UnexpectedStatus: for any other status
    """
    return answers.content(response)


def _read(*, client: Client, response: httpx.Response) -> ErrorEnvelope | File | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[ErrorEnvelope | File]:
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
) -> Response[ErrorEnvelope | File]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
) -> ErrorEnvelope | File | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        client=client,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
) -> Response[ErrorEnvelope | File]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
) -> ErrorEnvelope | File | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            dispatch_namespace=dispatch_namespace,
            script_name=script_name,
            client=client,
        )
    ).parsed
