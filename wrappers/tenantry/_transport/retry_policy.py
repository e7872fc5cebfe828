"""What may be sent again after it failed, and how long to wait before."""

from __future__ import annotations

from typing import Any

from tenantry.errors import (
    Changed,
    Error,
    NamespaceNotFound,
    NoAnswer,
    NotFound,
    RateLimited,
    Refused,
    ScriptNotFound,
    SecretNotFound,
)
from tenantry_api.types import Call

_BASE, _CAP = 0.5, 8.0

# Statuses that may be others the next time. 525 and 526 are about the certificate of a server, and stay.
# https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
_PASSING = {408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530}
# Two changes at once, and a version that is about to run.
_CONFLICTS = {10035, 10215}
_BANNED = 971
# "All API calls for the next five minutes": https://developers.cloudflare.com/fundamentals/api/reference/limits/
_BAN = 300.0

# What a delete finds missing that has happened already.
_GONE: dict[str, type[NotFound]] = {
    "delete_namespace": NamespaceNotFound,
    "delete_script": ScriptNotFound,
    "delete_secret": SecretNotFound,
    "remove_tag": NotFound,
}


def may_be_repeated(call: Call[Any], failure: Error) -> bool:
    """Whether sending it once more can help, and does nothing twice."""
    if isinstance(failure, RateLimited):
        # Refused before it was looked at: this is no repetition of anything.
        return True
    if isinstance(failure, NoAnswer) and not failure.sent:
        return True
    return call.repeatable and _may_pass(failure)


def _may_pass(failure: Error) -> bool:
    match failure:
        case NoAnswer(answer=None):
            return True
        case NoAnswer(status=status):
            return status in _PASSING
        case Changed(code=code):
            return code in _CONFLICTS
        case Refused(status=status):
            # A refusal that has a meaning has it the next time too, whatever its status.
            return type(failure) is Refused and status in _PASSING
    return False


def is_gone_already(call: Call[Any], failure: Error) -> bool:
    """Whether a delete that was sent before, with an unknown outcome, finds that it has happened."""
    return call.operation in _GONE and isinstance(failure, _GONE[call.operation])


def backoff(attempt: int, chance: float) -> float:
    """Seconds before the next attempt: exponential, capped, and spread over all that time (full jitter).

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    return chance * min(_CAP, _BASE * 2.0 ** min(attempt - 1, 10))


def asked_wait(refusal: RateLimited, budget_lasts: float | None) -> float:
    """Seconds for which Cloudflare takes no calls; 0 if the refusal does not tell."""
    if refusal.retry_after is not None:
        return refusal.retry_after
    return (budget_lasts or _BAN) if refusal.code == _BANNED else 0.0
