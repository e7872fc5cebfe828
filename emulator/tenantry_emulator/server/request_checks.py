"""Refuses a request that is meant for another host before anyone looks at what it asks for.

A page can have its own host name resolve to 127.0.0.1 and then read what answers there: DNS rebinding. It cannot hide
the name, which is in `Host`, nor where it comes from, which is in `Origin`.
"""

import re

from starlette.datastructures import Headers

from tenantry_emulator.wire.refusals import NOT_LOCAL, Refusal

LOCAL = re.compile(r"(?:localhost|[a-z0-9_.-]+\.localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
SCHEME = re.compile("https?://", re.IGNORECASE)


def refuse_foreign(headers: Headers) -> None:
    """Refuse a request for another host, and one from a page of another."""
    host = headers.get("host", "")
    if not LOCAL.fullmatch(host):
        raise Refusal(NOT_LOCAL, f"tenantry_emulator answers to localhost and 127.0.0.1, not to the host {host!r}.")
    origin = headers.get("origin")
    if origin is not None and not _is_local(origin):
        raise Refusal(NOT_LOCAL, f"tenantry_emulator answers pages of this machine only, not those of {origin!r}.")


def _is_local(origin: str) -> bool:
    scheme = SCHEME.match(origin)
    return scheme is not None and LOCAL.fullmatch(origin, scheme.end()) is not None
