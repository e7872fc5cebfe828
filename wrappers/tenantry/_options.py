"""What a client is told that is no credential: each option as it is used, or refused."""

from __future__ import annotations

import os
import threading

import httpx

from tenantry.errors import NotSent

CLOUDFLARE = "https://api.cloudflare.com/client/v4"


def base_url(given: str | None) -> str:
    """The URL that is given, else the environment's, else Cloudflare's; without a slash at its end."""
    url = os.environ.get("CLOUDFLARE_BASE_URL") or CLOUDFLARE if given is None else given
    if not isinstance(url, str):
        raise NotSent(f"base_url must be a str, not {type(url).__name__}.")
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        parts = httpx.URL()
    if parts.userinfo:
        # httpx would send it in place of the token, and every text that names the URL would show it.
        raise NotSent("base_url has a user name or a password in it; credentials go in as api_token= or api_key=.")
    is_plain = not parts.query and not parts.fragment and (parts.port or 1) < 65_536 and url == "".join(url.split())
    if parts.scheme in {"http", "https"} and parts.host and is_plain:
        return url.rstrip("/")
    shown = "" if "@" in url else f" {url!r}"
    raise NotSent(f"base_url{shown} is no URL such as {CLOUDFLARE}.")


def timeout(given: float) -> float:
    """The seconds; None or 0, which to some libraries mean forever, are refused."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if is_number and 0 < given <= threading.TIMEOUT_MAX:
        return float(given)
    raise NotSent("timeout is a number of seconds, finite and above 0.")
