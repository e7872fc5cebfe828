"""The options of a client, except its credentials: each one converted, or refused."""

import math
import os
import threading
from contextlib import suppress

import httpx

from tenantry._arguments.credentials import Credentials
from tenantry._rate_limit.pacer import RATE, LocalPacer, is_number, sharing
from tenantry._rate_limit.protocol import Pacer, Priority
from tenantry.errors import NotSent

_PACER = ("is_local", "reserve", "take", "give_back", "observe", "blocked_until")

CLOUDFLARE = "https://api.cloudflare.com/client/v4"


def base_url(given: str | None) -> str:
    """The URL that is given, else the environment's, else Cloudflare's; without a slash at its end."""
    url = os.environ.get("CLOUDFLARE_BASE_URL") or CLOUDFLARE if given is None else given
    if not isinstance(url, str):
        raise NotSent(f"base_url must be a str, not {type(url).__name__}.")
    try:
        parts = httpx.URL(url)
        # As it is decoded by httpx, and encoded to be looked up.
        _, _ = parts.host, parts.raw_host.decode().encode("idna")
    except (httpx.InvalidURL, ValueError):
        parts = httpx.URL()
    if parts.userinfo:
        # httpx would send it in place of the token, and every text that names the URL would show it.
        raise NotSent("base_url has a user name or a password in it; credentials go in as api_token= or api_key=.")
    if parts.scheme == "http" and (parts.host == "cloudflare.com" or parts.host.endswith(".cloudflare.com")):
        raise NotSent("base_url is http: credentials would go to Cloudflare for all to read; say https.")
    is_plain = not parts.query and not parts.fragment and (parts.port or 1) < 65_536 and url == "".join(url.split())
    if parts.scheme in {"http", "https"} and parts.host and is_plain:
        return url.rstrip("/")
    shown = "" if "@" in url else f" {url!r}"
    raise NotSent(f"base_url{shown} is not a URL such as {CLOUDFLARE}.")


def timeout(given: float) -> float:
    """The seconds; refuses None and 0, which mean "forever" to some libraries."""
    if is_number(given) and 0 < given <= threading.TIMEOUT_MAX:
        return float(given)
    raise NotSent("timeout is a number of seconds, finite and above 0.")


def max_wait(given: float) -> float:
    """The seconds; 0 means not to wait."""
    if is_number(given) and given >= 0 and _fits_a_clock(given):
        return float(given)
    raise NotSent("max_wait is a number of seconds, 0 or more; math.inf waits for as long as Cloudflare asks.")


def deadline(given: float | None) -> float:
    """The seconds; None and math.inf mean without a deadline."""
    if given is None:
        return math.inf
    if is_number(given) and given > 0 and _fits_a_clock(given):
        return float(given)
    raise NotSent("deadline is a number of seconds above 0, or None.")


def retries(given: int) -> int:
    """How often a call is repeated at most."""
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return given
    raise NotSent("retries is a whole number, 0 or more.")


def priority(given: Priority) -> Priority:
    """The class of the calls in the queue."""
    if given in ("interactive", "bulk"):
        return given
    raise NotSent("priority is 'interactive', or 'bulk' for work that gives way to it.")


def pacer(given: Pacer | None, rate: float | None, credentials: Credentials, url: str) -> Pacer:
    """The pacer that is given, else one in the queue of these credentials."""
    if given is None:
        return sharing(LocalPacer(rate=rate), credentials.secret, url)
    if rate != RATE:
        raise NotSent("rate is the pacer's, where one is given: LocalPacer(rate=…).")
    with suppress(Exception):  # whatever a stranger raises when it is looked at
        if not isinstance(given, type) and all(hasattr(given, name) for name in _PACER):
            return given
    raise NotSent("pacer is a tenantry.LocalPacer, or has all that tenantry.Pacer describes.")


def _fits_a_clock(given: float) -> bool:
    """Whether threads can wait for so many seconds."""
    return given == math.inf or given <= threading.TIMEOUT_MAX
