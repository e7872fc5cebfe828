"""Every refusal this emulator gives, with the status and code that Cloudflare gives it.

A status without evidence of its own is 400, or 404 where something is missing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """An HTTP status and the code in the envelope."""

    status: int
    code: int


# https://github.com/cloudflare/cloudflare-python/issues/2678 (nothing sent, or not as a credential is sent)
NO_CREDENTIALS = Kind(400, 9106)
# https://community.cloudflare.com/t/put-method-not-allowed-for-the-api-token-authentication-scheme/381292
WRONG_METHOD = Kind(405, 10000)
# https://github.com/cloudflare/cloudflare-python/issues/2657
WRONG_CONTENT_TYPE = Kind(415, 10001)

# https://github.com/cloudflare/api-schemas, examples and error codes of 2026
NO_ROUTE = Kind(404, 7003)
CRASHED = Kind(500, 10002)
BAD_PARAMETER = Kind(400, 10004)
TOO_MANY_TAGS = Kind(400, 100103)
BAD_TAG = Kind(400, 100134)

# https://developers.cloudflare.com/workers/observability/errors/
SCRIPT_MISSING = Kind(404, 10007)
INVALID = Kind(400, 10021)
UNREADABLE_BODY = Kind(400, 10026)
BINDING_WITHOUT_NAME = Kind(400, 10052)
SECRET_MISSING = Kind(404, 10056)

# wrangler 4.164.0 knows the first by name. It takes the second, and no other, for "does not exist yet" when it reads a
# script of a namespace.
NOTHING_TO_INHERIT = Kind(400, 10057)
NO_SUCH_ENVIRONMENT = Kind(404, 10092)

# https://github.com/alchemy-run/alchemy-async/pull/437 reads the status and the text.
WRONG_MIGRATION_TAG = Kind(412, 10079)
# https://github.com/alchemy-run/distilled, read from live answers; 100120 is also the answer to a bad name.
NAMESPACE_MISSING = Kind(404, 100119)
NAMESPACE_EXISTS = Kind(400, 100120)

# The emulator's own: Cloudflare has no such code.
NOT_IMPLEMENTED = Kind(501, 99501)


class Refusal(Exception):
    """The request is refused; `pointer` is the JSON pointer of what is wrong in it."""

    def __init__(self, kind: Kind, message: str, *, pointer: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.pointer = pointer
