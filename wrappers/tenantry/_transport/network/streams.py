"""What stands between httpcore and its streams, so that an answer is heard while its request is still sent."""

from __future__ import annotations

from typing import Any, TypeVar

import httpcore
import httpx

C = TypeVar("C", httpx.Client, httpx.AsyncClient)

# One write can wait several times, each as long as was left when it began. A piece this small seldom waits twice.
PIECE = 16 * 2**10


class Around:
    """Something of httpcore's, changed in part."""

    # Any, here and in its subclasses: they hand on what they do not change.
    def __init__(self, inner: Any) -> None:
        self._inner = inner
        # httpcore calls it twice for each request.
        self.get_extra_info = getattr(inner, "get_extra_info", None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class Listening(Around):
    """Has heard something while it sent."""

    _heard = b""

    def _first(self, size: int) -> bytes:
        first, self._heard = self._heard[:size], self._heard[size:]
        return first

    def _check_unanswered(self) -> None:
        """Raises what httpcore takes for a reason to read the answer."""
        if self._is_answered:
            raise httpcore.WriteError("it was answered early")

    @property
    def _is_answered(self) -> bool:
        """By more than a `100 Continue`, which says that the answer is still to come."""
        return bool(self._heard) and not self._heard.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1"))


def with_backend(client: C, backend: type[Around]) -> C:
    """The client, whose new connections have such streams; to requests of others they are as they were.

    httpx has no public way to say what opens the connections of a client that reads proxies from the environment.
    """
    for transport in (client._transport, *client._mounts.values()):
        pool: Any = getattr(transport, "_pool", None)
        if hasattr(pool, "_network_backend") and not isinstance(pool._network_backend, backend):
            pool._network_backend = backend(pool._network_backend)
    return client
