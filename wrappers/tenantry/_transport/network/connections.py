"""Connections, opened as the environment says, or refused."""

from __future__ import annotations

import os
from collections.abc import Callable

import httpx

from tenantry._files import why
from tenantry._transport.network.streams import Around, C, with_backend
from tenantry.errors import NotSent

# Each call has a timeout of its own; this one is for users of `client.api`. The default of httpx is 5 s.
TIMEOUT = httpx.Timeout(60.0, connect=10.0)

# A folder of certificates, SSL_CERT_DIR, may be missing.
_FILES = ("SSL_CERT_FILE", "SSLKEYLOGFILE")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def open_client(kind: Callable[..., C], backend: type[Around]) -> C:
    """A client of httpx; raises NotSent that names the variables of the environment it cannot be made with."""
    try:
        return with_backend(kind(timeout=TIMEOUT), backend)
    except OSError as error:
        # Errors of TLS are among these.
        given = _given(_FILES)
        raise _unusable([name for name in given if os.environ[name] == error.filename] or given, why(error)) from None
    except ImportError:
        raise _unusable(_wrong_proxies(), "a SOCKS proxy needs `pip install httpx[socks]`") from None
    except (httpx.InvalidURL, ValueError):
        # Not quoted: a proxy's URL can hold a password.
        raise _unusable(_wrong_proxies(), "that is not a proxy which httpx can use") from None


def _unusable(names: list[str], why: str) -> NotSent:
    return NotSent(f"No connection can be opened, because of {' or '.join(names) or 'the system settings'}: {why}.")


def _given(names: tuple[str, ...]) -> list[str]:
    return sorted(name for name, value in os.environ.items() if value and name.upper() in names)


def _wrong_proxies() -> list[str]:
    """Those variables that alone are reason enough; all that are given, where none is."""
    given = _given(_PROXIES)
    return [name for name in given if name.upper() != "NO_PROXY" and not _is_proxy(os.environ[name])] or given


def _is_proxy(value: str) -> bool:
    try:
        httpx.HTTPTransport(verify=False, proxy=value if "://" in value else f"http://{value}").close()
    except (ImportError, httpx.InvalidURL, ValueError):
        return False
    return True
