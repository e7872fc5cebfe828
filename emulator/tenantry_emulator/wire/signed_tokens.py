"""JSON Web Tokens that this server signs and verifies. They are valid for one hour, as Cloudflare's are.

https://developers.cloudflare.com/workers/static-assets/direct-upload/
"""

import base64
import hashlib
import hmac
import json

from .json_types import JsonObject, as_object

LIFE = 3600
HEADER: JsonObject = {"alg": "HS256", "typ": "JWT"}


def sign(claims: JsonObject, key: bytes, *, now: float) -> str:
    """A token with these claims, valid from now on."""
    body = ".".join((_text(HEADER), _text({**claims, "iat": int(now), "exp": int(now) + LIFE})))
    return f"{body}.{_signature(body, key)}"


def verify(token: str, key: bytes, *, now: float) -> JsonObject | None:
    """The claims of the token, or None if this server did not sign it or it has expired."""
    body, _, signature = token.rpartition(".")
    if not token.isascii() or not hmac.compare_digest(signature, _signature(body, key)):
        return None
    # The signature is ours, so the claims are of the form that `sign` writes.
    claims = as_object(json.loads(base64.urlsafe_b64decode(body.rpartition(".")[2] + "==")))
    expires = claims.get("exp")
    return claims if isinstance(expires, int) and now < expires else None


def _signature(body: str, key: bytes) -> str:
    return _base64(hmac.digest(key, body.encode(), hashlib.sha256))


def _text(value: JsonObject) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
