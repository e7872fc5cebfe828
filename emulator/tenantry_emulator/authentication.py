"""Who may ask: anyone who shows a credential of the right form, whatever its value."""

from starlette.datastructures import Headers

from .refusals import NO_CREDENTIALS, Refusal


def authenticate(headers: Headers) -> None:
    """Refuse a request without a credential; the value of one is neither compared nor kept."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return
    if headers.get("x-auth-email") and headers.get("x-auth-key"):
        return
    raise Refusal(NO_CREDENTIALS, "Send Authorization: Bearer <token>, or X-Auth-Email with X-Auth-Key.")
