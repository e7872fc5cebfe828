"""One test for the blocking client and for the async one, under asyncio and trio."""

import inspect
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import httpx

import tenantry

FLAVOURS = ("blocking", "asyncio", "trio")

ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"
TOKEN = "a-token-that-nobody-must-see-in-any-text"
# No pacing and no retries: those are tested with a clock of their own. Any: options of a client.
AT_ONCE: dict[str, Any] = {"rate": None, "retries": 0}

# All is plain HTTP here, and the certificates that httpx would load for each client take longer than a test.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

# Any: a Client or an AsyncClient, and what its verb returns or is awaited for.
Verb = Callable[[Any], Any]


@dataclass(frozen=True)
class Ask:
    """Calls a verb of a new client with these options, and returns what comes of it.

    `bring` are the options of the connections that the client is given, and must leave open.
    """

    flavour: str
    options: Mapping[str, Any]

    def __call__(self, verb: Verb, *, bring: Mapping[str, Any] | None = None, **options: Any) -> Any:
        merged = {**self.options, **options}
        if self.flavour == "blocking":
            return _blocking(verb, bring or {}, merged)
        return anyio.run(_awaited, verb, bring or {}, merged, backend=self.flavour)

    def with_connections(self, http_client: object) -> Any:
        """A client that is given this one, of whatever kind."""
        kind = tenantry.Client if self.flavour == "blocking" else tenantry.AsyncClient
        return kind(**{**self.options, "http_client": http_client})


def _blocking(verb: Verb, bring: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    with connections(**bring) as http_client:
        with tenantry.Client(http_client=http_client, **options) as client:
            answer = verb(client)
        assert not http_client.is_closed
        return answer


async def _awaited(verb: Verb, bring: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    async with async_connections(**bring) as http_client:
        async with tenantry.AsyncClient(http_client=http_client, **options) as client:
            answer = verb(client)
            answer = await answer if inspect.isawaitable(answer) else answer
        assert not http_client.is_closed
        return answer


def connections(**options: Any) -> httpx.Client:
    """An httpx client that is made quickly."""
    return httpx.Client(verify=NO_CERTIFICATES, trust_env=False, **options)


def async_connections(**options: Any) -> httpx.AsyncClient:
    """An httpx client that is made quickly."""
    return httpx.AsyncClient(verify=NO_CERTIFICATES, trust_env=False, **options)
