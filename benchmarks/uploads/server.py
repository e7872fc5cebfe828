"""`python -m benchmarks.uploads.server`: takes uploads on loopback, until its standard input ends, and keeps none."""

import json
import sys
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

# As large as Cloudflare asks for.
BUCKET = 50 * 2**20
_READ = 2**20


class Handler(BaseHTTPRequestHandler):
    """Answers a deploy, a session for assets, which asks for all of them, and what is uploaded in it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_PUT(self) -> None:
        for _ in self._body():
            pass
        self._answer(200, {"id": "shop", "startup_time_ms": 3})

    def do_POST(self) -> None:
        if "assets-upload-session" not in self.path:
            for _ in self._body():
                pass
            self._answer(201, {"jwt": "done"})
            return
        manifest = json.loads(b"".join(self._body()))["manifest"]
        self._answer(200, {"jwt": "begun", "buckets": [*_buckets(manifest.values())]})

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _body(self) -> Iterator[bytes]:
        left = int(self.headers["Content-Length"])
        while left and (piece := self.rfile.read1(min(left, _READ))):
            left -= len(piece)
            yield piece

    def _answer(self, status: int, result: object) -> None:
        body = json.dumps({"success": True, "errors": [], "messages": [], "result": result}).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _buckets(entries: Iterable[dict[str, object]]) -> Iterator[list[object]]:
    bucket, size = list[object](), 0
    for entry in entries:
        bytes_ = int(str(entry["size"]))
        if bucket and size + bytes_ > BUCKET:
            yield bucket
            bucket, size = [], 0
        bucket.append(entry["hash"])
        size += bytes_
    yield bucket


def main() -> None:
    """Say the base URL, then answer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/client/v4", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
