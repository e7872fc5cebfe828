"""A server on loopback that takes static assets as Cloudflare does, remembers what it got, and misbehaves as told."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Event, Lock, Thread
from typing import Any, Literal

from .recording import Part, Recorded

SESSION = "assets-upload-session"
UPLOAD = "workers/assets/upload"

Body = Mapping[str, object]
Misbehaviour = tuple[int, Body] | Literal["hang"]


def success(result: object) -> Body:
    return {"success": True, "errors": [], "messages": [], "result": result}


def refusal(code: int, message: str) -> Body:
    return {"success": False, "errors": [{"code": code, "message": message}], "messages": [], "result": None}


@dataclass
class Cloudflare:
    """Sessions with buckets of `bucket` files each, and the files that were uploaded, by their hashes."""

    url: str
    bucket: int = 3
    stored: dict[str, Part] = field(default_factory=dict)
    requests: list[Recorded] = field(default_factory=list)
    sessions: deque[Misbehaviour] = field(default_factory=deque)
    """What is answered to the next openings of a session, in place of one."""
    uploads: deque[Misbehaviour | None] = field(default_factory=deque)
    """What is answered to the next uploads, which then store nothing; None is the truth."""
    forgets_completion: int = 0
    """How many sessions end without a completion token."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of every answer."""
    keeps_bodies: bool = True
    at_once: int = 0
    most_at_once: int = 0
    arrived: Event = field(default_factory=Event)
    """An upload that will hang is here."""
    over: Event = field(default_factory=Event)
    # Where so many uploads wait for each other, to show that they overlap.
    _meeting: Barrier | None = None
    # Hashes of each session that are missing still, by its token.
    _missing: dict[str, set[str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, method: str, end: str) -> list[Recorded]:
        """The requests whose path ends so."""
        return [request for request in self.requests if request.method == method and request.path.endswith(end)]

    @property
    def shape(self) -> list[str]:
        """The requests in short, in the order of their arrival."""
        return [f"{request.method} {request.path.rpartition('/')[2]}" for request in self.requests]

    @property
    def manifests(self) -> list[dict[str, Any]]:
        return [json.loads(request.body)["manifest"] for request in self.of("POST", SESSION)]

    def meet(self, uploads: int) -> None:
        """Answer the first uploads only when so many are here."""
        self._meeting = Barrier(uploads, timeout=60)

    def answer(self, request: Recorded) -> Misbehaviour:
        if request.path.endswith(SESSION):
            return self._open(request)
        if request.path.endswith(UPLOAD):
            return self._upload(request)
        return 200, success({"id": request.path.rpartition("/")[2]})

    def _open(self, request: Recorded) -> Misbehaviour:
        with self._lock:
            if self.sessions:
                return self.sessions.popleft()
            named = {entry["hash"]: None for entry in json.loads(request.body)["manifest"].values()}
            missing = [name for name in named if name not in self.stored]
            token = f"session.{len(self._missing)}"
            self._missing[token] = set(missing)
            buckets = [missing[start : start + self.bucket] for start in range(0, len(missing), self.bucket)]
            return 200, success({"jwt": token if missing else "completion.at-once", "buckets": buckets})

    def _upload(self, request: Recorded) -> Misbehaviour:
        token = request.headers["authorization"].removeprefix("Bearer ")
        if (meeting := self._meeting) and len(self.stored) == 0:
            meeting.wait()
        with self._lock:
            if self.uploads and (misbehaviour := self.uploads.popleft()):
                return misbehaviour
            for part in request.parts if self.keeps_bodies else _names(request.body):
                self.stored[part.name] = part
                self._missing[token].remove(part.name)
            if self._missing[token]:
                return 202, success({})
            if self.forgets_completion:
                self.forgets_completion -= 1
                return 202, success(None)
            return 201, success({"jwt": f"completion.of-{token}"})


def _names(body: bytes) -> list[Part]:
    """The parts without their contents, of which nothing is copied."""
    return [Part(found[1].decode(), None, "", b"") for found in re.finditer(rb'name="([0-9a-f]{32})"; ', body)]


def hashes(requests: Sequence[Recorded]) -> list[list[str]]:
    """What each upload held."""
    return [[part.name for part in request.parts] for request in requests]


@contextmanager
def taking_assets() -> Iterator[Cloudflare]:
    """A server for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            size = int(self.headers.get("content-length", 0))
            body = self.rfile.read(size)
            if len(body) < size:
                # A client that was cancelled, or whose other bucket failed, has hung up.
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Recorded(self.command, self.path, headers, body, self.client_address[1])
            kept = request if cloudflare.keeps_bodies else Recorded(self.command, self.path, headers, b"", 0)
            with cloudflare._lock:
                cloudflare.requests.append(kept)
                cloudflare.at_once += 1
                cloudflare.most_at_once = max(cloudflare.most_at_once, cloudflare.at_once)
            answer = cloudflare.answer(request)
            if answer == "hang":
                cloudflare.arrived.set()
                cloudflare.over.wait()
                self.close_connection = True
                return
            with cloudflare._lock:
                cloudflare.at_once -= 1
            # It may also hang up now.
            with suppress(ConnectionError):
                self.write(*answer)

        def write(self, status: int, body: Body) -> None:
            encoded = json.dumps(body).encode()
            self.send_response(status)
            for name, value in cloudflare.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        do_GET = do_PUT = do_POST = respond

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at what was recorded."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        cloudflare = Cloudflare(f"http://127.0.0.1:{http.server_port}/client/v4")
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield cloudflare
        finally:
            cloudflare.over.set()
            http.shutdown()
            thread.join()
