"""Where the API is and how to reach it: what the functions that send take as `client`."""

from __future__ import annotations

import ssl
from threading import Lock

# Any: keyword arguments for httpx, each of its own type.
from types import TracebackType
from typing import Any, Self

import httpx
from attrs import define, evolve, field

from .types import Call


def _default_timeout() -> httpx.Timeout:
    # Cloudflare builds a large upload before it answers; a host that cannot be reached is noticed sooner.
    return httpx.Timeout(60, connect=10)


@define(eq=False)
class Client:
    """Where the API is and how to reach it, without credentials or with those in `headers`.

    It makes its httpx clients when they are first needed, one for each of its two flavours, and threads share them.
    The `with_…` methods give a new client with a new pool, and leave this one alone.
    """

    _base_url: str = field(alias="base_url")
    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    """Whether a status that the operation does not document raises UnexpectedStatus, or reads as None."""
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies", repr=False)
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers", repr=False)
    _timeout: httpx.Timeout | None = field(factory=_default_timeout, kw_only=True, alias="timeout")
    """None means without a limit."""
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args", repr=False)
    """Further arguments for httpx.Client and httpx.AsyncClient."""
    _client: httpx.Client | None = field(default=None, init=False, repr=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False)
    _making: Lock = field(factory=Lock, init=False, repr=False)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """A client like this one with more headers."""
        return evolve(self, headers={**self._headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """A client like this one with more cookies."""
        return evolve(self, cookies={**self._cookies, **cookies})

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """A client like this one with another timeout."""
        return evolve(self, timeout=timeout)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this httpx client; base URL, headers and credentials go with each call, all else is its own."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """The httpx client of the blocking functions."""
        with self._making:
            if self._client is None:
                self._client = httpx.Client(**self._settings())
            return self._client

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this httpx client; base URL, headers and credentials go with each call, all else is its own."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The httpx client of the async functions."""
        with self._making:
            if self._async_client is None:
                self._async_client = httpx.AsyncClient(**self._settings())
            return self._async_client

    def send(self, call: Call[object]) -> httpx.Response:
        """The answer to a call, as it came."""
        client = self.get_httpx_client()
        return client.send(call.build(client, self._base_url, self._own_headers()))

    async def asend(self, call: Call[object]) -> httpx.Response:
        """The answer to a call, as it came."""
        client = self.get_async_httpx_client()
        return await client.send(call.build(client, self._base_url, self._own_headers()))

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.get_httpx_client().__exit__(kind, error, traceback)

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.get_async_httpx_client().__aexit__(kind, error, traceback)

    def _credentials(self) -> dict[str, str]:
        return {}

    def _own_headers(self) -> httpx.Headers:
        # Without Accept, errors that Cloudflare's edge makes are HTML.
        headers = httpx.Headers({"Accept": "application/json"})
        headers.update(self._headers)
        headers.update(self._credentials())
        return headers

    def _settings(self) -> dict[str, Any]:
        return {
            "base_url": self._base_url,
            "cookies": self._cookies,
            "headers": self._own_headers(),
            "timeout": self._timeout,
            "verify": self._verify_ssl,
            "follow_redirects": self._follow_redirects,
            **self._httpx_args,
        }


@define(eq=False)
class AuthenticatedClient(Client):
    """A client that sends a token with every request."""

    token: str = field(repr=False)
    prefix: str = "Bearer"
    auth_header_name: str = "Authorization"

    def _credentials(self) -> dict[str, str]:
        return {self.auth_header_name: f"{self.prefix} {self.token}" if self.prefix else self.token}


__all__ = ["AuthenticatedClient", "Client"]
