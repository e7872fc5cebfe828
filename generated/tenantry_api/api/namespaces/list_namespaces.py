# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""List the dispatch namespaces of the account.

GET /accounts/{account_id}/workers/dispatch/namespaces
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
    from ...models.namespace_list_envelope import NamespaceListEnvelope


def request(
    account_id: str,
    *,
    page: int | Unset = UNSET,
) -> Call[NamespaceListEnvelope]:
    """List the dispatch namespaces of the account.

    Not paginated.

    Args:
        account_id: The account's identifier.
        page: Page number; the docs know no pages here.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/n
    amespaces/methods/list
    """

    _arguments: dict[str, Any] = {
        "method": "get",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces".format(
            account_id=path_segment("account_id", account_id),
        ),
        "params": wire.stated(
            {
                "page": page,
            }
        ),
    }
    return Call(
        operation="list_namespaces",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=(
            "Workers Tail Read",
            "Workers Scripts Read",
            "Workers Scripts Write",
        ),
    )


def parse(response: httpx.Response) -> NamespaceListEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.NamespaceListEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> ErrorEnvelope | NamespaceListEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[ErrorEnvelope | NamespaceListEnvelope]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_read(client=client, response=response),
    )


def sync_detailed(
    account_id: str,
    *,
    client: Client,
    page: int | Unset = UNSET,
) -> Response[ErrorEnvelope | NamespaceListEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        page=page,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    *,
    client: Client,
    page: int | Unset = UNSET,
) -> ErrorEnvelope | NamespaceListEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        client=client,
        page=page,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    *,
    client: Client,
    page: int | Unset = UNSET,
) -> Response[ErrorEnvelope | NamespaceListEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        page=page,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    *,
    client: Client,
    page: int | Unset = UNSET,
) -> ErrorEnvelope | NamespaceListEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            client=client,
            page=page,
        )
    ).parsed
