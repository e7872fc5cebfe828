# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""List the scripts of a dispatch namespace.

GET /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import answers, models, wire
from ...paths import path_segment
from ...types import UNSET, Call, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.script_list_envelope import ScriptListEnvelope


def request(
    account_id: str,
    dispatch_namespace: str,
    *,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Call[ScriptListEnvelope]:
    """List the scripts of a dispatch namespace.

    Page by page where Cloudflare gives a cursor.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        tags: Comma-separated pairs of `tag:yes` (has it) or `tag:no` (has it not). How several
            pairs combine is not documented.
        limit: How many scripts at the most.
        cursor: Where the page before ended, as its answer said.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://hexdocs.pm/cloudflare/workers_for_platforms.html
    """

    _arguments: dict[str, Any] = {
        "method": "get",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
        ),
        "params": wire.stated(
            {
                "tags": tags,
                "limit": limit,
                "cursor": cursor,
            }
        ),
    }
    return Call(
        operation="list_scripts",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=(
            "Workers Tail Read",
            "Workers Scripts Read",
            "Workers Scripts Write",
        ),
    )


def parse(response: httpx.Response) -> ScriptListEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.ScriptListEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> ErrorEnvelope | ScriptListEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[ErrorEnvelope | ScriptListEnvelope]:
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
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[ErrorEnvelope | ScriptListEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        tags=tags,
        limit=limit,
        cursor=cursor,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> ErrorEnvelope | ScriptListEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        client=client,
        tags=tags,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[ErrorEnvelope | ScriptListEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        tags=tags,
        limit=limit,
        cursor=cursor,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> ErrorEnvelope | ScriptListEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            dispatch_namespace=dispatch_namespace,
            client=client,
            tags=tags,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
