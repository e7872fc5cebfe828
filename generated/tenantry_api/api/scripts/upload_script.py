# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Upload a user Worker.

PUT /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ... import answers, models, wire
from ...paths import path_segment
from ...types import UNSET, Call, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import Client
    from ...models.deployed_envelope import DeployedEnvelope
    from ...models.error_envelope import ErrorEnvelope
    from ...models.script_upload import ScriptUpload


def request(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    body: ScriptUpload,
    bindings_inherit: Literal["strict"] | Unset = UNSET,
    exclude_script: bool | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[DeployedEnvelope]:
    """Upload a user Worker.

    Creates it or replaces the running version, at once and for all requests. The bindings of the metadata are the
    whole set, but for the types in `keep_bindings` and for `inherit` bindings.

    Args:
        account_id: The account's identifier.
        dispatch_namespace: Name of the dispatch namespace.
        script_name: Name of the user Worker.
        body: The metadata, then one part per module. The name and the filename of a module's part
            are its path; its Content-Type says what kind of module it is.
        bindings_inherit: Refuse the upload when an `inherit` binding finds nothing to inherit; otherwise it is
            dropped silently.
        exclude_script: Leave the script's body out of the answer.
        if_none_match: An etag; unverified.

    Raises:
        errors.UnsafePath: a path parameter is empty, `.`, `..` or not a str

    See https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/n
    amespaces/subresources/scripts/methods/update
    """

    _arguments: dict[str, Any] = {
        "method": "put",
        "url": "/accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}/scripts/{script_name}".format(
            account_id=path_segment("account_id", account_id),
            dispatch_namespace=path_segment("dispatch_namespace", dispatch_namespace),
            script_name=path_segment("script_name", script_name),
        ),
        "params": wire.stated(
            {
                "bindings_inherit": bindings_inherit,
                "excludeScript": exclude_script,
            }
        ),
        "headers": wire.stated(
            {
                "If-None-Match": if_none_match,
            }
        ),
    }
    _arguments["files"] = body.to_multipart()
    return Call(
        operation="upload_script",
        parse=parse,
        arguments=_arguments,
        repeatable=True,
        permissions=("Workers Scripts Write",),
    )


def parse(response: httpx.Response) -> DeployedEnvelope:
    """Read a success, which is any 2xx; an empty body reads as an empty object.

    Raises:
        errors.UnexpectedStatus: for any other status
        errors.UndecodableAnswer: for a body without the documented form
    """
    return answers.success(response, models.DeployedEnvelope.from_dict)


def _read(*, client: Client, response: httpx.Response) -> DeployedEnvelope | ErrorEnvelope | None:
    if response.is_success:
        return parse(response)
    if 400 <= response.status_code <= 499:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if 500 <= response.status_code <= 599:
        return answers.decoded(response, models.ErrorEnvelope.from_dict)
    if client.raise_on_unexpected_status:
        raise answers.unexpected(response)
    return None


def _response(*, client: Client, response: httpx.Response) -> Response[DeployedEnvelope | ErrorEnvelope]:
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
    body: ScriptUpload,
    bindings_inherit: Literal["strict"] | Unset = UNSET,
    exclude_script: bool | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[DeployedEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        body=body,
        bindings_inherit=bindings_inherit,
        exclude_script=exclude_script,
        if_none_match=if_none_match,
    )
    return _response(client=client, response=client.send(call))


def sync(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
    body: ScriptUpload,
    bindings_inherit: Literal["strict"] | Unset = UNSET,
    exclude_script: bool | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> DeployedEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return sync_detailed(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        client=client,
        body=body,
        bindings_inherit=bindings_inherit,
        exclude_script=exclude_script,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
    body: ScriptUpload,
    bindings_inherit: Literal["strict"] | Unset = UNSET,
    exclude_script: bool | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[DeployedEnvelope | ErrorEnvelope]:
    """Send `request(…)`, and read any answer that the operation documents."""
    call = request(
        account_id=account_id,
        dispatch_namespace=dispatch_namespace,
        script_name=script_name,
        body=body,
        bindings_inherit=bindings_inherit,
        exclude_script=exclude_script,
        if_none_match=if_none_match,
    )
    return _response(client=client, response=await client.asend(call))


async def asyncio(
    account_id: str,
    dispatch_namespace: str,
    script_name: str,
    *,
    client: Client,
    body: ScriptUpload,
    bindings_inherit: Literal["strict"] | Unset = UNSET,
    exclude_script: bool | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> DeployedEnvelope | ErrorEnvelope | None:
    """The answer to `request(…)`; None for a status that the operation does not document."""
    return (
        await asyncio_detailed(
            account_id=account_id,
            dispatch_namespace=dispatch_namespace,
            script_name=script_name,
            client=client,
            body=body,
            bindings_inherit=bindings_inherit,
            exclude_script=exclude_script,
            if_none_match=if_none_match,
        )
    ).parsed
