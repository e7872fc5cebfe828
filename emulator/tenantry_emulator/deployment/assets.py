"""What an upload makes of a script's static assets."""

import asyncio

from tenantry_emulator.context.asset_tokens import session_of
from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.store.records import Assets, Script
from tenantry_emulator.wire.json_types import JsonObject, as_list, as_object, as_text
from tenantry_emulator.wire.refusals import FOREIGN_ASSETS, FOREIGN_ASSETS_FOR_RUNNING_SCRIPT, INVALID, Refusal

from .rules.headers import check_headers
from .rules.redirects import check_redirects
from .rules.worker_first import check_worker_first


async def uploaded(context: RequestContext, metadata: JsonObject, running: Script | None) -> Assets | None:
    """The assets that the upload brings or keeps, or None where it leaves the script without."""
    described = as_object(metadata.get("assets"))
    config = as_object(described["config"]) if "config" in described else None
    if config:
        await asyncio.to_thread(_check_files, config)
    if token := as_text(described.get("jwt")):
        return Assets(_session(context, token, running), config or {})
    if metadata.get("keep_assets") is True:
        return Assets(None, config)
    if "assets" in metadata:
        raise Refusal(INVALID, "The assets come without the token that completed their upload.", pointer="/assets/jwt")
    if any(as_object(binding).get("type") == "assets" for binding in as_list(metadata.get("bindings"))):
        raise Refusal(INVALID, "Cannot use an assets binding without assets", pointer="/bindings")
    return None


def _check_files(config: JsonObject) -> None:
    """Refuse `_redirects`, `_headers` and paths for the Worker that Cloudflare would not read."""
    check_worker_first(config.get("run_worker_first"))
    check_redirects(as_text(config.get("_redirects")), as_text(config.get("html_handling")))
    check_headers(as_text(config.get("_headers")))


def _session(context: RequestContext, token: str, running: Script | None) -> str:
    """The session that the token completes, which must be one of this very script."""
    session = session_of(context.state, token, "complete")
    if session is None:
        text = "The token does not complete an upload of assets, or it has expired."
        raise Refusal(INVALID, text, pointer="/assets/jwt")
    if (session.namespace, session.script_name) != (context.namespace().row, context.path["script_name"]):
        kind = FOREIGN_ASSETS_FOR_RUNNING_SCRIPT if running else FOREIGN_ASSETS
        raise Refusal(kind, "The assets were uploaded for another script.", pointer="/assets/jwt")
    return session.id
