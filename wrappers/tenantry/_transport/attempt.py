"""One attempt at a call: the request that goes out, the limits of its answer, and what its failures mean."""

import re
import ssl
from functools import partial
from typing import Any

import httpx
from attrs import frozen

from tenantry._flow import Begin
from tenantry._responses.reader import ResponseReader
from tenantry._transport.config import ClientConfig
from tenantry._transport.response_body import BodyReader, TooLate, TooLateToConnect
from tenantry.errors import Error, NoAnswer, NotSent
from tenantry_api.types import Call

_CONNECT = 10.0
# Connecting apart, which has a limit of its own.
_PHASES = ("read", "write", "pool")
_NEVER_LEFT = (
    *(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol),
    TooLateToConnect,
)
_BROKEN = (httpx.NetworkError, httpx.RemoteProtocolError)
# Errors on our side, which a retry would meet again.
_HERE = (httpx.LocalProtocolError, httpx.UnsupportedProtocol)

# What may not stand in a line of a header.
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")

_MIB = 2**20
_UPLOAD = 64 * 2**10
_LARGEST = 64 * _MIB
_LARGEST_CONTENT = 256 * _MIB


@frozen(eq=False, repr=False)
class Failed:
    """Why an attempt has no answer that can be read."""

    error: Error
    may_pass: bool
    is_cut: bool = False
    """Whether the connection of an upload broke."""


@frozen(eq=False, repr=False)
class Attempt:
    """One attempt at a call: at most `timeout` seconds for each of its phases, and until `until` altogether."""

    call: Call[Any]
    config: ClientConfig
    reader: ResponseReader[Any]
    timeout: float
    until: float
    begin: Begin | None = None

    def request(self, client: httpx.Client | httpx.AsyncClient, is_supplied: bool) -> httpx.Request:
        """A fresh request."""
        if is_supplied and client.is_closed:
            raise NotSent("The http_client is closed.")
        try:
            url, headers = self.config.base_url + self.call.path, self.config.headers_of(self.call)
            extensions = {"timeout": {"connect": min(_CONNECT, self.timeout), **dict.fromkeys(_PHASES, self.timeout)}}
            arguments = {**self.call.arguments, "url": url, "headers": headers, "extensions": extensions}
            # A client of ours adds nothing but cookies, so that its own `build_request` would be work for nothing.
            adding = client.build_request if is_supplied else partial(httpx.Request, cookies=client.cookies)
            request = adding(**arguments)
            if is_supplied or "headers" in self.call.arguments or "files" in self.call.arguments:
                _check_lines(self.call, request)
        # Any error in what the user gave: not JSON, too long for a URL, not UTF-8.
        except Exception as error:  # noqa: BLE001
            why = f"{type(error).__name__}: {self.reader.redact(str(error))}"
            raise NotSent(f"{self.call.method} {self.call.path[:200]} cannot be written: {why}") from None
        return request

    def body(self, response: httpx.Response) -> BodyReader:
        """Takes the body of the answer, within the limits."""
        begin = self.begin if self.begin and response.is_success else None
        limit = _LARGEST_CONTENT if begin else _LARGEST
        return BodyReader(response, self.reader, limit, lambda: self.config.now() > self.until, begin)

    def not_sent(self) -> NoAnswer:
        """The error where the deadline passes during the wait for a free connection."""
        text = f"{self.call} was not sent: the deadline passed while it waited for a connection"
        return NoAnswer(text, method=self.call.method, path=self.call.path, sent=False)

    def failed(self, error: Exception, request: httpx.Request | None = None) -> Failed:
        """The tenantry error for an exception of httpx, or of a transport of the user's."""
        match error:
            case Error():
                error.__context__ = None
                return Failed(error, False)
            # httpcore 1.0.3 lets the latter through from asyncio.
            case httpx.ConnectError() | ssl.SSLCertVerificationError() if distrust := _distrust(error):
                why = f"the server's certificate is not trusted: {distrust.verify_message}"
                return Failed(NotSent(f"{self.call} was not sent: {why}"), False)
        is_broken = isinstance(error, _BROKEN) and not isinstance(error, _NEVER_LEFT)
        is_cut = is_broken and request is not None and is_upload(request)
        return Failed(self._no_answer(error), not isinstance(error, (*_HERE, TooLate)), is_cut)

    def _no_answer(self, error: Exception) -> NoAnswer:
        limit = min(_CONNECT, self.timeout) if isinstance(error, httpx.ConnectTimeout) else self.timeout
        is_timeout = isinstance(error, httpx.TimeoutException)
        why = f"nothing within {limit:g} s" if is_timeout else self.reader.redact(str(error)) or "it says no more"
        sent = not isinstance(error, _NEVER_LEFT)
        outcome = "whether it happened is unknown" if sent else "nothing was sent"
        text = f"{self.call} has no answer, {outcome}: {type(error).__name__}: {why}"
        return NoAnswer(text, method=self.call.method, path=self.call.path, sent=sent)


def _check_lines(call: Call[Any], request: httpx.Request) -> None:
    """A value with a newline would be another header, or another request; httpx writes them as they are."""
    for name, value in request.headers.raw:
        if _CONTROL.search(name + value):
            raise ValueError(f"the header {name.decode('latin-1')!r} has a control character")
    for part, (_, _, kind) in call.arguments.get("files") or ():
        if kind is not None and _CONTROL.search(kind.encode()):
            raise ValueError(f"the media type of part {part!r} has a control character")


def is_upload(request: httpx.Request) -> bool:
    """Whether it is so large that it can be answered before all of it has left."""
    return int(request.headers.get("content-length", "0")) >= _UPLOAD


def _distrust(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """The error about the server's certificate that caused this one, if there is one."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause
