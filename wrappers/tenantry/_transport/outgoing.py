"""The body of a request in an event loop, which may give it up in its midst."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx


class Outgoing(httpx.AsyncByteStream):
    """A body that nothing has to close.

    httpx's own bodies are asynchronous generators. One that is left when a request is cancelled is closed when Python
    comes across it, which trio reports as a ResourceWarning:
    https://trio.readthedocs.io/en/stable/reference-core.html#finalization
    """

    def __init__(self, body: httpx.SyncByteStream) -> None:
        self._body = body

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Chunks(iter(self._body))


class _Chunks:
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        for chunk in self._chunks:
            return chunk
        raise StopAsyncIteration
