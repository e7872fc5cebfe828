"""Every refusal this emulator gives, with the status and code that Cloudflare gives it.

A status without evidence of its own is 400, or 404 where something is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorCode:
    """An HTTP status and the code in the envelope."""

    status: int
    code: int


# https://github.com/cloudflare/cloudflare-python/issues/2678 (nothing sent, or not as a credential is sent)
NO_CREDENTIALS = ErrorCode(400, 9106)
# One code for all that is wrong with a token: https://github.com/cloudflare/workers-sdk/issues/2678. Cloudflare's
# changelog of 2026-08-21 shows it with 403; 401 for a credential that is not known at all is a guess.
UNKNOWN_CREDENTIALS = ErrorCode(401, 10000)
# Where a token is asked about itself. https://github.com/kissgyorgy/cloudflare-dyndns/issues/40 has the first code.
NO_TOKEN = ErrorCode(400, 1001)
UNKNOWN_TOKEN = ErrorCode(401, 1000)
NOT_PERMITTED = ErrorCode(403, 10000)
# https://community.cloudflare.com/t/put-method-not-allowed-for-the-api-token-authentication-scheme/381292
WRONG_METHOD = ErrorCode(405, 10000)
# https://github.com/cloudflare/cloudflare-go/issues/744 has the status.
KV_KEY_MISSING = ErrorCode(404, 10009)
# https://github.com/cloudflare/workers-sdk/issues/5108 has the code.
D1_FAILED = ErrorCode(400, 7500)
# https://github.com/cloudflare/cloudflare-python/issues/2657
WRONG_CONTENT_TYPE = ErrorCode(415, 10001)
# https://github.com/cloudflare/cloudflare-typescript/issues/2648
NO_SETTINGS_PART = ErrorCode(400, 10201)
# https://github.com/JSONbored/metagraphed/pull/8261
TOO_MANY_REQUESTS = ErrorCode(429, 971)

# https://github.com/cloudflare/api-schemas, examples and error codes of 2026
NO_ROUTE = ErrorCode(404, 7003)
CRASHED = ErrorCode(500, 10002)
BAD_PARAMETER = ErrorCode(400, 10004)
BAD_SCRIPT_NAME = ErrorCode(400, 10016)
TAG_TOO_LONG = ErrorCode(400, 100102)
TOO_MANY_TAGS = ErrorCode(400, 100103)
BAD_TAG = ErrorCode(400, 100134)

# https://developers.cloudflare.com/workers/observability/errors/
SCRIPT_MISSING = ErrorCode(404, 10007)
INVALID = ErrorCode(400, 10021)
UNREADABLE_BODY = ErrorCode(400, 10026)
TOO_LARGE = ErrorCode(413, 10027)
BINDING_WITHOUT_NAME = ErrorCode(400, 10052)
VARIABLE_TOO_LARGE = ErrorCode(400, 10054)
TOO_MANY_VARIABLES = ErrorCode(400, 10055)
SECRET_MISSING = ErrorCode(404, 10056)

# wrangler 4.164.0 knows the first by name. It takes the second, and no other, for "does not exist yet" when it reads a
# script of a namespace.
NOTHING_TO_INHERIT = ErrorCode(400, 10057)
NO_SUCH_ENVIRONMENT = ErrorCode(404, 10092)
# The other code, beside 10007, that wrangler 4.164.0 takes for a Worker of the account that does not exist.
NO_SUCH_SERVICE = ErrorCode(404, 10090)

# https://github.com/alchemy-run/alchemy-async/pull/437 reads the status and the text.
WRONG_MIGRATION_TAG = ErrorCode(412, 10079)
# Wherever a deploy repeats a migration that was applied already, be it that it makes a class or that it deletes one.
WRONG_CLASS = ErrorCode(400, 10074)
# https://github.com/cloudflare/workers-sdk/issues/10368
NO_HANDLERS = ErrorCode(400, 10068)
# https://github.com/cloudflare/workers-sdk/issues/10246, and 8203 for a class that goes while it is bound
CLASS_NOT_BOUND = ErrorCode(400, 10061)
# https://github.com/alchemy-run/distilled/pull/365; reports of 2025 have 10143.
NO_SERVICE_TO_BIND = ErrorCode(400, 10144)
# A Worker that is to be deleted, and that others bind to by `service`: https://github.com/alchemy-run/distilled/pull/184
STILL_BOUND = ErrorCode(400, 10142)
# https://github.com/cloudflare/workers-sdk/issues/4943
CLASS_NOT_EXPORTED = ErrorCode(400, 10070)
# Where a new version no longer exports a class that has Durable Objects.
CLASS_LOST = ErrorCode(400, 10064)
# Where a secret is put under the name of a variable or of another binding.
NAME_TAKEN = ErrorCode(400, 10053)
# https://github.com/cloudflare/workers-sdk/issues/14547
BAD_ASSETS_FILE = ErrorCode(400, 100324)
# https://github.com/Shudesu/line-harness-oss/pull/275 for a path without a slash, and workers-sdk/issues/14461
BAD_ASSET_PATH = ErrorCode(400, 10304)
# https://github.com/cloudflare/workers-sdk/issues/14158
TOO_MANY_SECRETS_AT_ONCE = ErrorCode(400, 100160)
# https://github.com/alchemy-run/distilled, read from live answers; 100120 is also the answer to a bad name.
# Declarative exports that do not fit what there is, in wrangler's words a reconciliation that failed.
EXPORTS_REFUSED = ErrorCode(400, 100402)
NAMESPACE_MISSING = ErrorCode(404, 100119)
NAMESPACE_EXISTS = ErrorCode(400, 100120)

# https://github.com/alchemy-run/alchemy/pull/1405: what a completion token of another script meets on an upload, where
# the script is new and where it exists.
FOREIGN_ASSETS = ErrorCode(400, 10021)
FOREIGN_ASSETS_FOR_RUNNING_SCRIPT = ErrorCode(500, 10002)

# https://github.com/alchemy-run/distilled
VERSION_MISSING = ErrorCode(404, 100146)

# The emulator's own: Cloudflare has no such codes.
OVERTAKEN = ErrorCode(409, 99409)
NOT_IMPLEMENTED = ErrorCode(501, 99501)
CLOSING = ErrorCode(503, 99503)
NO_ROOM = ErrorCode(507, 99507)
NOT_LOCAL = ErrorCode(403, 99403)
NO_SUCH_CONTROL = ErrorCode(404, 99404)
BAD_CONTROL = ErrorCode(400, 99400)


class Refusal(Exception):
    """The request is refused; `pointer` is the JSON pointer of what is wrong in it."""

    def __init__(
        self,
        error_code: ErrorCode,
        message: str,
        *,
        pointer: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.error_code = error_code
        self.message = message
        self.pointer = pointer
        self.headers = headers
