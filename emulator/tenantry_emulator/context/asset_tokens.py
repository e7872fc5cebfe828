"""The two tokens of an upload of static assets: one to upload the files, one that proves that all were uploaded."""

from typing import Literal

from starlette.requests import Request

from tenantry_emulator.store.records import Session
from tenantry_emulator.wire.json_types import JsonObject, as_text
from tenantry_emulator.wire.refusals import NO_CREDENTIALS, UNKNOWN_CREDENTIALS, Refusal
from tenantry_emulator.wire.signed_tokens import sign, verify

from .credentials import bearer
from .state import State

Purpose = Literal["upload", "complete"]


def new_token(state: State, purpose: Purpose, session: Session, identity: str) -> str:
    """A token for this session. Requests with it count against the rate limit of `sub`, who opened the session."""
    claims: JsonObject = {"purpose": purpose, "session": session.id, "sub": identity}
    return sign(claims, state.store.signing_key, now=state.clock.seconds())


def session_of(state: State, token: str, purpose: Purpose) -> Session | None:
    """The session of the token, if we signed it for this purpose and it has not expired."""
    claims = verify(token, state.store.signing_key, now=state.clock.seconds())
    if claims is None or claims.get("purpose") != purpose:
        return None
    return state.store.assets.session(as_text(claims.get("session")))


def identity(request: Request, state: State) -> str:
    """Who opened the session whose token the request carries; API tokens are refused here."""
    token = bearer(request.headers)
    if not token:
        raise Refusal(NO_CREDENTIALS, "Send Authorization: Bearer <token of the upload session>.")
    claims = verify(token, state.store.signing_key, now=state.clock.seconds())
    if claims is None or claims.get("purpose") != "upload":
        raise Refusal(
            UNKNOWN_CREDENTIALS, "Authentication error: this is no token of an upload session, or it expired."
        )
    return as_text(claims["sub"])
