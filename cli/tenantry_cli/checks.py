"""What `tenantry doctor` looks at: whether everything is there that the other commands need."""

from __future__ import annotations

import json
import os
import platform
import re
import secrets
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from attrs import field, frozen
from attrs.converters import optional

import tenantry

from .exits import CommandError, Exit
from .output.output import counted
from .session import Session
from .wording import in_commands

State = Literal["ok", "failed", "unknown", "skipped"]

_TOKENS = "https://dash.cloudflare.com/profile/api-tokens"
_NEW_TOKEN = f"Roll it, or make another one, at {_TOKENS}."
_UNKNOWN_TOKEN = 1000
# Before a token's end; there is time to make another one.
_SOON = 14
# Seconds by which a clock may be wrong; what expires is then seen to expire at about the right time.
_EXACT = 60
_NOT_BOUGHT = {
    10015: "The account is not entitled to Workers for Platforms, which is bought separately.",
    10023: "The account lacks a feature: Workers for Platforms is bought separately, and a purchase takes a while to "
    "arrive. Where the text names a binding, the token lacks the permission for its product.",
    10121: "The account has no access to dispatch namespaces: Workers for Platforms is bought separately.",
}
_WORKER = {"index.js": 'export default { fetch() { return new Response("tenantry doctor") } }'}


@frozen
class Finding:
    """What one look has shown."""

    check: str
    state: State
    found: str = field(converter=in_commands)
    todo: str | None = field(default=None, converter=optional(in_commands))


def examine(session: Session, headers: Mapping[str, str], *, writes: bool) -> Iterator[Finding]:
    """One finding after another; what cannot be seen for want of another is left out."""
    yield Finding("versions", "ok", f"tenantry {tenantry.__version__}, Python {platform.python_version()}")
    yield _runtime()
    try:
        # What is wrong shall be said now, and not after it was tried for long.
        client = session.client.with_options(retries=0)
    except CommandError as error:
        if error.code == Exit.CREDENTIALS:
            yield Finding("credentials", "failed", str(error), f"Make a token at {_TOKENS}, and set both variables.")
        else:
            yield Finding("connection", "failed", str(error), "Set that variable right, or not at all.")
        return
    kind = "CLOUDFLARE_API_TOKEN" if os.environ.get("CLOUDFLARE_API_TOKEN") else "CLOUDFLARE_API_KEY"
    yield Finding("credentials", "ok", f"{kind}, account {client.account_id}, at {client.base_url}")
    if kind == "CLOUDFLARE_API_TOKEN":
        yield _token(client)
    read = [*_read(client)]
    yield from read
    if headers:
        yield from (_clock(headers), _budget(headers))
    if read[-1].state == "ok":
        yield from _namespace(session, writes=writes)


def _runtime() -> Finding:
    try:
        from tenantry_emulator import Emulator

        with Emulator() as emulator:
            missing = emulator.no_runtime
    except ModuleNotFoundError:
        return Finding("runtime", "skipped", "without tenantry[emulator] there are no Workers on this machine")
    if missing:
        return Finding("runtime", "skipped", f"the emulator runs no Workers: {missing}")
    return Finding("runtime", "ok", "the emulator runs Workers")


def _token(client: tenantry.Client) -> Finding:
    """A token of a user is asked about at one place, one of an account at another."""
    refused = []
    for path in ("/user/tokens/verify", f"/accounts/{client.account_id}/tokens/verify"):
        try:
            said = json.loads(client.request("GET", path))["result"]
            return _of_token(str(said["status"]), said.get("expires_on"))
        except tenantry.Refused as refusal:
            # It may be a token of the other kind.
            refused.append(refusal.code)
        except (tenantry.Error, KeyError, TypeError, ValueError):
            continue
    if refused == [_UNKNOWN_TOKEN] * 2:
        return Finding("token", "failed", "not known: it was deleted, or rolled, or is written otherwise", _NEW_TOKEN)
    return Finding("token", "unknown", "nobody tells whether it is active, and until when")


def _of_token(status: str, expires: str | None) -> Finding:
    if status != "active":
        return Finding("token", "failed", status, _NEW_TOKEN)
    if expires is None:
        return Finding("token", "ok", "active, and does not expire")
    days = (datetime.fromisoformat(expires) - datetime.now(UTC)).days
    todo = f"Roll it in time, at {_TOKENS}." if days < _SOON else None
    return Finding("token", "ok", f"active, expires in {days} days", todo)


def _read(client: tenantry.Client) -> Iterator[Finding]:
    try:
        count = len(client.list_namespaces())
    except tenantry.Refused as refusal:
        if why := _NOT_BOUGHT.get(refusal.code or 0):
            yield Finding("entitlement", "failed", f"{refusal.code}: {refusal.errors[0].message}", why)
        else:
            yield Finding("permissions", "failed", str(refusal).partition("\n")[0], refusal.hint)
    except tenantry.Error as error:
        yield Finding("connection", "failed", str(error), "Is the network there, and CLOUDFLARE_BASE_URL right?")
    else:
        yield Finding("entitlement", "ok", "Workers for Platforms")
        yield Finding(
            "permissions", "ok", f"may read; {counted(count, 'namespace')}; --write proves that it may deploy"
        )


def _clock(headers: Mapping[str, str]) -> Finding:
    try:
        off = abs((datetime.now(UTC) - parsedate_to_datetime(headers["date"])).total_seconds())
    except (KeyError, TypeError, ValueError):
        return Finding("clock", "unknown", "the server does not say what time it is")
    if off > _EXACT:
        return Finding("clock", "failed", f"{off:,.0f} s beside the server's", "Set the clock of this machine.")
    return Finding("clock", "ok", "that of the server")


def _budget(headers: Mapping[str, str]) -> Finding:
    left = re.search(r"\br=(\d+)", headers.get("ratelimit", ""))
    quota = re.search(r"\bq=(\d+)", headers.get("ratelimit-policy", ""))
    if not left:
        return Finding("budget", "unknown", "the server does not say how many calls are left")
    return Finding("budget", "ok", f"{left[1]} calls left" + (f" of {quota[1]}" if quota else ""))


def _namespace(session: Session, *, writes: bool) -> Iterator[Finding]:
    try:
        name = session.namespace_name
    except CommandError:
        yield Finding("namespace", "skipped", "none was named; -n or TENANTRY_NAMESPACE does")
        return
    try:
        info = session.namespace.get()
    except tenantry.Refused as refusal:
        yield Finding("namespace", "failed", f"{name}: {refusal.errors[0].message}", refusal.hint)
        return
    trusted = "trusted" if info.trusted_workers else "untrusted"
    yield Finding("namespace", "ok", f"{name}, {counted(info.script_count or 0, 'script')}, {trusted}")
    if writes:
        yield _write(session)


def _write(session: Session) -> Finding:
    script = session.script(f"tenantry-doctor-{secrets.token_hex(4)}")
    try:
        script.deploy(_WORKER, compatibility_date="2026-01-01")
        script.delete()
    except tenantry.Error as error:
        hint = error.hint if isinstance(error, tenantry.Refused) else None
        return Finding("write", "failed", f"{script.name}: {error}".partition("\n")[0], hint)
    return Finding("write", "ok", f"{script.name} was deployed and deleted")


def remember(headers: MutableMapping[str, str], answered: Mapping[str, str]) -> None:
    """Keep what the checks ask for of the headers of an answer."""
    headers.update({name: answered[name] for name in ("date", "ratelimit", "ratelimit-policy") if name in answered})
