"""Requests, and the seconds that they take."""

import http.client
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit


class Visitor:
    """One connection that is kept, as little as Python has for that; where it leads is timed, and not the client."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        self._headers = dict(headers)
        self._connection = http.client.HTTPConnection(address, timeout=60)
        self._connection.connect()
        # With Nagle's algorithm what is sent in two packets would take 40 ms.
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> str:
        """The text of a successful answer."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {text}")
        return text

    def seconds(self, path: str) -> float:
        """How long one answer takes."""
        begun = time.perf_counter()
        self.get(path)
        return time.perf_counter() - begun

    def close(self) -> None:
        self._connection.close()


@contextmanager
def visiting(url: str, **headers: str) -> Iterator[Visitor]:
    """A connection to the server that this URL names."""
    visitor = Visitor(urlsplit(url).netloc, headers)
    try:
        yield visitor
    finally:
        visitor.close()
