"""Two reads outside the specification that `wrangler deploy --dispatch-namespace` makes on its way.

wrangler 4.164.0 asks the account for a Worker of the tenant's name, although the tenant is in a namespace. This
emulator has no account Workers, so the answers are empty; wrangler needs them to be of the right form.
"""

from starlette.responses import Response

from .asked import Asked
from .envelope import success
from .spec import Operation


async def account_worker_settings(asked: Asked) -> Response:
    """Settings of a Worker that has none."""
    return success({"bindings": [], "compatibility_flags": [], "tags": [], "usage_model": "standard"})


async def account_worker_secrets(asked: Asked) -> Response:
    """No secrets."""
    return success([])


OPERATIONS = (
    Operation("account_worker_settings", "GET", "/accounts/{account_id}/workers/scripts/{name}/settings", (), {}),
    Operation("account_worker_secrets", "GET", "/accounts/{account_id}/workers/scripts/{name}/secrets", (), {}),
)
