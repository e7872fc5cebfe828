"""The options of a client, which hold for every call that it sends."""

from __future__ import annotations

import logging
import platform
import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
from attrs import Factory, field, frozen

import tenantry_api
from tenantry._arguments import client_options as _options
from tenantry._arguments.credentials import Credentials
from tenantry._rate_limit.pacer import RetryBudget
from tenantry._rate_limit.protocol import Pacer, Priority
from tenantry._version import __version__
from tenantry.errors import NoAnswer
from tenantry_api.types import Call

if TYPE_CHECKING:
    from tenantry.events import Event
    from tenantry_api.client import Client as RawClient

log = logging.getLogger("tenantry")

_HEADERS = httpx.Headers(
    {
        # Without JSON in Accept, Cloudflare's edge writes its errors in HTML.
        # https://developers.cloudflare.com/changelog/post/2026-03-12-rfc9457-structured-errors/
        "Accept": "application/json",
        # Gzip is decompressed piece by piece, so that a small answer cannot fill the memory.
        "Accept-Encoding": "gzip",
        "Connection": "keep-alive",
        "User-Agent": f"tenantry/{__version__} httpx/{httpx.__version__} Python/{platform.python_version()}",
    }
)


def _retry_budget(config: ClientConfig) -> RetryBudget:
    return RetryBudget.by(config.credentials.secret, config.base_url)


def _headers(config: ClientConfig) -> httpx.Headers:
    return httpx.Headers({**_HEADERS, **config.credentials.headers})


@frozen(eq=False, repr=False)
class ClientConfig:
    """How a client sends: where to, as whom, how fast, how often, for how long."""

    base_url: str
    credentials: Credentials
    pacer: Pacer
    timeout: float = field(default=60.0, converter=_options.timeout)
    max_wait: float = field(default=30.0, converter=_options.max_wait)
    deadline: float = field(default=None, converter=_options.deadline)
    retries: int = field(default=4, converter=_options.retries)
    priority: Priority = field(default="interactive", converter=_options.priority)
    on_event: Callable[[Event], None] | None = None
    now: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    """At least 0, and below 1."""
    retry_budget: RetryBudget = Factory(_retry_budget, takes_self=True)
    headers: httpx.Headers = field(default=Factory(_headers, takes_self=True), init=False)

    def headers_of(self, call: Call[object]) -> httpx.Headers:
        """What the request says; a call that carries credentials of its own gets none of the client's."""
        if "headers" not in call.arguments:
            return self.headers
        own = httpx.Headers(call.arguments["headers"])
        headers = (_HEADERS if "authorization" in own else self.headers).copy()
        headers.update(own)
        return headers

    def api(self) -> RawClient:
        """The generated client, with these credentials."""
        return tenantry_api.Client(self.base_url, headers={**self.headers})

    def check_time(self, until: float) -> None:
        """Raises NoAnswer once the deadline has passed; for work between requests."""
        if self.now() > until:
            text = f"The deadline of {self.deadline:g} s passed in work on files: nothing more was sent."
            raise NoAnswer(text, method="", path="", sent=False)

    def emit(self, event: Event) -> None:
        """Log the event and hand it on; an observer that fails must not turn what happened into something else."""
        _log(event)
        try:
            if self.on_event is not None:
                self.on_event(event)
        except Exception:
            log.exception("on_event failed for %s", type(event).__name__)


def _log(event: Event) -> None:
    """Method, path, status, ray, attempt and duration; what Cloudflare remarks and what looks wrong, as warnings."""
    from tenantry.events import Answered, Asked, Remarked, Repeating, Unanswered, Waiting, Warned

    match event:
        case Asked(method, path, attempt):
            log.debug("%s %s goes out, attempt %d", method, path, attempt)
        case Answered(method, path, status, seconds, ray, attempt):
            log.info("%s %s answered %d in %.3f s, attempt %d, ray %s", method, path, status, seconds, attempt, ray)
        case Unanswered(method, path, seconds, _, attempt):
            log.info("%s %s has no answer after %.3f s, attempt %d", method, path, seconds, attempt)
        case Repeating(method, path, attempt, _):
            log.info("%s %s is repeated after attempt %d", method, path, attempt)
        case Waiting(method, path, seconds, why):
            level = logging.INFO if why == "rate limit" else logging.DEBUG
            log.log(level, "%s %s waits %.3f s: %s", method, path, seconds, why)
        case Warned(text, script):
            log.warning("%s: %s", script, text)
        case Remarked(method, path, messages):
            for message in messages:
                log.warning("%s %s: %s", method, path, message)
