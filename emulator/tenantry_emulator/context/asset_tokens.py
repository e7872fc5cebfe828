"""The two tokens of an upload of static assets: one to bring the files, one that says that all are there."""

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
    """A token for this session. `sub` lets requests with it count against the limit of who opened it."""
    claims: JsonObject = {"purpose": purpose, "session": session.id, "sub": identity}
    return sign(claims, state.store.signing_key, now=state.clock.seconds())


def session_of(state: State, token: str, purpose: Purpose) -> Session | None:
    """The session of a token that is ours, in time, and for this purpose."""
    claims = verify(token, state.store.signing_key, now=state.clock.seconds())
    if claims is None or claims.get("purpose") != purpose:
        return None
    return state.store.assets.session(as_text(claims.get("session")))


def identity(request: Request, state: State) -> str:
    """Who opened the session whose token the request shows; no API token does."""
    token = bearer(request.headers)
    if not token:
        raise Refusal(NO_CREDENTIALS, "Send Authorization: Bearer <token of the upload session>.")
    claims = verify(token, state.store.signing_key, now=state.clock.seconds())
    if claims is None or claims.get("purpose") != "upload":
        raise Refusal(
            UNKNOWN_CREDENTIALS, "Authentication error: this is no token of an upload session, or it expired."
        )
    return as_text(claims["sub"])
