"""Which failures are retried, and how long to wait before the next attempt."""

from typing import Any

from tenantry import errors
from tenantry._rate_limit.headers import advice
from tenantry._rate_limit.pacer import RetryBudget
from tenantry.errors import Error, NoAnswer, RateLimited, Refused
from tenantry_api.types import Call

_BASE, _CAP = 0.5, 8.0

# Statuses that can pass. 525 and 526 cannot: they are about the certificate of a server.
# https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
_PASSING = {408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530}
# Two changes at once, and a version that is about to run.
_CONFLICTS = {10035, 10215}
_BANNED = 971
# "All API calls for the next five minutes": https://developers.cloudflare.com/fundamentals/api/reference/limits/
_BAN = 300.0

# What each delete answers when it is repeated and finds nothing left to delete.
_GONE: dict[str, set[type[Error]]] = {
    "delete_namespace": {errors.NamespaceNotFound},
    "delete_script": {errors.ScriptNotFound},
    "delete_secret": {errors.SecretNotFound},
    "remove_tag": {errors.NotFound, errors.ScriptNotFound},
}


def should_retry(call: Call[Any], failure: Error, budget: RetryBudget) -> bool:
    """Whether to send it once more: it can help, does nothing twice, and the retry budget allows it."""
    # A 429 was refused before anyone looked at it, and is held back by the rate limit as it is.
    if isinstance(failure, RateLimited):
        return True
    is_harmless = call.repeatable or (isinstance(failure, NoAnswer) and not failure.sent)
    return is_harmless and _may_pass(failure) and budget.spend()


def _may_pass(failure: Error) -> bool:
    match failure:
        case NoAnswer(answer=None):
            return True
        case NoAnswer(status=status):
            return status in _PASSING
        case errors.Conflict(code=code):
            return code in _CONFLICTS
        case Refused(status=status):
            # A refusal that has a meaning has it the next time too, whatever its status.
            return type(failure) is Refused and status in _PASSING
    return False


def is_gone_already(call: Call[Any], failure: Error) -> bool:
    """Whether a delete, sent before with an unknown outcome, now finds nothing left to delete."""
    return type(failure) in _GONE.get(call.operation, ())


def backoff(attempt: int, chance: float) -> float:
    """Seconds before the next attempt: exponential, capped, and spread over all that time (full jitter).

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    return chance * min(_CAP, _BASE * 2.0 ** min(attempt - 1, 10))


def server_delay(failure: Error) -> float:
    """Seconds that the answer asks to wait for; 0 if it does not say, or never came."""
    answer = failure.answer if isinstance(failure, NoAnswer | Refused) else None
    if answer is None:
        return 0.0
    if answer.retry_after is not None:
        return answer.retry_after
    if not isinstance(failure, RateLimited) or failure.code != _BANNED:
        return 0.0
    budget = advice(answer.headers)
    return budget.seconds if budget else _BAN
