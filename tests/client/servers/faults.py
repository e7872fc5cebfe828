"""A server on loopback that answers each request with the bytes that a test says, and breaks as it says."""

import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, Literal

End = Literal["keep", "close", "reset", "silence"]


@dataclass(frozen=True)
class Reply:
    """Bytes to send, as they are, and what becomes of the connection then."""

    sends: Iterable[bytes]
    then: End = "keep"
    pause: float = 0.0
    """Seconds after each of them."""


def reply(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None, *, then: End = "keep", missing: int = 0
) -> Reply:
    """An answer; `missing` is how much more its length promises than there is."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) + missing}"]
    lines += [
        f"{name}: {value}" for name, value in ({"Content-Type": "application/json"} | {**(headers or {})}).items()
    ]
    return Reply(["\r\n".join([*lines, "", ""]).encode("latin-1"), body], then)


RESETS = Reply([], "reset")
CLOSES = Reply([], "close")
SILENT = Reply([], "silence")


@dataclass(frozen=True)
class Heard:
    """A request as it arrived."""

    head: bytes
    body: bytes

    @property
    def line(self) -> str:
        """Method and target."""
        return self.head.decode("latin-1").partition(" HTTP/")[0]


@dataclass
class FaultServer:
    """`replies` in their order, the last one to all that follow; `requests` are their first lines.

    With `decide`, each answer is made from what arrived. Bodies of requests can be left unread.
    """

    port: int
    reads_bodies: bool = True
    greeting: bytes = b""
    """Sent between the head of a request and its body."""
    decide: Callable[[Heard], Reply] | None = None
    replies: deque[Reply] = field(default_factory=deque)
    requests: list[str] = field(default_factory=list)
    connections: int = 0
    heard: threading.Event = field(default_factory=threading.Event)
    """Set once there was a request."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v4"

    def answer(self, heard: Heard) -> Reply:
        self.requests.append(heard.line)
        self.heard.set()
        if self.decide is not None:
            return self.decide(heard)
        return self.replies.popleft() if len(self.replies) > 1 else self.replies[0]

    def will(self, *replies: Reply) -> None:
        self.replies.extend(replies)


@contextmanager
def faulty() -> Iterator[FaultServer]:
    """A server for as long as the block lasts."""
    over = threading.Event()
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        server = FaultServer(listening.getsockname()[1])
        opened: list[socket.socket] = []

        def accept() -> None:
            while True:
                connection, _ = listening.accept()
                if over.is_set():
                    connection.close()
                    return
                # Otherwise a second small piece waits for a first one to be acknowledged.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                server.connections += 1
                opened.append(connection)
                threads.append(threading.Thread(target=_serve, args=(server, connection, over)))
                threads[-1].start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield server
        finally:
            over.set()
            # What wakes the one that accepts, and those that read.
            socket.create_connection(("127.0.0.1", server.port)).close()
            accepting.join()
            for connection in opened:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()


def _serve(server: FaultServer, connection: socket.socket, over: threading.Event) -> None:
    # The client may close first: that is what many of the tests are about.
    with connection, suppress(OSError), connection.makefile("rb") as incoming:
        while heard := _heard(incoming, server, connection):
            answer = server.answer(heard)
            for piece in answer.sends:
                connection.sendall(piece)
                if over.wait(answer.pause):
                    return
            if answer.then == "silence":
                over.wait()
            if answer.then == "reset":
                # No linger: closing sends a reset.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if answer.then != "keep":
                if answer.then == "close":
                    connection.shutdown(socket.SHUT_RDWR)
                return


def _heard(incoming: IO[bytes], server: FaultServer, connection: socket.socket) -> Heard | None:
    """The next request on the connection; None at its end."""
    head, length = b"", 0
    while (line := incoming.readline()) not in {b"\r\n", b""}:
        head += line
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    connection.sendall(server.greeting if head else b"")
    return Heard(head, incoming.read(length) if server.reads_bodies else b"") if head else None
