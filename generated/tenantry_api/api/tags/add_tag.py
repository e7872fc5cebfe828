# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Add one tag to a user Worker.

PUT /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/tags/{tag}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import answers, models
from ...paths import path_segment
from ...types import Call, Response

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.empty_envelope import EmptyEnvelope
    from ...models.error_envelope import ErrorEnvelope


def request(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    tag: str,
) -> Call[EmptyEnvelope]:
    """Add one tag to a user Worker.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        script_name: Name of the user Worker.
        tag: The tag.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://hexdocs.pm/cloudflare/workers_for_platforms.html
    """

    _arguments: dict[str, Any] = {
        "method": "put",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/tags/{tag}".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
            script_name=path_segment("script_name", script_name),
            tag=path_segment("tag", tag),
        ),
    }
    return Call(
        operation="add_tag",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=("Workers Scripts Write",),
    )


def parse(response: httpx.Response) -> EmptyEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.EmptyEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> EmptyEnvelope | ErrorEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[EmptyEnvelope | ErrorEnvelope]:
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
    tag: str,
    *,
    client: Client,
) -> Response[EmptyEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        tag=tag,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    tag: str,
    *,
    client: Client,
) -> EmptyEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        tag=tag,
        client=client,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    tag: str,
    *,
    client: Client,
) -> Response[EmptyEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        tag=tag,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    tag: str,
    *,
    client: Client,
) -> EmptyEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            dispatch_namespace=dispatch_namespace,
            script_name=script_name,
            tag=tag,
            client=client,
        )
    ).parsed
