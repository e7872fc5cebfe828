# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Upload one bucket of static assets.

POST /accounts/{account_id}/workers/assets/upload
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import answers, models, wire
from ...paths import path_segment
from ...types import Call, Response

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.asset_upload import AssetUpload
    from ...models.assets_uploaded_envelope import AssetsUploadedEnvelope
    from ...models.error_envelope import ErrorEnvelope


def request(
    account_id: str,
    *,
    body: AssetUpload,
    base64: bool,
) -> Call[AssetsUploadedEnvelope]:
    """Upload one bucket of static assets.

    One part per file: its name and filename are the file's hash, its body is the file in base64, its Content-Type
    is the type to serve it with (`application/null` serves it without one).

    Args:
        account_id: The account's identifier.
        body: One part per file, named by its hash, its body in base64.
        base64: The parts are base64; there is no other way.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See
    https://developers.cloudflare.com/api/resources/workers/subresources/assets/subresources/upload/methods/create
    """

    _arguments: dict[str, Any] = {
        "method": "post",
        "url": "/accounts/{account_id}/workers/assets/upload".format(
            account_id=path_segment("account_id", account_id),
        ),
        "params": wire.stated(
            {
                "base64": base64,
            }
        ),
    }
    _arguments["files"] = body.to_multipart()
    return Call(
        operation="upload_assets",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=(),
    )


def parse(response: httpx.Response) -> AssetsUploadedEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.AssetsUploadedEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> AssetsUploadedEnvelope | ErrorEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[AssetsUploadedEnvelope | ErrorEnvelope]:
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
    body: AssetUpload,
    base64: bool,
) -> Response[AssetsUploadedEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        body=body,
        base64=base64,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    *,
    client: Client,
    body: AssetUpload,
    base64: bool,
) -> AssetsUploadedEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        client=client,
        body=body,
        base64=base64,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    *,
    client: Client,
    body: AssetUpload,
    base64: bool,
) -> Response[AssetsUploadedEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        body=body,
        base64=base64,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    *,
    client: Client,
    body: AssetUpload,
    base64: bool,
) -> AssetsUploadedEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            client=client,
            body=body,
            base64=base64,
        )
    ).parsed
