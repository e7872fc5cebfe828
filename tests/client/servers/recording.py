"""A server on loopback that records what it gets, and answers what a test says, or breaks as it says."""

import json
import socket
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Literal


@dataclass(frozen=True, order=True)
class Part:
    """A part of a multipart body."""

    name: str
    filename: str | None
    type: str
    content: bytes


@dataclass(frozen=True)
class Recorded:
    """A request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int
    """The port that it came from: requests on one connection have the same."""

    @property
    def path(self) -> str:
        """The target without the query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def boundary(self) -> str:
        return self.headers["content-type"].removeprefix("multipart/form-data; boundary=")

    @property
    def parts(self) -> list[Part]:
        """The parts, split at the boundary and nowhere else."""
        first, *pieces, last = (b"\r\n" + self.body).split(b"\r\n--" + self.boundary.encode())
        assert (first, last) == (b"", b"--\r\n")
        return [_part(piece) for piece in pieces]

    @property
    def metadata(self) -> dict[str, Any]:
        """What an upload says beside the code. Any: it is JSON, and each test says which."""
        (found,) = (part for part in self.parts if part.name == "metadata")
        said: dict[str, Any] = json.loads(found.content)
        return said


def _part(piece: bytes) -> Part:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    return part_with_headers([line.split(": ", 1) for line in head.decode().split("\r\n")], content)


def part_with_headers(headers: Iterable[Sequence[str]], content: bytes) -> Part:
    """A part by what its headers say."""
    message = Message()
    for name, value in headers:
        message[name] = value
    called = message.get_param("name", header="content-disposition")
    return Part(str(called), message.get_filename(), message["content-type"], content)


Fault = Literal["resets", "stops in the middle", "stays silent"]


@dataclass(frozen=True)
class Answer:
    """What is answered to one request."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None


@dataclass
class Server:
    """What arrived, and what is answered: `answers` in their order, the last one to all that follow."""

    origin: str
    answers: deque[Answer] = field(default_factory=deque)
    requests: list[Recorded] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"{self.origin}/client/v4"

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Answer so next; `content_type=` stands for `content-type`, and so on."""
        self.answers.append(Answer(status, body, {name.replace("_", "-"): headers[name] for name in headers}))

    def break_off(self, fault: Fault, body: bytes = b"") -> None:
        """Break so next."""
        self.answers.append(Answer(200, body, fault=fault))

    def answer_json(self, envelope: object, status: int = 200, **headers: str) -> None:
        """Answer this JSON next."""
        self.answer(status, json.dumps(envelope).encode(), content_type="application/json", **headers)

    def succeed(self, result: object, **envelope: object) -> None:
        """Answer this result next, in an envelope."""
        self.answer_json({"success": True, "errors": [], "messages": [], "result": result, **envelope})

    def refuse(self, *codes: int, status: int = 400, **headers: str) -> None:
        """Answer these errors next, in an envelope."""
        errors = [{"code": code, "message": f"message of {code}"} for code in codes]
        self.answer_json({"success": False, "errors": errors, "messages": [], "result": None}, status, **headers)


@contextmanager
def listening() -> Iterator[Server]:
    """A server for as long as the block lasts."""
    over = Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Or each answer of two packets, head and body, takes 40 ms.
        disable_nagle_algorithm = True

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.requests.append(Recorded(self.command, self.path, headers, body, self.client_address[1]))
            answer = server.answers.popleft() if len(server.answers) > 1 else server.answers[0]
            if answer.fault == "resets":
                # No linger: closing sends a reset.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
            elif answer.fault == "stays silent":
                over.wait()
                self.close_connection = True
            else:
                self.write(answer)

        def write(self, answer: Answer) -> None:
            cut = answer.fault == "stops in the middle"
            # Not send_response(), which adds a Date and a Server of its own.
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + cut))
            self.end_headers()
            self.wfile.write(answer.body)
            self.close_connection = cut

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = respond

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at what was recorded."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = Server(f"http://127.0.0.1:{http.server_port}")
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            over.set()
            http.shutdown()
            thread.join()
