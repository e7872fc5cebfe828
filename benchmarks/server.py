"""`python -m benchmarks.server`: answers on loopback, until its standard input ends, in as little time as it can."""

import asyncio
import sys
from urllib.parse import parse_qs, urlsplit

from benchmarks.answers import BASE, answers

_HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCF-RAY: 8e2c1f0a9b7d4c11-FRA\r\nContent-Length: {}\r\n\r\n"
)
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Connection(asyncio.Protocol):
    """Requests without a body, one after another."""

    def __init__(self, prepared: dict[str, bytes]) -> None:
        self._prepared = prepared
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._unread = (self._unread + data).split(b"\r\n\r\n")
        for request in requests:
            target = urlsplit(request.split(b" ", 2)[1].decode("ascii"))
            cursor = parse_qs(target.query).get("cursor")
            key = f"{target.path}?{cursor[0]}" if cursor else target.path
            self._transport.write(self._prepared.get(key, _NOT_FOUND))


async def serve() -> None:
    """Say the base URL, then answer."""
    prepared = {path: _HEAD.format(len(body)).encode() + body for path, body in answers().items()}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(prepared), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}{BASE}", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
