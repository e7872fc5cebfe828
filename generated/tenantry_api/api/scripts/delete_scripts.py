# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Delete the scripts that a tag filter selects.

DELETE /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import answers, models, wire
from ...paths import path_segment
from ...types import UNSET, Call, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.deleted_envelope import DeletedEnvelope
    from ...models.error_envelope import ErrorEnvelope


def request(
    account_id: str,
    dispatch_namespace: str,
    *,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Call[DeletedEnvelope]:
    """Delete the scripts that a tag filter selects.

    Without a filter it presumably deletes every script: that is not documented. One request deletes a limited
    number; `has_more` says whether to ask again.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        tags: Comma-separated pairs of `tag:yes` (has it) or `tag:no` (has it not). How several
            pairs combine is not documented.
        limit: How many scripts this request deletes at the most; a maximum is not documented.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://hexdocs.pm/cloudflare/workers_for_platforms.html
    """

    _arguments: dict[str, Any] = {
        "method": "delete",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
        ),
        "params": wire.stated(
            {
                "tags": tags,
                "limit": limit,
            }
        ),
    }
    return Call(
        operation="delete_scripts",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=("Workers Scripts Write",),
    )


def parse(response: httpx.Response) -> DeletedEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.DeletedEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> DeletedEnvelope | ErrorEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[DeletedEnvelope | ErrorEnvelope]:
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
) -> Response[DeletedEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        tags=tags,
        limit=limit,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> DeletedEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        client=client,
        tags=tags,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[DeletedEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        tags=tags,
        limit=limit,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    dispatch_namespace: str,
    *,
    client: Client,
    tags: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> DeletedEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            dispatch_namespace=dispatch_namespace,
            client=client,
            tags=tags,
            limit=limit,
        )
    ).parsed
