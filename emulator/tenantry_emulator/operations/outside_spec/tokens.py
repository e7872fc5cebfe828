"""What a token may be asked about itself: whether it is active, and until when.

Cloudflare asks a user's token at one place and an account's at the other; a token that is registered here is either.
https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/
"""

from starlette.responses import Response

from tenantry_emulator.context.credentials import ANY_TOKEN
from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec.operations import Operation
from tenantry_emulator.wire.envelope import success
from tenantry_emulator.wire.json_types import JsonObject

# As https://pastebin.com/WN7h6gXQ has it.
_ACTIVE: JsonObject = {"code": 10000, "message": "This API Token is valid and active", "type": None}


async def verify_user_token(context: RequestContext) -> Response:
    """How it is. That an expired one is told so, instead of refused, is a guess after the documented states."""
    expires_on = context.state.keyring.expiry(context.identity)
    is_active = expires_on is None or expires_on > context.state.clock.now()
    result: JsonObject = {"id": context.identity, "status": "active" if is_active else "expired"}
    if expires_on is not None:
        result["expires_on"] = f"{expires_on.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    return success(result, messages=[_ACTIVE] if is_active else [])


async def verify_account_token(context: RequestContext) -> Response:
    """The same."""
    return await verify_user_token(context)


OPERATIONS = (
    Operation("verify_user_token", "GET", "/user/tokens/verify", security=frozenset({ANY_TOKEN})),
    Operation("verify_account_token", "GET", "/accounts/{account_id}/tokens/verify", security=frozenset({ANY_TOKEN})),
)
