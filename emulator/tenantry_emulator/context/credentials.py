"""Who asks, and what they may do.

Until a credential is registered, any credential of the right form may do anything; from then on only registered ones
may. The values themselves are never kept or compared, only keyed hashes of them, which mean nothing outside this
process.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import Headers

from tenantry_emulator.arguments import TEXT, TEXTS, check, check_instance
from tenantry_emulator.clock import Clock
from tenantry_emulator.errors import WrongArgument
from tenantry_emulator.spec.operations import Operation, bundled
from tenantry_emulator.wire.refusals import (
    NO_CREDENTIALS,
    NO_TOKEN,
    NOT_PERMITTED,
    UNKNOWN_CREDENTIALS,
    UNKNOWN_TOKEN,
    Refusal,
)

ANY_TOKEN = "api_token_of_any_state"
"""The security of an operation that takes tokens which have expired, too, and nothing else."""


@dataclass(frozen=True)
class Grant:
    """What a registered credential may do, and until when."""

    permissions: frozenset[str]
    expires_on: datetime | None


def all_permissions() -> frozenset[str]:
    """The permissions that the specification speaks of."""
    return frozenset[str]().union(*(operation.permissions for operation in bundled().operations))


def bearer(headers: Headers) -> str:
    """The token of the request, or nothing."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class Keyring:
    """The credentials that are known."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._salt = secrets.token_bytes(32)
        self._grants: dict[str, Grant] = {}

    def register_token(
        self, token: str, *, permissions: Iterable[str] | None = None, expires_on: datetime | None = None
    ) -> None:
        """Know this API token, with these permissions (all without), until then (for ever without)."""
        check("token", token, TEXT)
        if token != token.strip():
            raise WrongArgument("a token is a text without spaces around it")
        if expires_on is not None:
            check_instance("expires_on", expires_on, datetime)
            if expires_on.tzinfo is None:
                raise WrongArgument("expires_on takes a time with its zone, such as datetime.now(UTC)")
            try:
                expires_on = expires_on.astimezone(UTC)
            except OverflowError as error:
                raise WrongArgument("expires_on takes a time of the years 1 to 9999, in UTC") from error
        if isinstance(permissions, str):
            raise WrongArgument(f"permissions takes a list, such as [{permissions!r}]")
        granted = all_permissions()
        if permissions is not None:
            check_instance("permissions", permissions, Iterable)
            named = [*permissions]
            check("permissions", named, TEXTS)
            granted = frozenset(named)
        if unknown := granted - all_permissions():
            known = ", ".join(sorted(all_permissions()))
            raise WrongArgument(f"no operation asks for {', '.join(sorted(unknown))}; there are: {known}")
        self._grants[self._fingerprint("token", token)] = Grant(granted, expires_on)

    def register_key(self, email: str, key: str) -> None:
        """Know this Global API key, which may do everything."""
        check("email", email, TEXT)
        check("key", key, TEXT)
        self._grants[self._fingerprint("key", email, key)] = Grant(all_permissions(), None)

    def clear(self) -> None:
        """Forget all, so that any credential is accepted."""
        self._grants.clear()

    def identify(self, headers: Headers) -> str:
        """Whose request this is; refused where it shows no credential, or one that is not known."""
        identity = self._identity(headers)
        if not identity:
            raise Refusal(NO_CREDENTIALS, "Send Authorization: Bearer <token>, or X-Auth-Email with X-Auth-Key.")
        if self._grants and self._grant(identity) is None:
            raise Refusal(UNKNOWN_CREDENTIALS, "Authentication error")
        return identity

    def identify_token(self, headers: Headers) -> str:
        """Whose API token this is, which may have expired."""
        if not bearer(headers):
            raise Refusal(NO_TOKEN, 'Missing "Authorization" header')
        identity = self._identity(headers)
        if self._grants and identity not in self._grants:
            raise Refusal(UNKNOWN_TOKEN, "Invalid API Token")
        return identity

    def expiry(self, identity: str) -> datetime | None:
        """When it ends or ended; None where it does not."""
        grant = self._grants.get(identity)
        return grant.expires_on if grant else None

    def permit(self, identity: str, operation: Operation) -> None:
        """Refuse an operation for which the credential has none of the permissions."""
        grant = self._grant(identity)
        if grant and operation.permissions and not operation.permissions & grant.permissions:
            raise Refusal(NOT_PERMITTED, "Authentication error")

    def _grant(self, identity: str) -> Grant | None:
        grant = self._grants.get(identity)
        if grant and grant.expires_on and grant.expires_on <= self._clock.now():
            return None
        return grant

    def _identity(self, headers: Headers) -> str:
        if token := bearer(headers):
            return self._fingerprint("token", token)
        email, key = headers.get("x-auth-email"), headers.get("x-auth-key")
        return self._fingerprint("key", email, key) if email and key else ""

    def _fingerprint(self, *values: str) -> str:
        return hashlib.blake2b("\n".join(values).encode(), key=self._salt, digest_size=16).hexdigest()
