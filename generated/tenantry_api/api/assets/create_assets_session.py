# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Open a session to upload static assets for a user Worker.

POST /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/assets-upload-session
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import answers, models, wire
from ...paths import path_segment
from ...types import Call, Response

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.assets_session_envelope import AssetsSessionEnvelope
    from ...models.create_assets_session import CreateAssetsSession
    from ...models.error_envelope import ErrorEnvelope


def request(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    body: CreateAssetsSession,
) -> Call[AssetsSessionEnvelope]:
    """Open a session to upload static assets for a user Worker.

    Answers which files Cloudflare does not have yet, in buckets, and a token for one hour. Without buckets the
    token already is the completion token, for `assets.jwt` of the next upload.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        script_name: Name of the user Worker.
        body: The files that a Worker shall have.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/n
    amespaces/subresources/scripts/subresources/asset_upload/methods/create
    """

    _arguments: dict[str, Any] = {
        "method": "post",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}/assets-upload-session".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
            script_name=path_segment("script_name", script_name),
        ),
    }
    _arguments.update(wire.json_body(body))
    _arguments.setdefault("headers", {})["Content-Type"] = "application/json"
    return Call(
        operation="create_assets_session",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=("Workers Scripts Write",),
    )


def parse(response: httpx.Response) -> AssetsSessionEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.AssetsSessionEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> AssetsSessionEnvelope | ErrorEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[AssetsSessionEnvelope | ErrorEnvelope]:
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
    body: CreateAssetsSession,
) -> Response[AssetsSessionEnvelope | ErrorEnvelope]:
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
    body: CreateAssetsSession,
) -> AssetsSessionEnvelope | ErrorEnvelope | None:
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
    body: CreateAssetsSession,
) -> Response[AssetsSessionEnvelope | ErrorEnvelope]:
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
    body: CreateAssetsSession,
) -> AssetsSessionEnvelope | ErrorEnvelope | None:
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
